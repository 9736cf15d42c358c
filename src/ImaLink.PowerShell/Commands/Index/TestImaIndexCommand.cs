using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Catalog;

namespace ImaLink.PowerShell.Commands;

/// <summary>Checks that the indexes of FileStorages are there and whole, and agree with each other, the catalog and the files.</summary>
/// <remarks>
/// For each storage one result for its master index, for each session index and for the manifest; with -Session for the indexes
/// of those sessions alone. Verdicts, the gravest first: Offline (the storage is not there), Missing, Damaged, Older (a former
/// version was put back), Newer (written after the master index: a command was interrupted), Unmerged (another catalog wrote
/// it), Disputed (it lists files that are left to another session, which claims their paths too), Unwritten (the catalog has changes
/// that are not in it), FilesDiffer (files that it lists are not there or have another size; none is opened, Test-ImaFile reads
/// them), NotUnderstood (something is said in it that this version does not understand, such as a rating of 9, and keeps), Differs (the manifest
/// and the session indexes), Valid. What stands beside an index (<c>session_&lt;n&gt;.said.jsonl</c>) counts as a part of it. Detail tells everything
/// that was found, and what to do.
/// <para>
/// A storage that is not there does not make -Quiet false where it was not named, and is told in a warning; with -RequireOnline, or where it was
/// named, it is the error StorageOffline.
/// </para>
/// <para>
/// Nothing is written. A storage named by its folder need not be registered; it is then compared with no catalog.
/// </para>
/// </remarks>
/// <example>
/// <code>Test-ImaIndex Archive</code>
/// <para>Checks the indexes of one storage.</para>
/// </example>
/// <example>
/// <code>Find-ImaFileStorage /media | Test-ImaIndex | Where-Object { -not $_.Ok } | Format-List</code>
/// <para>Tells everything that is wrong with the indexes on all connected drives.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-ImaIndex -Quiet)) { Update-ImaIndex -Force }</code>
/// <para>Writes the indexes and manifests of all storages again if anything is wrong with one of them.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "ImaIndex")]
[OutputType(typeof(IndexFileCheck), typeof(bool))]
public sealed class TestImaIndexCommand : IndexCommand
{
    private CheckOutput? _output;
    private CatalogDatabase? _catalog;

    /// <summary>Emits one Boolean: whether something was checked and all of it agrees.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Makes it an error that a storage is not there.</summary>
    [Parameter]
    public SwitchParameter RequireOnline { get; set; }

    /// <summary>No parameter: what writes no storage waits for none.</summary>
    public override int LockTimeout => base.LockTimeout;

    /// <inheritdoc/>
    protected override void BeginInput()
    {
        _output = new CheckOutput(this, Quiet, RequireOnline);
        _catalog = TryDatabase("The indexes are compared with no catalog");
    }

    /// <inheritdoc/>
    protected override void ProcessSelector(Selector? storage)
    {
        foreach (string root in new IndexRoots(this, () => StorageService).Of(storage))
            AttemptOne(root, () => Check(root, isNamed: storage is not null));
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        if (HasFailed)
            _output!.Fail();
        _output!.End();
    }

    private void Check(string root, bool isNamed) => PipelinePump.Run(this, (pump, token) =>
    {
        foreach (IndexFileCheck check in new IndexChecker(_catalog, pump.Reporter).Check(root, Session, token))
            pump.Post(() => _output!.Write(check, isNamed));
    });
}
