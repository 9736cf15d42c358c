using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Storage;

namespace ImaLink.Removal;

/// <summary>Removes files to the trash of their storage, lists the trash, brings files back, empties it.</summary>
public sealed class TrashService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private readonly DurableFiles _files = new();
    private readonly StorageService _storages = new(catalog, lockTimeout);

    /// <summary>Removes registered files of one storage to its trash; one that is missing is forgotten.</summary>
    /// <exception cref="ImaLinkException">FileNotFound, StorageOffline, StorageBusy, or the medium cannot be written.</exception>
    public void Remove(Guid storage, IEnumerable<long> fileIds, CancellationToken cancellationToken)
    {
        using StorageWriter writer = StorageWriter.Open(catalog, _storages.Row(storage), _files, lockTimeout, cancellationToken);
        // Opening has merged what other catalogs did: a file may be gone, or have passed to another storage.
        var rows = fileIds.Select(id => catalog.Files.Find(id) is { } row && row.StorageId == writer.StorageId ? row
            : throw new ImaLinkException(ErrorCode.FileNotFound, $"A file of '{writer.Row.Name}' has been removed meanwhile by another catalog. Nothing was removed; look again with Get-ImaFile.", writer.Row.Name)).ToList();
        new FileRemoval(writer).Remove(rows, null, [], keepOnDisk: false, cancellationToken);
    }

    /// <summary>What lies in the trash of the storages that are accessible, oldest first.</summary>
    /// <param name="storage">Whose; null for all active ones.</param>
    /// <param name="ids">Only these items; null for all. Folders that none of them names are not looked at.</param>
    /// <param name="reporter">Who is told of folders that are damaged; the others are listed.</param>
    /// <exception cref="ImaLinkException">StorageNotFound, StorageOffline.</exception>
    public IEnumerable<TrashItem> Find(Selector? storage, IReadOnlyCollection<string>? ids, OperationReporter reporter)
    {
        foreach (StorageRow row in storage is null ? catalog.Storages.All().Where(row => row.IsActive && StorageProbe.IsOnline(row)) : _storages.Rows(storage))
        {
            if (storage is not null)
                StorageProbe.RequireOnline(row);
            foreach ((TrashFolder folder, TrashEntry entry) in Contents(new StorageLayout(row.Root), ids, reporter))
                yield return Describe(row, folder, entry);
        }
    }

    /// <summary>Brings files of one storage back to where they lay, or beside it where the place is taken.</summary>
    /// <param name="storage">Whose.</param>
    /// <param name="ids">The items.</param>
    /// <param name="reporter">Who is told of items that stay in the trash (TrashItemNotFound, RestoreFailed); the others come back.</param>
    /// <param name="cancellationToken">Stops before anything was changed.</param>
    /// <returns>Their ids in the catalog.</returns>
    /// <exception cref="ImaLinkException">StorageOffline, StorageBusy, or the medium cannot be written.</exception>
    public IReadOnlyList<long> Restore(Guid storage, IReadOnlyCollection<string> ids, OperationReporter reporter, CancellationToken cancellationToken)
    {
        using StorageWriter writer = StorageWriter.Open(catalog, _storages.Row(storage), _files, lockTimeout, cancellationToken);
        return new FileRestoration(writer).Restore(Locate(writer, ids, reporter), reporter, cancellationToken)
            .ConvertAll(path => catalog.Files.ByPath(writer.StorageId, path)!.Id);
    }

    /// <summary>Deletes files of one storage from its trash, for good.</summary>
    /// <param name="storage">Whose.</param>
    /// <param name="ids">The items.</param>
    /// <param name="reporter">Who is told of items that are not there (TrashItemNotFound); the others are deleted.</param>
    /// <param name="cancellationToken">Stops before the next item.</param>
    /// <exception cref="ImaLinkException">StorageOffline, StorageBusy, or the medium cannot be written.</exception>
    public void Clear(Guid storage, IReadOnlyCollection<string> ids, OperationReporter reporter, CancellationToken cancellationToken)
    {
        using StorageWriter writer = StorageWriter.Open(catalog, _storages.Row(storage), _files, lockTimeout, cancellationToken);
        foreach (IGrouping<string, (TrashFolder Folder, TrashEntry Entry)> group in Locate(writer, ids, reporter).GroupBy(item => item.Folder.Name))
        {
            TrashFolder folder = group.First().Folder;
            foreach ((_, TrashEntry entry) in group)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int i = 0; i < (entry.Entry.Companions?.Count ?? 0); i++)
                    _files.Delete(folder.FileOf(entry, i));
                _files.Delete(folder.FileOf(entry));
            }

            if (!folder.Entries().Any(folder.Holds))
                _files.DeleteTree(folder.FullName);
        }
    }

    private List<(TrashFolder Folder, TrashEntry Entry)> Locate(StorageWriter writer, IReadOnlyCollection<string> ids, OperationReporter reporter)
    {
        var found = Contents(writer.Layout, ids, reporter).ToList();
        foreach (string missing in ids.Except(found.Select(item => IdOf(item.Folder, item.Entry)), StringComparer.OrdinalIgnoreCase))
            reporter.Error?.Invoke(new ImaLinkException(ErrorCode.TrashItemNotFound, $"'{missing}' is not in the trash of '{writer.Row.Name}'. Get-ImaTrash lists what is.", missing));
        return found;
    }

    private IEnumerable<(TrashFolder Folder, TrashEntry Entry)> Contents(StorageLayout layout, IReadOnlyCollection<string>? ids, OperationReporter reporter)
    {
        HashSet<string>? wanted = ids?.ToHashSet(StringComparer.OrdinalIgnoreCase);
        HashSet<string>? folders = ids?.Select(id => id.Split('/')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return from folder in TrashFolder.All(_files, layout)
               where folders?.Contains(folder.Name) ?? true
               from entry in folder.Read(reporter)
               where (wanted?.Contains(IdOf(folder, entry)) ?? true) && folder.Holds(entry)
               select (folder, entry);
    }

    private static string IdOf(TrashFolder folder, TrashEntry entry) => $"{folder.Name}/{entry.Number}";

    private static TrashItem Describe(StorageRow storage, TrashFolder folder, TrashEntry entry) => new()
    {
        Id = IdOf(folder, entry),
        Name = entry.Entry.Path![(entry.Entry.Path!.LastIndexOf('/') + 1)..],
        FormerPath = entry.Entry.Path!,
        FullName = folder.FileOf(entry),
        RemovedAt = IndexTime.ParseUtc(entry.RemovedAt) ?? default,
        Length = entry.ActualSize ?? entry.Entry.FileSize,
        Sha256 = entry.ActualSha256 ?? entry.Entry.Sha256!,
        Hothash = entry.Hothash,
        Session = entry.Session.Title,
        SessionUuid = entry.Session.Uuid,
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
    };
}
