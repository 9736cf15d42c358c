using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Catalog;

namespace ImaLink.PowerShell;

/// <summary>
/// A cmdlet that does something with registered files: those that filters fit, those named by path, those from the pipeline.
/// It collects them and works at the end.
/// </summary>
public abstract class FileSelectionCommand : CatalogCommand
{
    private const string FilterSet = "Filter", LiteralPathSet = "LiteralPath", InputSet = "InputObject";
    private readonly HashSet<long> _ids = [];
    private readonly List<(string? Target, Action LookUp)> _named = [];
    private readonly List<FileFilter> _filters = [];

    /// <summary>Files with exactly this full path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Files of these storages: name, UUID, wildcard, id, path, or objects that name a storage.</summary>
    [Parameter(ParameterSetName = FilterSet)]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual Selector[]? Storage { get; set; }

    /// <summary>Files of these sessions: title, UUID, wildcard, id, or objects that name a session.</summary>
    [Parameter(ParameterSetName = FilterSet)]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Session { get; set; }

    /// <summary>Files that hold the image with this hothash.</summary>
    [Parameter(ParameterSetName = FilterSet)]
    [ValidateNotNullOrEmpty]
    public string[]? Hothash { get; set; }

    /// <summary>Files from Get-ImaFile, Test-ImaFile or Find-ImaDuplicate, sessions, storages, files from Get-Item, or paths.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The paths that a parameter names; null where none does.</summary>
    private protected virtual string[]? Paths => null;

    /// <summary>Something that was named could not be found; its error was written.</summary>
    protected virtual void OnNotFound() { }

    /// <summary>
    /// The files collected; of several filters all. Looked up at the end of the input: until then a command before this one in the
    /// pipeline may be writing the catalog.
    /// </summary>
    private protected IReadOnlyList<FileFilter> Filters()
    {
        foreach ((string? target, Action lookUp) in _named)
            if (!Attempt(target, lookUp))
                OnNotFound();
        _named.Clear();
        return _ids.Count == 0 ? _filters : [.. _filters, new FileFilter { Ids = [.. _ids] }];
    }

    /// <inheritdoc/>
    protected sealed override void ProcessInput()
    {
        if (ParameterSetName == FilterSet)
        {
            FileFilter filter = Narrowed(new FileFilter { Storages = Storage, Sessions = Session, Hothashes = Hothash });
            if (Paths is null)
                _named.Add((null, () => CollectFitting(filter)));
            foreach (string path in Paths ?? [])
                _named.Add((path, () => CollectNamed(path, filter)));
            return;
        }

        foreach (string path in LiteralPath)
            CollectPath(path);
        foreach (PSObject input in InputObject)
            Collect(input);
    }

    /// <summary>Takes a text from the pipeline: a path.</summary>
    private protected virtual void CollectText(string text) => CollectNamed(text, new FileFilter());

    /// <summary>What further parameters leave of a filter.</summary>
    private protected virtual FileFilter Narrowed(FileFilter filter) => filter;

    /// <summary>The files that an object from the pipeline means, where it is of a kind that other commands do not take; null where it is not.</summary>
    private protected virtual FileFilter? Other(PSObject input) => null;

    private void CollectPath(string path) => Later(path, () => new FileQuery(Database).ByFullName(SessionPaths.Literal(this, path))?.Id);

    private void Collect(PSObject input)
    {
        if (input.BaseObject is string text)
            _named.Add((text, () => CollectText(text)));
        else if (Other(input) is { } other)
            _filters.Add(other);
        else if (input.Properties["RelativePath"]?.Value?.ToString() is { } relative && SelectorArgumentAttribute.Uuid(input, "StorageUuid") is { } storage)
            Later(relative, () => new FileLocator(Database).Find(storage, relative));
        else if (new SessionArgumentAttribute().FromObject(input) is { } session)
            _filters.Add(new FileFilter { Sessions = [session] });
        else if (new StorageArgumentAttribute().FromObject(input) is { } named)
            _filters.Add(new FileFilter { Storages = [named] });
        else if (input.Properties["FullName"]?.Value is string fullName)
            CollectPath(fullName);
        else
            Later(input.ToString(), () => null);
    }

    /// <summary>Filters that fit nothing may be right, but not silent: the command then does nothing.</summary>
    private protected void CollectFitting(FileFilter filter)
    {
        if (new FileQuery(Database).Run(filter).Any())
            _filters.Add(filter);
        else if (filter != new FileFilter())
            WriteWarning("No registered file fits the filters that were given, so there is nothing to do. Get-ImaFile lists files, Get-ImaSession sessions.");
    }

    private void CollectNamed(string path, FileFilter filter)
    {
        var query = new FileQuery(Database);
        RegisteredPath named = RegisteredPath.Of(this, query, path);
        if (named.FileId is { } id && filter == new FileFilter())
            _ids.Add(id);
        else if (query.Run(named.Within(filter)).Any())
            _filters.Add(named.Within(filter));
        else
            throw named.NotFound();
    }

    private void Later(string name, Func<long?> find) => _named.Add((name, () => _ids.Add(find()
        ?? throw new ImaLinkException(ErrorCode.FileNotFound, $"No registered file is '{name}'. Get-ImaFile lists them.", name))));
}
