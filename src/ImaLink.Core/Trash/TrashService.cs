using System.Globalization;
using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Trash;

/// <summary>Removes files to the trash of their storage, lists the trash, brings files back, empties it.</summary>
public sealed class TrashService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private const int MaxRemovedFiles = 500_000;

    private readonly DurableFiles _files = new();
    private readonly StorageService _storages = new(catalog, lockTimeout);

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal TrashService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files)
        : this(catalog, lockTimeout) => _files = files;

    /// <summary>Removes registered files of one storage to its trash; one that is missing is forgotten.</summary>
    /// <exception cref="ImaLinkException">FileNotFound, StorageOffline, StorageBusy, or the medium cannot be written.</exception>
    public void Remove(Guid storage, IEnumerable<long> fileIds, CancellationToken cancellationToken, OperationReporter? reporter = null)
    {
        using StorageWriter writer = StorageWriter.Open(catalog, _storages.Row(storage), _files, lockTimeout, cancellationToken);
        List<long> ids = [.. fileIds.Where(id => !writer.Completed.RemovedFiles.Contains(id))];
        foreach (IGrouping<long, long> session in ids.GroupBy(id => Known(id).SessionId))
            RequireRoom(catalog.Sessions.Get(session.Key), session.Count());
        if (ids.Count > 0)
            new FileRemoval(writer, reporter).Remove(ids.Select(Known), null, [], keepOnDisk: false, cancellationToken);
        writer.Previews.Make(new OperationReporter { Progress = reporter?.Progress }, cancellationToken);

        // Opening has merged what other catalogs did: a file may be gone, or have passed to another storage.
        FileRow Known(long id) => catalog.Files.Find(id) is { } row && row.StorageId == writer.StorageId ? row
            : throw new ImaLinkException(ErrorCode.FileNotFound, $"A file of '{writer.Row.Name}' has been removed meanwhile by another catalog. Nothing was removed; look again with Get-ImaFile.", writer.Row.Name);
    }

    /// <summary>The index of a session lists what was removed from it, and has to stay one that everybody can read.</summary>
    private void RequireRoom(SessionRow session, int files)
    {
        if (catalog.Sessions.RemovedCount(session.Id) + files > MaxRemovedFiles)
            throw new ImaLinkException(ErrorCode.InvalidValue, string.Create(CultureInfo.InvariantCulture,
                $"The index of the session '{session.Header.Title}' can remember {MaxRemovedFiles:N0} removed files at most. Nothing was removed. Remove-ImaSession removes the session as a whole."), session.Header.Title);
    }

    /// <summary>
    /// Files whose removal by this catalog was interrupted when they were registered no more: <see cref="Remove"/> of their storage, with
    /// nothing else to remove, completes it.
    /// </summary>
    /// <param name="isMeant">Whether a full path is meant.</param>
    public IEnumerable<(Guid Storage, string FullName)> BeingRemoved(Predicate<string> isMeant) =>
        from item in new OwnJournals(catalog, _files).Of(RemovalPlan.JournalKind)
        from entry in new TrashFolder(_files, item.Journal.Folder).Read(OperationReporter.None)
        let fullName = new StorageLayout(item.Storage.Root).FullName(entry.Entry.Path!)
        where isMeant(fullName) && catalog.Files.ByPath(item.Storage.Id, entry.Entry.Path!)?.Sha256 != entry.Entry.Sha256
        select (item.Storage.Uuid, fullName);

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
            foreach ((TrashFolder folder, TrashEntry entry) in Contents(row, ids, reporter))
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
        ILookup<bool, string> done = ids.ToLookup(writer.Completed.Restored.ContainsKey);
        var back = new List<long>();
        new FileRestoration(writer).Restore(Locate(writer, [.. done[false]], reporter), reporter, file => Add(file.Path), cancellationToken);
        foreach (string id in done[true])
            Add(writer.Completed.Restored[id]);
        writer.Previews.Make(reporter, cancellationToken);
        return back;

        void Add(string path)
        {
            if (catalog.Files.ByPath(writer.StorageId, path) is { } row) // a document is no file of the catalog
                back.Add(row.Id);
        }
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
        TrashFolder? last = null;
        foreach ((TrashFolder folder, TrashEntry entry) in Locate(writer, ids, reporter))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (folder.Name != last?.Name)
                DeleteCleared(last);
            last = folder;
            for (int i = 0; i < (entry.Entry.Companions?.Count ?? 0); i++)
                _files.Delete(folder.FileOf(entry, i));
            _files.Delete(folder.FileOf(entry));
        }

        DeleteCleared(last);

        void DeleteCleared(TrashFolder? folder)
        {
            if (folder is not null && Directory.Exists(folder.FullName) && !folder.Entries().Any(folder.Holds))
                _files.DeleteTree(folder.FullName);
        }
    }

    /// <summary>Whether a storage, accessible or not, is recorded to hold these bytes for sure.</summary>
    public bool IsHeld(string sha256) => catalog.Files.BySha256(sha256).Any(row => row is { State: FileState.Present, LastVerified: not null });

    private IEnumerable<(TrashFolder Folder, TrashEntry Entry)> Locate(StorageWriter writer, IReadOnlyCollection<string> ids, OperationReporter reporter)
    {
        var missing = ids.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach ((TrashFolder Folder, TrashEntry Entry) item in Contents(writer.Row, ids, reporter))
        {
            missing.Remove(item.Entry.IdIn(item.Folder.Name));
            yield return item;
        }

        foreach (string id in ids.Where(missing.Remove))
            reporter.Error?.Invoke(new ImaLinkException(ErrorCode.TrashItemNotFound, $"'{id}' is not in the trash of '{writer.Row.Name}'. Get-ImaTrash lists what is.", id));
    }

    /// <summary>What lies in the trash, and what was on its way back when this catalog's restoration was interrupted.</summary>
    private IEnumerable<(TrashFolder Folder, TrashEntry Entry)> Contents(StorageRow storage, IReadOnlyCollection<string>? ids, OperationReporter reporter)
    {
        var layout = new StorageLayout(storage.Root);
        HashSet<string>? wanted = ids?.ToHashSet(StringComparer.OrdinalIgnoreCase);
        HashSet<string>? folders = ids?.Select(id => id.Split('/')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var lying = from folder in TrashFolder.All(_files, layout)
                    where folders?.Contains(folder.Name) ?? true
                    from entry in folder.Read(reporter)
                    where folder.Holds(entry)
                    select (Folder: folder, Entry: entry);
        return lying.Concat(Returning(layout, reporter)).Where(item => wanted?.Contains(item.Entry.IdIn(item.Folder.Name)) ?? true);
    }

    private IEnumerable<(TrashFolder Folder, TrashEntry Entry)> Returning(StorageLayout layout, OperationReporter reporter)
    {
        foreach (Journal journal in OwnJournals.Of(catalog.Uuid, _files, layout, RestorePlan.JournalKind))
        {
            using IEnumerator<(TrashFolder Folder, TrashEntry Entry)> items = new RestoreJournal(journal, _files).Files()
                .Select(file => (TrashFolder.Named(_files, layout, file.Trash), file.Entry)).GetEnumerator();
            while (TryNext(items, reporter))
                if (!items.Current.Folder.Holds(items.Current.Entry))
                    yield return items.Current;
        }
    }

    private static bool TryNext(IEnumerator<(TrashFolder, TrashEntry)> items, OperationReporter reporter)
    {
        try
        {
            return items.MoveNext();
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.PathNotFound)
        {
            return false; // it has ended meanwhile
        }
        catch (ImaLinkException e)
        {
            reporter.Error?.Invoke(e);
            return false;
        }
    }

    private static TrashItem Describe(StorageRow storage, TrashFolder folder, TrashEntry entry) => new()
    {
        Id = entry.IdIn(folder.Name),
        Name = entry.Entry.Path![(entry.Entry.Path!.LastIndexOf('/') + 1)..],
        FormerPath = entry.Entry.Path!,
        FullName = folder.FileOf(entry),
        Reason = folder.ReasonOf(entry),
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
