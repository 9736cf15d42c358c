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
    public IEnumerable<TrashItem> Find(Selector? storage)
    {
        foreach (StorageRow row in storage is null ? catalog.Storages.All().Where(row => row.IsActive && StorageProbe.IsOnline(row)) : _storages.Rows(storage))
        {
            if (storage is not null)
                StorageProbe.RequireOnline(row);
            foreach (TrashFolder folder in TrashFolder.All(_files, new StorageLayout(row.Root)))
                foreach (TrashEntry entry in folder.Present())
                    yield return Describe(row, folder, entry);
        }
    }

    /// <summary>Brings files of one storage back to where they lay, or beside it where the place is taken.</summary>
    /// <returns>Their ids in the catalog.</returns>
    /// <exception cref="ImaLinkException">TrashItemNotFound, RestoreFailed, StorageOffline, StorageBusy.</exception>
    public IReadOnlyList<long> Restore(Guid storage, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        using StorageWriter writer = StorageWriter.Open(catalog, _storages.Row(storage), _files, lockTimeout, cancellationToken);
        return new FileRestoration(writer).Restore(Locate(writer, ids), cancellationToken)
            .ConvertAll(path => catalog.Files.ByPath(writer.StorageId, path)!.Id);
    }

    /// <summary>Deletes files of one storage from its trash, for good.</summary>
    /// <exception cref="ImaLinkException">TrashItemNotFound, StorageOffline, StorageBusy.</exception>
    public void Clear(Guid storage, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        using StorageWriter writer = StorageWriter.Open(catalog, _storages.Row(storage), _files, lockTimeout, cancellationToken);
        foreach ((TrashFolder folder, TrashEntry entry) in Locate(writer, ids))
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < (entry.Entry.Companions?.Count ?? 0); i++)
                _files.Delete(folder.FileOf(entry, i));
            _files.Delete(folder.FileOf(entry));
            if (!folder.Present().Any())
                _files.DeleteTree(folder.FullName);
        }
    }

    private List<(TrashFolder Folder, TrashEntry Entry)> Locate(StorageWriter writer, IReadOnlyCollection<string> ids)
    {
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var found = new List<(TrashFolder, TrashEntry)>();
        foreach (TrashFolder folder in TrashFolder.All(_files, writer.Layout))
            foreach (TrashEntry entry in folder.Present())
                if (wanted.Remove(IdOf(folder, entry)))
                    found.Add((folder, entry));
        return wanted.Count == 0 ? found : throw new ImaLinkException(ErrorCode.TrashItemNotFound,
            $"'{wanted.First()}' is not in the trash of '{writer.Row.Name}'. Get-ImaTrash lists what is.", wanted.First());
    }

    private static string IdOf(TrashFolder folder, TrashEntry entry) => $"{folder.Name}/{entry.Number}";

    private static TrashItem Describe(StorageRow storage, TrashFolder folder, TrashEntry entry) => new()
    {
        Id = IdOf(folder, entry),
        Name = entry.Entry.Path![(entry.Entry.Path!.LastIndexOf('/') + 1)..],
        FormerPath = entry.Entry.Path!,
        FullName = folder.FileOf(entry),
        RemovedAt = IndexTime.ParseUtc(entry.RemovedAt) ?? default,
        Length = entry.Entry.FileSize,
        Sha256 = entry.Entry.Sha256!,
        Hothash = entry.Hothash,
        Session = entry.Session.Title,
        SessionUuid = entry.Session.Uuid,
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
    };
}
