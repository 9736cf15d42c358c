using System.Globalization;
using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Trash;

namespace ImaLink.PowerShell.Commands;

/// <summary>Removes registered files to the trash of their storage; a file that is missing is forgotten.</summary>
/// <remarks>
/// Companions go with their photo. The trash keeps everything that was recorded of a file, and Restore-ImaTrash brings it back.
/// Pipe files from Get-ImaFile, or name them by path; the path is compared as a text.
/// <para>
/// Replicas, which Copy-ImaSession placed, are copies on purpose: they stay, and the command says how many, unless -IncludeCopy or -Storage is given.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-ImaFile -Session 'Test import' | Remove-ImaFile -Confirm:$false</code>
/// <para>Moves the files of a session to the trash; its replicas in other storages stay.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -Session 'Test import' | Remove-ImaFile -Storage Backup</code>
/// <para>Moves the files of that session that lie in one storage, replicas too, to its trash, asking for each.</para>
/// </example>
/// <example>
/// <code>Get-ImaFile -State Missing | Remove-ImaFile</code>
/// <para>Forgets files that are gone, asking for each.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ImaFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Path")]
[OutputType(typeof(void))]
public sealed class RemoveImaFileCommand : CatalogCommand
{
    private readonly Dictionary<Guid, HashSet<long>> _files = [];
    private readonly List<ImageFile> _replicas = [];
    private HashSet<Guid>? _storages;

    /// <summary>Files whose full path fits, compared as a text; wildcards are allowed, a relative path starts at the session's location.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files with exactly this full path. What Get-ImaFile emits binds here by its PSPath.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only files of these storages, replicas too: name, UUID, wildcard, id or path.</summary>
    [Parameter]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Storage { get; set; }

    /// <summary>Removes replicas too, which Copy-ImaSession placed.</summary>
    [Parameter]
    public SwitchParameter IncludeCopy { get; set; }

    /// <inheritdoc/>
    protected override void BeginInput() => _storages = Storage?.SelectMany(StorageService.Find).Select(storage => storage.Uuid).ToHashSet();

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        var query = new FileQuery(Database);
        foreach (string path in LiteralPath)
            Attempt(path, () => Collect(path, SessionPaths.Literal(this, path) is var literal && query.ByFullName(literal) is { } file ? [file] : [], fullName => fullName == literal));
        foreach (string path in Path)
            Attempt(path, () => Collect(path, RegisteredPath.Of(this, query, path) is var named ? query.Run(named.Within(new FileFilter())).ToList() : [], named.Fits));
    }

    /// <inheritdoc/>
    protected override void EndInput()
    {
        if (_replicas.Count > 0)
        {
            string storages = string.Join("', '", _replicas.Select(file => file.Storage).Distinct());
            WriteWarning(string.Create(CultureInfo.InvariantCulture, $"Left where they are: {_replicas.Count:N0} {(_replicas.Count == 1 ? "replica" : "replicas")} that Copy-ImaSession placed in '{storages}'. -IncludeCopy removes them too, -Storage those of a storage."));
        }

        foreach ((Guid storage, HashSet<long> files) in _files)
            Attempt(storage.ToString(), () => PipelinePump.Run(this, (pump, token) => TrashService.Remove(storage, files, token, pump.Reporter)));
    }

    private void Collect(string path, List<ImageFile> files, Predicate<string> isMeant)
    {
        // The same command, interrupted after the files were registered no more, has only to be completed.
        List<(Guid Storage, string FullName)> underway = files.Count > 0 ? [] : TrashService.BeingRemoved(isMeant).ToList();
        if (files.Count == 0 && underway.Count == 0)
            throw new ImaLinkException(ErrorCode.FileNotFound, $"No registered file has the path '{path}'. Get-ImaFile lists them.", path);
        foreach ((Guid storage, string fullName) in underway)
            if (_storages?.Contains(storage) != false && ShouldProcess(fullName, "Move to trash"))
                Of(storage);
        foreach (ImageFile file in files.Where(file => _storages?.Contains(file.StorageUuid) != false))
        {
            if (file.IsReplica && !IncludeCopy && Storage is null)
                _replicas.Add(file);
            else if (ShouldProcess(file.FullName, file.State == "Missing" ? "Forget missing file" : "Move to trash"))
                Of(file.StorageUuid).Add(file.Id);
        }
    }

    private HashSet<long> Of(Guid storage)
    {
        if (!_files.TryGetValue(storage, out HashSet<long>? ids))
            _files.Add(storage, ids = []);
        return ids;
    }
}
