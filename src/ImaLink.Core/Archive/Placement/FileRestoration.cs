using ImaLink.Archive.Grouping;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;

namespace ImaLink.Archive.Placement;

/// <summary>Brings files back from the trash of a storage, with all that was recorded of them. Journaled like the removal.</summary>
internal sealed class FileRestoration(StorageWriter storage)
{
    private const int Window = 256;

    /// <summary>How many are moved before they are registered.</summary>
    private const int BatchFiles = 2048;

    // More than there are processors: most of the time they wait for the medium.
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount * 4, 8, 16);

    private readonly CatalogDatabase _catalog = storage.Catalog;
    private readonly Dictionary<Guid, long> _sessions = [];
    private readonly NameReservations _names = new(storage.Catalog, storage.Layout, storage.StorageId);
    private readonly Placement _placement = new(storage.Files, storage.Layout);
    private OperationReporter _reporter = OperationReporter.None;
    private int _planned;

    /// <summary>Brings files back to where they lay, or beside it where the place is taken.</summary>
    /// <param name="items">The files.</param>
    /// <param name="reporter">Who is told of those that stay in the trash: they are not what was put there, or their folder leads elsewhere now.</param>
    /// <param name="cancellationToken">Stops before anything was changed.</param>
    /// <param name="back">Takes what came back, and where it lies now.</param>
    internal void Restore(
        IEnumerable<(TrashFolder Folder, TrashEntry Entry)> items, OperationReporter reporter, Action<RestoredFile> back, CancellationToken cancellationToken)
    {
        _reporter = reporter;
        var journal = new RestoreJournal(Journal.Prepare(storage.Files, storage.Layout, RestorePlan.JournalKind, Guid.NewGuid(), _catalog.Uuid), storage.Files);
        if (journal.Begin(Planned(items, reporter, cancellationToken)))
            Complete(journal, back);
    }

    /// <summary>Carries out a restoration, or what is left of it. Doing it twice changes nothing.</summary>
    /// <param name="journal">The restoration.</param>
    /// <param name="back">Takes what came back, and where it lies now.</param>
    internal void Complete(RestoreJournal journal, Action<RestoredFile> back)
    {
        bool isResumed = journal.Journal.IsResumed;
        if (isResumed)
            foreach (RestoredFile _ in journal.Files()) { } // nothing is moved by a list that is damaged further down
        var folders = new Dictionary<string, TrashFolder>(StringComparer.Ordinal);
        var sessions = new HashSet<Guid>();
        var kept = new List<string>();
        int done = 0;
        foreach (RestoredFile[] batch in journal.Files().Chunk(BatchFiles))
        {
            foreach (RestoredFile file in batch)
            {
                Report("Bringing files back", file.Path, ++done, _planned > 0 ? _planned : null);
                if (!folders.TryGetValue(file.Trash, out TrashFolder? folder))
                    folders.Add(file.Trash, folder = TrashFolder.Named(storage.Files, storage.Layout, file.Trash));
                MoveBack(folder, file, isResumed, journal.Rename);
            }

            foreach (SessionHeader session in batch.Select(file => file.Entry.Session).Where(session => sessions.Add(session.Uuid)))
                kept.AddRange(BringBackLedger(session, isResumed));
            _placement.Flush();
            _catalog.LargeTransaction(() => ShotGrouping.Around(_catalog, () =>
            {
                Array.ForEach(batch, file => Register(file.Entry));
                storage.Previews.Settle();
            }));
            _catalog.Look(() => Array.ForEach(batch, back));
        }

        storage.WriteIndexes(CancellationToken.None);
        kept.ForEach(storage.Files.Delete);
        foreach (TrashFolder folder in folders.Values)
            folder.DeleteIfEmpty();
        journal.Journal.End();
    }

    private IEnumerable<RestoredFile> Planned(IEnumerable<(TrashFolder Folder, TrashEntry Entry)> items, OperationReporter reporter, CancellationToken cancellationToken)
    {
        foreach ((TrashFolder folder, TrashEntry entry, ImaLinkException? trouble) in ParallelOrdered.Map(items, Workers, Window, Checked, cancellationToken))
        {
            Report("Checking what is in the trash", entry.Entry.Path, ++_planned, null);
            if (trouble is not null)
                reporter.Error?.Invoke(trouble);
            else if (Planned(folder, entry, reporter) is { } file)
                yield return file;
        }
    }

    private void Report(string activity, string? path, int items, int? all) =>
        _reporter.Progress?.Invoke(new OperationProgress { Activity = activity, Item = path, Items = items, TotalItems = all });

    /// <summary>Whether a file of the trash is what was put there, and may return to where it lay.</summary>
    private (TrashFolder Folder, TrashEntry Entry, ImaLinkException? Trouble) Checked((TrashFolder Folder, TrashEntry Entry) item, CancellationToken cancellationToken)
    {
        (TrashFolder folder, TrashEntry entry) = item;
        string former = entry.Entry.Path!, kept = folder.FileOf(entry);
        try
        {
            if (new FileInfo(kept).LinkTarget is not null || VerifiedCopy.ReadBack(kept, cancellationToken) != (entry.ActualSha256 ?? entry.Entry.Sha256))
                return (folder, entry, new ImaLinkException(ErrorCode.RestoreFailed, $"'{kept}' is damaged: its SHA-256 is not the recorded one. It was left in the trash; to use it as it is, copy it from there.", former));
            return (folder, entry, storage.Layout.Holds(former) ? null
                : new ImaLinkException(ErrorCode.RestoreFailed, $"The folder of '{former}' is a link that leads elsewhere now. '{kept}' was left in the trash.", former));
        }
        catch (ImaLinkException e)
        {
            return (folder, entry, e);
        }
    }

    /// <summary>Where a file goes; null, and reported, where its folder does not tell what lies in it.</summary>
    private RestoredFile? Planned(TrashFolder folder, TrashEntry entry, OperationReporter reporter)
    {
        string former = entry.Entry.Path!;
        try
        {
            string path = _names.Reserve(former);
            return new RestoredFile
            {
                Trash = folder.Name,
                Entry = entry,
                Path = path,
                Companions = (entry.Entry.Companions ?? []).ConvertAll(companion => _names.Reserve(CompanionPlace.Follow(companion.Path, former, path))),
            };
        }
        catch (ImaLinkException e)
        {
            reporter.Error?.Invoke(new ImaLinkException(ErrorCode.RestoreFailed, $"{e.Message} '{folder.FileOf(entry)}' was left in the trash.", former, e));
            return null;
        }
    }

    private void MoveBack(TrashFolder folder, RestoredFile file, bool isResumed, Action<RestoredFile> rename)
    {
        TrashEntry entry = file.Entry;
        file.Path = Place(folder.FileOf(entry), file.Path, isResumed, path =>
        {
            // Its companions are called like it, but for those that an interrupted run has brought back.
            for (int i = 0; i < file.Companions.Count; i++)
                if (File.Exists(folder.FileOf(entry, i)))
                    file.Companions[i] = _names.Reserve(CompanionPlace.Follow(file.Companions[i], file.Path, path));
            file.Path = path;
            rename(file);
        });
        for (int i = 0; i < file.Companions.Count && i < (entry.Entry.Companions?.Count ?? 0); i++)
        {
            int companion = i;
            file.Companions[i] = Place(folder.FileOf(entry, i), file.Companions[i], isResumed, path =>
            {
                file.Companions[companion] = path;
                rename(file);
            });
        }

        for (int i = 0; i < file.Companions.Count && i < (entry.Entry.Companions?.Count ?? 0); i++)
            entry.Entry.Companions![i].Path = file.Companions[i];
        entry.Entry.Path = file.Path;
        entry.Entry.Filename = file.Path[(file.Path.LastIndexOf('/') + 1)..];
    }

    /// <summary>Gives a file of the trash its name; where that has been taken since the plan was made, another, planned first.</summary>
    private string Place(string from, string path, bool isResumed, Action<string> elsewhere)
    {
        if (!StorageLayout.IsSafePhotoPath(path) || !storage.Layout.Holds(path))
            throw new ImaLinkException(ErrorCode.RestoreFailed, $"'{IndexCheck.Excerpt(path)}' does not lie in the storage '{storage.Layout.Root}'. '{from}' was left in the trash.", path);
        if (!File.Exists(from))
            _placement.Found(storage.Layout.FullName(path)); // done before the interruption
        else
            while (!_placement.TryPlace(from, storage.Layout.FullName(path), isResumed))
                elsewhere(path = _names.Reserve(path));
        return path;
    }

    /// <summary>With a session that was removed, its ledger comes back; its index is written anew.</summary>
    /// <returns>Its former index, where it lies in the trash.</returns>
    private List<string> BringBackLedger(SessionHeader session, bool isResumed)
    {
        int number = Number(session);
        List<string> indexes = TrashFolder.All(storage.Files, storage.Layout)
            .Select(folder => Path.Combine(folder.FullName, Path.GetFileName(storage.Layout.SessionIndex(session.Id)))).Where(index => IsOf(session, index)).ToList();
        foreach (string ledger in indexes.Select(index => Path.Combine(Path.GetDirectoryName(index)!, Path.GetFileName(storage.Layout.Ledger(session.Id)))).Where(OwnFiles.Exists))
            _placement.TryPlace(ledger, storage.Layout.Ledger(number), isResumed);
        _placement.Found(storage.Layout.Ledger(number));
        return indexes;
    }

    /// <summary>Whether an index in the trash is this session's: after a loss of the master index another one may have got its number.</summary>
    private static bool IsOf(SessionHeader session, string index)
    {
        try
        {
            return File.Exists(index) && SessionIndexFile.ReadHeader(index).Uuid == session.Uuid;
        }
        catch (ImaLinkException)
        {
            return false;
        }
    }

    /// <summary>The number that a session has here, or will have: its own, unless another one has got it.</summary>
    private int Number(SessionHeader session)
    {
        if (_catalog.Sessions.Find(storage.StorageId, session.Uuid) is { } known)
            return known.Header.Id;
        bool isTaken = session.Id == 0 || File.Exists(storage.Layout.SessionIndex(session.Id)) || _catalog.Sessions.OfStorage(storage.StorageId).Exists(other => other.Header.Id == session.Id);
        return isTaken ? storage.Indexes.NextNumber() : session.Id;
    }

    private void Register(TrashEntry entry)
    {
        long session = Session(entry.Session);
        if (entry.IsDocument == true)
        {
            _catalog.Documents.Put(session, new DocumentEntry { Path = entry.Entry.Path!, FileSize = entry.Entry.FileSize, Sha256 = entry.Entry.Sha256!, Extra = entry.Entry.Extra });
            return;
        }

        entry.Entry.State = FileState.Present;
        entry.Entry.MissingSince = null;
        foreach (CompanionEntry companion in entry.Entry.Companions ?? [])
            if (storage.Layout.Reaches(companion.Path) && File.Exists(storage.Layout.FullName(companion.Path)))
                (companion.State, companion.MissingSince) = (FileState.Present, null);
        storage.Previews.Note(entry.Hothash, entry.Entry.HasHotpreview ? IndexTime.ParseUtc(entry.RemovedAt) : DateTime.MinValue);
        entry.Entry.HasHotpreview = File.Exists(storage.Layout.Hotpreview(entry.Hothash));
        _catalog.Files.Put(storage.StorageId, session, entry.Entry);
    }

    /// <summary>The session that a file comes back to, whose index is due now.</summary>
    private long Session(SessionHeader header)
    {
        if (_sessions.TryGetValue(header.Uuid, out long known))
            return known;
        long id = (_catalog.Sessions.Find(storage.StorageId, header.Uuid) ?? Recreate(header)).Id;
        _catalog.Sessions.MarkDirty(id);
        _catalog.Storages.MarkDirty(storage.StorageId);
        _sessions.Add(header.Uuid, id);
        return id;
    }

    /// <summary>A session that was removed comes back with its first file, newer than its tombstone.</summary>
    private SessionRow Recreate(SessionHeader header)
    {
        long removed = _catalog.Storages.Removed(storage.StorageId).FirstOrDefault(removed => removed.Uuid == header.Uuid)?.Revision ?? 0;
        header.Revision = Sizes.NextRevision(Math.Max(header.Revision, removed));
        header.Id = Number(header);
        StorageRow row = storage.Row;
        _catalog.Storages.Update(row with { LastSessionNumber = Math.Max(row.LastSessionNumber, header.Id) });
        _catalog.Storages.DropRemoved(storage.StorageId, header.Uuid);
        long id = _catalog.Sessions.Insert(new SessionRow { StorageId = storage.StorageId, Header = header, Dirty = true });
        // The tombstone of the session spoke for all its files. Those that stay in the trash need their own now, or they
        // would come back by a catalog that did not see the removal.
        foreach (TrashEntry gone in TrashFolder.All(storage.Files, storage.Layout).SelectMany(folder => folder.Read(OperationReporter.None).Where(entry => !TrashReason.IsReplaced(folder.ReasonOf(entry))))
            .Where(entry => entry.Session.Uuid == header.Uuid))
            _catalog.Sessions.AddRemoved(id, gone.Tombstone(header.Revision));
        return _catalog.Sessions.Get(id);
    }
}
