using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Checks that FileStorages are there and that their indexes are whole.</summary>
/// <remarks>
/// For each storage one result: Healthy, Unfinished (an operation was interrupted), Damaged, Retired or Offline. Nothing is
/// written. Photos are not read.
/// </remarks>
/// <example>
/// <code>Test-ImaFileStorage</code>
/// <para>Checks all storages.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-ImaFileStorage Archive -Quiet)) { Write-Warning 'Look at the archive.' }</code>
/// <para>Checks one storage in a script.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "ImaFileStorage")]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestImaFileStorageCommand : CatalogCommand
{
    private CheckOutput? _output;

    /// <summary>The storages: name, UUID, wildcard, id, path of the storage's folder, or objects that name a storage. All by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Storage { get; set; }

    /// <summary>Emits one Boolean: whether something was checked and all of it is healthy.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginInput() => _output = new CheckOutput(this, Quiet);

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        if (Storage is null)
            Test(StorageService.All());
        foreach (Selector selector in Storage ?? [])
            if (!Attempt(selector.Text, () => Test(StorageService.Find(selector))))
                _output!.Fail();
    }

    /// <inheritdoc/>
    protected override void EndInput() => _output!.End();

    private void Test(IEnumerable<FileStorage> storages)
    {
        foreach (FileStorage storage in storages.ToList())
            _output!.Write(StorageService.Test(storage.Uuid, StopToken));
    }
}
