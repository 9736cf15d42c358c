using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Identity;

namespace ImaLink.Archive.Placement;

/// <summary>
/// Takes registered files out of a storage: into its trash, never away. Journaled: a removal that was interrupted is carried
/// out by the next command that writes the storage.
/// </summary>
internal sealed class FileRemoval(StorageWriter storage, OperationReporter? reporter = null)
{
    private const string PassesList = "passes.jsonl";
    private const int Window = 256;

    // More than there are processors: most of the time they wait for the medium.
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount * 4, 8, 16);

    private readonly CatalogDatabase _catalog = storage.Catalog;
    private int _planned;

    /// <summary>Removes files; one that is missing is forgotten. With a session, removes that too.</summary>
    /// <param name="rows">The files, all of this storage.</param>
    /// <param name="session">The session to be removed as a whole, with its remaining files passed on or listed in rows.</param>
    /// <param name="passes">Files of that session which pass to another.</param>
    /// <param name="keepOnDisk">Only unregisters; the files stay where they are.</param>
    /// <param name="cancellationToken">Stops before the removal begins; once begun, it is carried out later.</param>
    /// <param name="followed">Of each file the removal in the source that its replica follows; null for what was removed here, by itself or with its session.</param>
    internal void Remove(
        IEnumerable<FileRow> rows, SessionRow? session, IReadOnlyCollection<PassedFile> passes, bool keepOnDisk, CancellationToken cancellationToken, IReadOnlyDictionary<long, FollowedRemoval>? followed = null)
    {
        var operation = Guid.NewGuid();
        Journal journal = Journal.Prepare(storage.Files, storage.Layout, RemovalPlan.JournalKind, operation, _catalog.Uuid);
        var passing = passes.Select(pass => pass.Path).ToHashSet(StringComparer.Ordinal);
        List<DocumentRow> documents = session is null ? [] : _catalog.Documents.OfSession(session.Id).FindAll(document => !passing.Contains(document.Entry.Path));
        new TrashFolder(storage.Files, journal.Folder).Write(Entries(Recorded(rows, documents, session is null ? TrashReason.Removed : TrashReason.SessionRemoved, followed), keepOnDisk, cancellationToken));
        if (passes.Count > 0)
            Passes(journal).Append(passes);
        var plan = new RemovalPlan
        {
            Trash = TrashFolder.NewName(operation),
            Session = session?.Header.Uuid,
            SessionTitle = session?.Header.Title,
            SessionNumber = session?.Header.Id ?? 0,
            Passes = passes.Count > 0 ? null : [],
            Heirs = passes.Select(pass => pass.ToSession).Distinct().Where(uuid => _catalog.Sessions.Find(storage.StorageId, uuid) is null)
                .Select(uuid => _catalog.Sessions.All().First(row => row.Header.Uuid == uuid).Header.ContinuedIn(storage.Row.Uuid, storage.Row.DirectoryName)).ToList(),
        };
        journal.Begin(plan, JournalJson.Instance.RemovalPlan);
        Complete(journal, [], cancellationToken);
    }

    /// <summary>Carries out a removal, or what is left of it. Doing it twice changes nothing.</summary>
    /// <param name="journal">The removal.</param>
    /// <param name="removed">Takes the rows of the files that are registered no more.</param>
    /// <param name="cancellationToken">Stops; the rest is carried out later.</param>
    internal RemovalPlan Complete(Journal journal, HashSet<long> removed, CancellationToken cancellationToken)
    {
        RemovalPlan plan = journal.Plan(JournalJson.Instance.RemovalPlan);
        var planned = new TrashFolder(storage.Files, journal.Folder);
        TrashFolder folder = TrashFolder.Named(storage.Files, storage.Layout, plan.Trash);
        if (journal.IsResumed)
            RequireWhole(journal, plan, planned);
        // What is only forgotten leaves nothing in the trash.
        if (plan.Session is not null || planned.Entries().Any(entry => !entry.RecordOnly))
            folder.Write(planned.Entries());
        var placement = new Placement(storage.Files, storage.Layout);
        int done = 0;
        foreach (TrashEntry entry in planned.Entries().Where(entry => !entry.RecordOnly))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Report("Moving files to the trash", entry.Entry.Path, ++done, _planned > 0 ? _planned : null);
            MoveAway(placement, entry.Entry.Path!, folder.FileOf(entry), journal.IsResumed);
            if (!IsWhatWasMeant(entry, new FileInfo(folder.FileOf(entry)), cancellationToken) && placement.TryPlace(folder.FileOf(entry), storage.Layout.FullName(entry.Entry.Path!), journal.IsResumed))
                continue;
            for (int i = 0; i < (entry.Entry.Companions?.Count ?? 0); i++)
                MoveAway(placement, entry.Entry.Companions![i].Path, folder.FileOf(entry, i), journal.IsResumed);
        }

        placement.Flush();
        foreach (SessionHeader heir in plan.Heirs.Where(heir => _catalog.Sessions.Find(storage.StorageId, heir.Uuid) is null))
            storage.Indexes.CreateSession(heir);
        _catalog.LargeTransaction(() => Unregister(plan, plan.Passes ?? Passes(journal).Read(isWhole: true), planned, removed));
        storage.WriteIndexes(CancellationToken.None); // the heirs' indexes first: what passed to them is never without one
        if (plan.Session is not null)
            RetireSessionFiles(placement, plan.SessionNumber, folder, journal.IsResumed);
        journal.End();
        return plan;
    }

    private IEnumerable<TrashEntry> Entries(IEnumerable<TrashEntry> recorded, bool keepOnDisk, CancellationToken cancellationToken) =>
        ParallelOrdered.Map(recorded, Workers, Window, (entry, token) =>
        {
            var file = new FileInfo(storage.Layout.FullName(entry.Entry.Path!));
            entry.RecordOnly = keepOnDisk || !file.Exists || !storage.Layout.Holds(entry.Entry.Path!);
            // One that a check found decayed, which no check verified since, has the recorded size and time, and other bytes.
            if (!entry.RecordOnly && (entry.IsDocument == true || entry.Entry.LastVerified is null || !IsAsRecorded(entry, file)))
                NoteActual(entry, file, token);
            if (!entry.RecordOnly)
                Report("Looking at the files", entry.Entry.Path, Interlocked.Increment(ref _planned), null);
            return entry;
        }, cancellationToken);

    private void Report(string activity, string? path, int items, int? all) =>
        reporter?.Progress?.Invoke(new OperationProgress { Activity = activity, Item = path, Items = items, TotalItems = all });

    /// <summary>What the catalog has of them.</summary>
    private IEnumerable<TrashEntry> Recorded(IEnumerable<FileRow> rows, List<DocumentRow> documents, string reason, IReadOnlyDictionary<long, FollowedRemoval>? followed)
    {
        string now = IndexTime.FormatUtc(DateTime.UtcNow);
        var entries = new FileEntries(_catalog);
        var sessions = new Dictionary<long, SessionHeader>();
        int number = 0;
        foreach (FileRow row in rows)
        {
            FileEntry entry = entries.Get(row.Id);
            entry.HasHotpreview &= storage.Previews.IsOf(entry); // what comes back knows then whether what lies there is its own
            TrashEntry removed = Entry(row.SessionId, entry, row.Hothash, null);
            if (followed is not null)
                (removed.Reason, removed.Followed) = (TrashReason.SourceRemoved, followed[row.Id]);
            yield return removed;
        }

        foreach (DocumentRow row in documents)
            yield return Entry(row.SessionId, new FileEntry { Path = row.Entry.Path, FileSize = row.Entry.FileSize, Sha256 = row.Entry.Sha256, Extra = row.Entry.Extra }, "", true);

        TrashEntry Entry(long session, FileEntry entry, string hothash, bool? isDocument)
        {
            if (!sessions.TryGetValue(session, out SessionHeader? header))
                sessions.Add(session, header = _catalog.Sessions.Get(session).Header);
            return new TrashEntry { Number = ++number, RemovedAt = now, Reason = reason, Session = header, Hothash = hothash, Entry = entry, IsDocument = isDocument };
        }
    }

    /// <summary>Whether size and time are the very ones that are recorded: where a file system rounds times, two frames of a burst would pass for one.</summary>
    private static bool IsAsRecorded(TrashEntry entry, FileInfo file) =>
        file.Length == entry.Entry.FileSize && IndexTime.FormatUtc(file.LastWriteTimeUtc) == entry.Entry.ModifiedAt;

    /// <summary>Its owner may have edited the file since it was recorded: it comes back as it is now, or not at all.</summary>
    private static void NoteActual(TrashEntry entry, FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            string sha256 = VerifiedCopy.ReadBack(file.FullName, cancellationToken);
            if (sha256 != entry.Entry.Sha256)
                (entry.ActualSha256, entry.ActualSize) = (sha256, file.Length);
        }
        catch (ImaLinkException)
        {
            entry.WasLost = true; // unreadable: it can be removed all the same
        }
    }

    /// <summary>
    /// Whether what has been moved away is what was to be removed: its owner may have put another photo there, since an interruption or in
    /// this moment, and that one nobody removed.
    /// </summary>
    private static bool IsWhatWasMeant(TrashEntry entry, FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists || (entry.ActualSha256 is null && IsAsRecorded(entry, file)))
            return true;
        try
        {
            // Which file it is, and not whether the medium kept it: what the system still has of it in memory will do.
            return IdentityReader.Read(file.FullName, IdentityParts.Sha256, cancellationToken).Sha256 == (entry.ActualSha256 ?? entry.Entry.Sha256);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return true; // unreadable, as it was when it was to be removed
        }
    }

    private void MoveAway(Placement placement, string path, string to, bool isResumed)
    {
        string from = storage.Layout.FullName(path);
        if (File.Exists(from) && storage.Layout.Holds(path)) // else done before the interruption, or not in the storage at all
            placement.TryPlace(from, to, isResumed);
        else
            placement.Found(to);
    }

    /// <summary>Nothing is moved by lists that are absent, or damaged further down.</summary>
    private void RequireWhole(Journal journal, RemovalPlan plan, TrashFolder planned)
    {
        journal.RequireList(TrashFolder.EntriesList);
        foreach (TrashEntry _ in planned.Entries()) { }
        if (plan.Passes is not null)
            return;
        journal.RequireList(PassesList);
        foreach (PassedFile _ in Passes(journal).Read(isWhole: true)) { }
    }

    private JsonLines<PassedFile> Passes(Journal journal) => new(storage.Files, Path.Combine(journal.Folder, PassesList), JournalJson.Instance.PassedFile);

    private void Unregister(RemovalPlan plan, IEnumerable<PassedFile> passes, TrashFolder folder, HashSet<long> ids)
    {
        foreach (PassedFile passed in passes)
        {
            if (_catalog.Documents.ByPath(storage.StorageId, passed.Path) is { } document && _catalog.Sessions.Find(storage.StorageId, passed.ToSession) is { } reader)
            {
                _catalog.Documents.SetSession(document.Id, reader.Id);
                _catalog.Sessions.MarkDirty(reader.Id);
            }

            if (_catalog.Files.ByPath(storage.StorageId, passed.Path) is not { } row || _catalog.Sessions.Find(storage.StorageId, passed.ToSession) is not { } heir)
                continue;
            storage.Previews.Note(row.Hothash);
            _catalog.Files.SetSession(row.Id, heir.Id);
            _catalog.Sessions.MarkDirty(heir.Id);
        }

        SessionRow? leaving = plan.Session is { } uuid ? _catalog.Sessions.Find(storage.StorageId, uuid) : null;
        foreach (TrashEntry entry in folder.Entries().Where(entry => entry.IsDocument != true)) // a document goes with its session
        {
            if (_catalog.Files.ByPath(storage.StorageId, entry.Entry.Path!) is not { } row || row.Sha256 != entry.Entry.Sha256)
                continue;
            ids.Add(row.Id);
            storage.Previews.Note(row.Hothash);
            if (row.SessionId == leaving?.Id)
                continue; // it goes with its session, all at once
            SessionRow session = _catalog.Sessions.Get(row.SessionId);
            _catalog.Sessions.AddRemoved(session.Id, entry.Tombstone(Sizes.NextRevision(session.Header.Revision)));
            _catalog.Files.Delete(row.Id);
            _catalog.Sessions.MarkDirty(session.Id);
        }

        if (leaving is not null)
        {
            _catalog.Storages.AddRemoved(storage.StorageId, leaving.Header.Uuid, leaving.Header.Revision);
            _catalog.Sessions.Delete(leaving.Id);
        }

        // What is said of them lies in the trash with them. What was said of one that another catalog began to remove need not.
        foreach (FileEntry entry in folder.Entries().Where(entry => entry.IsDocument != true).Select(entry => entry.Entry).Where(entry => entry.Said is not null))
            if (_catalog.Images.Find(entry.Image) is { } image)
                _catalog.Statements.Settle(image, entry.Said!);
        storage.Previews.Settle();
        _catalog.Storages.MarkDirty(storage.StorageId);
    }

    /// <summary>The index of a removed session goes to the trash as well, and what belongs to it.</summary>
    private void RetireSessionFiles(Placement placement, int number, TrashFolder folder, bool isResumed)
    {
        string index = storage.Layout.SessionIndex(number);
        foreach (string file in new[] { storage.Layout.Ledger(number), storage.Layout.Said(number), index })
            MoveAway(placement, storage.Layout.RelativePath(file), Path.Combine(folder.FullName, Path.GetFileName(file)), isResumed);
        storage.Files.Delete(index + ".bak");
        placement.Flush();
    }
}
