using System.Management.Automation;
using ImaLink.Recovery;

namespace ImaLink.PowerShell.Commands;

/// <summary>
/// A cmdlet that reads the indexes of storages where they lie: a storage named by its folder needs no catalog, one named
/// otherwise is looked up in it.
/// </summary>
public abstract class IndexQueryCommand : StorageQueryCommand
{
    /// <summary>Only these sessions: title, UUID, wildcard, number in the storage, or objects that name a session. All by default.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionUuid")]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Session { get; set; }

    /// <summary>Whether the storage that is looked at was named.</summary>
    private protected bool IsNamed { get; private set; }

    /// <summary>Called for each storage; what it throws becomes its error record.</summary>
    /// <param name="root">The storage's own directory.</param>
    protected abstract void ProcessRoot(string root);

    /// <inheritdoc/>
    protected sealed override void ProcessSelector(Selector? storage)
    {
        IsNamed = storage is not null;
        foreach (string root in Roots(storage))
            AttemptOne(root, () => ProcessRoot(root));
    }

    private List<string> Roots(Selector? storage)
    {
        if (storage is null)
            return [.. StorageService.All().Where(known => known.IsActive).Select(known => known.FullName)];
        if (storage.FullPath is { } path && StorageFinder.IsStorage(path))
            return [System.IO.Path.TrimEndingDirectorySeparator(path)];
        if (storage.IsMatch is not null && storage.Text.AsSpan().ContainsAny('/', '\\'))
            return Fitting(storage.Text);
        try
        {
            return [.. StorageService.Find(storage).Select(known => known.FullName)];
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.StorageNotFound && Directory.Exists(storage.FullPath))
        {
            throw new ImaLinkException(ErrorCode.NotAStorage, $"'{storage.FullPath}' is no FileStorage. Find-ImaFileStorage looks for storages in folders.", storage.FullPath, e);
        }
    }

    private List<string> Fitting(string wildcard)
    {
        try
        {
            return [.. SessionPaths.Resolve(this, wildcard, literal: false).Where(StorageFinder.IsStorage)];
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.PathNotFound)
        {
            return []; // a folder before the wildcard is not there: nothing fits
        }
    }
}
