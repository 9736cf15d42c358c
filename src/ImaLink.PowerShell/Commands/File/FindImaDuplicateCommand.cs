using System.Globalization;
using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Integrity;

namespace ImaLink.PowerShell.Commands;

/// <summary>Finds the same image in several places, or with -Similar pictures that look alike: in storages, or with -Path in plain folders without any catalog.</summary>
/// <remarks>
/// A group holds files with the same bytes; with -IncludeVariant files with the same image, whatever their metadata.
/// ReclaimableBytes counts only what is byte-identical: what goes when of such files one is left. Replicas, which Copy-ImaSession placed,
/// are copies on purpose: they are listed and left out of it (ReplicasLeftOut), unless -IncludeCopy or -Storage is given.
/// <para>
/// Storages are searched in the catalog, those that are offline too. Folders are searched on the disk, without any catalog: by size, then by a sample,
/// then by SHA-256. Links and hard links are no duplicates, empty files neither. Nothing is changed.
/// </para>
/// <para>
/// With -Similar a group holds a picture and what looks like it: what a messenger, a social network or an editor encoded again, scaled down, brightened
/// or cropped by a little. They are compared by their hotpreviews (docs/likeness.md), those of storages that are offline by what the catalog keeps of them; of
/// pictures in folders one is made in memory. IsOriginal tells the files of the image with most pixels, then most facts, then most bytes, Distance how far a file is
/// from it: 0 to -Distance. Each looks like the original, not merely like another of the group, and belongs to one group. Images of one photo (RAW
/// and JPEG) are not told of each other; pictures without structure (black frames, skies, drawings of two tones) of none; films are compared with films, by one frame.
/// Shots taken one after the other look alike, too: look before you remove, nothing else does.
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
/// <example>
/// <code>Find-ImaDuplicate -Similar | Select-Object -ExpandProperty Files | Where-Object IsOriginal -eq $false</code>
/// <para>Lists the pictures that look like a larger or better described one, in all storages.</para>
/// </example>
/// <example>
/// <code>Find-ImaDuplicate -Path ~/Pictures -Similar -Distance 4</code>
/// <para>Puts together what looks alike in a folder: encoded again or scaled down, hardly cropped.</para>
/// </example>
[Cmdlet(VerbsCommon.Find, "ImaDuplicate", DefaultParameterSetName = "Storage")]
[OutputType(typeof(DuplicateGroup), typeof(SimilarGroup))]
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

    /// <summary>Finds pictures that look alike instead.</summary>
    [Parameter]
    public SwitchParameter Similar { get; set; }

    /// <summary>With -Similar, how far a picture may be from the original, 0 to 16; 10 by default. More are found, and more that are others, with a greater one.</summary>
    [Parameter]
    [ValidateRange(0, SimilarSearch.MaxDistance)]
    public int Distance { get; set; } = SimilarSearch.DefaultDistance;

    /// <inheritdoc/>
    protected override void BeginInput()
    {
        base.BeginInput();
        if (!Similar && MyInvocation.BoundParameters.ContainsKey(nameof(Distance)))
            throw new ImaLinkException(ErrorCode.InvalidValue, "-Distance says how far pictures that look alike may be apart: give -Similar with it.", nameof(Distance));
        if (Similar && (IncludeVariant || IncludeCopy))
            throw new ImaLinkException(ErrorCode.InvalidValue, "With -Similar files of one image count as one picture, wherever they lie: leave -IncludeVariant and -IncludeCopy out.", nameof(Similar));
    }

    /// <inheritdoc/>
    protected override void ProcessPath(string fullName)
    {
        RequireExists(fullName);
        _paths.Add(fullName);
    }

    /// <inheritdoc/>
    protected override void EndInput() => PipelinePump.Run(this, (pump, token) =>
    {
        if (Similar)
        {
            IEnumerable<SimilarGroup> alike = ParameterSetName == "Storage"
                ? new SimilarSearch(Database, pump.Reporter).Run(Wanted(), Distance, token) : new PlainSimilarSearch(pump.Reporter).Run(_paths, Distance, token);
            foreach (SimilarGroup group in alike)
                pump.WriteObject(group);
            return;
        }

        IEnumerable<DuplicateGroup> groups = ParameterSetName == "Storage"
            ? new DuplicateSearch(Database).Run(Wanted(), IncludeVariant, IncludeCopy || Storage is not null, token)
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

    private List<Guid>? Wanted() => Storage is null ? null : [.. Storage.SelectMany(StorageService.Find).Select(row => row.Uuid)];
}
