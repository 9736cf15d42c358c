using ImaLink.Archive;
using ImaLink.Archive.Judging;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Integrity;

/// <summary>A file and when it was last found as recorded.</summary>
internal readonly record struct DueFile(long Id, long StorageId, DateTime? LastVerified);

/// <summary>
/// Chooses the files of a check from the catalog, which first takes over what others wrote to the storages. Only numbers are
/// held of all files; the rest is read as it is needed.
/// </summary>
internal sealed class FileSelection(CatalogDatabase catalog, OperationReporter reporter)
{
    private const int PageLength = 128;
    private readonly DurableFiles _files = new();

    /// <summary>The storages of the files chosen that are accessible, by id.</summary>
    internal Dictionary<long, StorageRow> Online { get; } = [];

    /// <summary>Whether the files of all storages that are there could be chosen, by all that is written there.</summary>
    internal bool IsComplete { get; private set; } = true;

    /// <summary>Chooses; storages that are offline are reported and their files left out.</summary>
    internal List<DueFile> Choose(FileCheckRequest request, CancellationToken cancellationToken)
    {
        List<DueFile> due = Look(request, cancellationToken);
        HashSet<long> named = Named(request);
        bool merged = false;
        foreach (long id in due.Select(file => file.StorageId).Distinct().ToList())
            merged |= Find(catalog.Storages.Get(id), request.RequireOnline || named.Contains(id)) && Visit(catalog.Storages.Get(id), cancellationToken);
        if (merged)
            due = Look(request, cancellationToken);
        due.RemoveAll(file => !Online.ContainsKey(file.StorageId));
        if (request.OlderThan?.ToUniversalTime() is { } time)
            due.RemoveAll(file => file.LastVerified >= time);
        return request.OldestFirst
            ? [.. due.OrderBy(file => file.LastVerified ?? DateTime.MinValue).ThenBy(file => file.Id)]
            : due;
    }

    /// <summary>The files with all that is recorded of them, as long as they are wanted; those removed meanwhile are left out.</summary>
    internal IEnumerable<CheckTarget> Targets(List<DueFile> due, Func<bool> isEnough)
    {
        var query = new FileQuery(catalog);
        var table = new CheckTable(catalog);
        foreach (DueFile[] page in due.Chunk(PageLength))
        {
            Dictionary<long, ImageFile> files = query.Run(new FileFilter { Ids = Array.ConvertAll(page, file => file.Id) }).ToDictionary(file => file.Id);
            foreach (DueFile file in page)
            {
                if (isEnough())
                    yield break;
                if (files.TryGetValue(file.Id, out ImageFile? found) && Online.ContainsKey(file.StorageId))
                    yield return new CheckTarget(found, file.StorageId) { Previous = table.Previous(file.Id) };
            }
        }
    }

    /// <summary>Whether a file that was read or not lies in a storage that is there. One that is unplugged in the middle is told once, and its files are left out from then on.</summary>
    internal bool IsStillThere(long storageId, bool wasRead)
    {
        if (!Online.TryGetValue(storageId, out StorageRow? storage))
            return false;
        if (wasRead || StorageProbe.IsOnline(storage))
            return true;
        Online.Remove(storageId);
        IsComplete = false;
        reporter.Error?.Invoke(new ImaLinkException(ErrorCode.StorageOffline,
            $"The storage '{storage.Name}' went offline in the middle. Connect it and run the command again; what was done is kept.", storage.Name));
        return false;
    }

    private List<DueFile> Look(FileCheckRequest request, CancellationToken cancellationToken)
    {
        Dictionary<Guid, long> storages = catalog.Storages.All().ToDictionary(row => row.Uuid, row => row.Id);
        var query = new FileQuery(catalog);
        if (request.Filters is [var only])
            return [.. Found(only)]; // in the order of their ids, each once
        var due = new Dictionary<long, DueFile>();
        foreach (DueFile file in request.Filters.SelectMany(Found))
            due[file.Id] = file;
        return [.. due.Values.OrderBy(file => file.Id)];

        IEnumerable<DueFile> Found(FileFilter filter)
        {
            foreach (ImageFile file in query.Run(filter))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new DueFile(file.Id, storages[file.StorageUuid], file.VerifiedUtc);
            }
        }
    }

    private HashSet<long> Named(FileCheckRequest request)
    {
        var storages = new StorageService(catalog, TimeSpan.Zero);
        return [.. request.Filters.SelectMany(filter => filter.Storages ?? []).SelectMany(storages.Rows).Select(row => row.Id)];
    }

    /// <summary>A disk that is not plugged in is no finding, unless it was asked for; one that is there and cannot be used is.</summary>
    private bool Find(StorageRow storage, bool isRequired)
    {
        try
        {
            StorageProbe.RequireOnline(storage);
            Online[storage.Id] = storage;
            return true;
        }
        catch (ImaLinkException e) when (!isRequired)
        {
            IsComplete &= e.Code == ErrorCode.StorageOffline && !Directory.Exists(storage.Root);
            reporter.Warning?.Invoke($"{e.Message} Its files are left out.");
            return false;
        }
        catch (ImaLinkException e)
        {
            IsComplete = false;
            reporter.Error?.Invoke(e);
            return false;
        }
    }

    /// <summary>Takes over what others wrote; true where that was something.</summary>
    private bool Visit(StorageRow storage, CancellationToken cancellationToken)
    {
        try
        {
            new StorageIndexes(catalog, _files, new StorageLayout(storage.Root), storage.Id).Merge(cancellationToken);
            return catalog.Storages.Get(storage.Id).IndexSha256 != storage.IndexSha256;
        }
        catch (ImaLinkException e)
        {
            IsComplete = false;
            reporter.Warning?.Invoke($"What others wrote to '{storage.Name}' could not all be taken over before: {e.Message}");
            return false;
        }
    }
}
