using System.Globalization;
using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Integrity;

namespace ImaLink.PowerShell.Commands;

/// <summary>Finds the same image in several places: in storages, or with -Path in plain folders without any catalog.</summary>
/// <remarks>
/// A group holds files with the same bytes; with -IncludeVariant files with the same image, whatever their metadata.
/// ReclaimableBytes counts only what is byte-identical: what goes when of such files one is left. Replicas, which Copy-ImaSession placed,
/// are copies on purpose: they are listed and left out of it (ReplicasLeftOut), unless -IncludeCopy or -Storage is given.
/// <para>
/// Storages are searched in the catalog, those that are offline too. Folders are searched on the disk, without any catalog: by size, then by a sample,
/// then by SHA-256. Links and hard links are no duplicates, empty files neither. Nothing is changed.
/// </para>
/// </remarks>
/// <example>
/// <code>Find-ImaDuplicate -Storage Archive | Sort-Object ReclaimableBytes -Descending | Select-Object -First 10</code>
/// <para>Shows where a storage holds most in vain.</para>
/// </example>
/// <example>
/// <code>(Find-ImaDuplicate -Path ~/Pictures).ReclaimableBytes | Measure-Object -Sum</code>
/// <para>Tells how much a folder holds twice.</para>
/// </example>
/// <example>
/// <code>Find-ImaDuplicate -Storage Archive | ForEach-Object { $_.Files | Select-Object -Skip 1 } | Remove-ImaFile</code>
/// <para>Keeps one file of each group and moves the others to the trash, asking for each.</para>
/// </example>
[Cmdlet(VerbsCommon.Find, "ImaDuplicate", DefaultParameterSetName = "Storage")]
[OutputType(typeof(DuplicateGroup))]
public sealed class FindImaDuplicateCommand : PathQueryCommand
{
    private readonly List<string> _paths = [];

    /// <summary>The storages among whose files duplicates are looked for: name, UUID, wildcard, id or path. All active ones by default.</summary>
    [Parameter(ParameterSetName = "Storage")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Storage { get; set; }

    /// <summary>Counts replicas, which Copy-ImaSession placed, in ReclaimableBytes too.</summary>
    [Parameter(ParameterSetName = "Storage")]
    public SwitchParameter IncludeCopy { get; set; }

    /// <summary>Puts files together that hold the same image, whatever their metadata.</summary>
    [Parameter]
    public SwitchParameter IncludeVariant { get; set; }

    /// <inheritdoc/>
    protected override void ProcessPath(string fullName)
    {
        RequireExists(fullName);
        _paths.Add(fullName);
    }

    /// <inheritdoc/>
    protected override void EndInput() => PipelinePump.Run(this, (pump, token) =>
    {
        IEnumerable<DuplicateGroup> groups = ParameterSetName == "Storage"
            ? new DuplicateSearch(Database).Run(Storage is null ? null : [.. Storage.SelectMany(StorageService.Find).Select(row => row.Uuid)], IncludeVariant, IncludeCopy || Storage is not null, token)
            : new PlainDuplicateSearch(pump.Reporter).Run(_paths, IncludeVariant, token);
        int leftOut = 0;
        foreach (DuplicateGroup group in groups)
        {
            pump.WriteObject(group);
            leftOut += group.ReplicasLeftOut;
        }

        if (leftOut > 0)
            pump.Reporter.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture, $"ReclaimableBytes leaves out {leftOut:N0} {(leftOut == 1 ? "replica" : "replicas")}, which Copy-ImaSession placed. -IncludeCopy counts them too."));
    });
}
