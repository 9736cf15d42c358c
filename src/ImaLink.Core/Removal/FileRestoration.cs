using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Storage;

namespace ImaLink.Removal;

/// <summary>Brings files back from the trash of a storage, with all that was recorded of them. Journaled like the removal.</summary>
internal sealed class FileRestoration(StorageWriter storage)
{
    private readonly CatalogDatabase _catalog = storage.Catalog;

    /// <summary>Brings files back to where they lay, or beside it where the place is taken.</summary>
    /// <returns>Their paths in the storage.</returns>
    /// <exception cref="ImaLinkException">RestoreFailed: what lies in the trash is not what was put there; nothing was changed.</exception>
    internal List<string> Restore(IEnumerable<(TrashFolder Folder, TrashEntry Entry)> items, CancellationToken cancellationToken)
    {
        var plan = new RestorePlan();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach ((TrashFolder folder, TrashEntry entry) in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (StorageIndexes.Sha256Of(folder.FileOf(entry)) != entry.Entry.Sha256)
                throw new ImaLinkException(ErrorCode.RestoreFailed, $"'{folder.FileOf(entry)}' is damaged: its SHA-256 is not the recorded one. It was left in the trash.", entry.Entry.Path);
            string path = Enumerable.Range(0, int.MaxValue).Select(n => FileNames.Numbered(entry.Entry.Path!, n))
                .First(path => !taken.Contains(FileNames.Key(path)) && !Path.Exists(storage.Layout.FullName(path)) && !_catalog.Files.IsTaken(storage.StorageId, FileNames.Key(path)));
            taken.Add(FileNames.Key(path));
            plan.Files.Add(new RestoredFile { Trash = folder.Name, Number = entry.Number, Path = path });
        }

        Journal journal = Journal.Prepare(storage.Files, storage.Layout, RestorePlan.JournalKind, Guid.NewGuid(), _catalog.Uuid);
        journal.Begin(plan, IndexJson.Instance.RestorePlan);
        Complete(journal);
        return plan.Files.ConvertAll(file => file.Path);
    }

    /// <summary>Carries out a restoration, or what is left of it. Doing it twice changes nothing.</summary>
    internal void Complete(Journal journal)
    {
        RestorePlan plan = journal.Plan(IndexJson.Instance.RestorePlan);
        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (IGrouping<string, RestoredFile> group in plan.Files.GroupBy(file => file.Trash))
        {
            var folder = new TrashFolder(storage.Files, storage.Layout, group.Key);
            Dictionary<int, RestoredFile> wanted = group.ToDictionary(file => file.Number);
            var entries = folder.Entries().Where(entry => wanted.ContainsKey(entry.Number)).ToList();
            foreach (TrashEntry entry in entries)
                MoveBack(folder, entry, wanted[entry.Number].Path, touched);
            foreach (string directory in touched.Append(folder.FullName))
                storage.Files.FlushDirectory(directory);
            _catalog.Transaction(() => entries.ForEach(Register));
            if (!folder.Present().Any() && !Directory.EnumerateFiles(folder.FullName, "session_*").Any())
                storage.Files.DeleteTree(folder.FullName);
        }

        storage.WriteIndexes(CancellationToken.None);
        journal.End();
    }

    private void MoveBack(TrashFolder folder, TrashEntry entry, string path, HashSet<string> touched)
    {
        string former = entry.Entry.Path!;
        entry.Entry.Path = path;
        entry.Entry.Filename = path[(path.LastIndexOf('/') + 1)..];
        Place(folder.FileOf(entry), storage.Layout.FullName(path), touched);
        for (int i = 0; i < (entry.Entry.Companions?.Count ?? 0); i++)
        {
            CompanionEntry companion = entry.Entry.Companions![i];
            string stored = folder.FileOf(entry, i);
            if (former != path)
                companion.Path = Path.ChangeExtension(path, null) + Path.GetExtension(companion.Path);
            Place(stored, storage.Layout.FullName(companion.Path), touched);
        }
    }

    private void Place(string from, string to, HashSet<string> touched)
    {
        if (!File.Exists(from))
            return; // done before the interruption
        storage.Files.CreateDirectory(Path.GetDirectoryName(to)!, storage.Layout.Root);
        if (!storage.Files.TryPlace(from, to))
            throw new ImaLinkException(ErrorCode.RestoreFailed, $"'{to}' has come to exist meanwhile; '{from}' was left in the trash. Move the other file and run the command again.", to);
        touched.Add(Path.GetDirectoryName(to)!);
    }

    private void Register(TrashEntry entry)
    {
        SessionRow session = _catalog.Sessions.Find(storage.StorageId, entry.Session.Uuid) ?? Recreate(entry.Session);
        entry.Entry.State = FileState.Present;
        entry.Entry.MissingSince = null;
        entry.Entry.HasHotpreview = File.Exists(storage.Layout.Hotpreview(entry.Hothash));
        _catalog.Files.Put(storage.StorageId, session.Id, entry.Entry);
        _catalog.Sessions.MarkDirty(session.Id);
        _catalog.Storages.MarkDirty(storage.StorageId);
    }

    /// <summary>A session that was removed comes back with its first file, newer than its tombstone.</summary>
    private SessionRow Recreate(SessionHeader header)
    {
        header.Revision++;
        _catalog.Storages.DropRemoved(storage.StorageId, header.Uuid);
        return _catalog.Sessions.Get(_catalog.Sessions.Insert(new SessionRow { StorageId = storage.StorageId, Header = header, Dirty = true }));
    }
}
