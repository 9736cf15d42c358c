using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Archive.Grouping;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>Records the outcome of a scan, in one transaction of the catalog. No photo is touched.</summary>
internal sealed class ScanApplication(StorageWriter storage, ScanTable table)
{
    private readonly CatalogDatabase _catalog = storage.Catalog;
    private readonly ScanWriter _writer = new(storage.Catalog, storage.StorageId);
    private readonly FileEntries _entries = new(storage.Catalog);
    private readonly string _now = Now();
    private readonly Dictionary<Guid, long> _sessions = [];

    /// <summary>Files of other storages that are registered here now: there they are missing.</summary>
    internal List<long> Arrived { get; } = [];

    /// <summary>What the photos and sidecars that were edited say.</summary>
    internal ScanWords Words { get; } = new(storage.Catalog);

    /// <summary>The time that is recorded.</summary>
    internal string Time => _now;

    /// <summary>Records everything.</summary>
    /// <param name="withNew">Whether new files will be adopted, so that their paths have to be free.</param>
    internal void Run(bool withNew)
    {
        PrepareSessions();
        _catalog.LargeTransaction(() => ShotGrouping.Around(_catalog, () =>
        {
            storage.Previews.NoteContested(table.Contested());
            _writer.ParkMoved();
            foreach ((long id, long session, string path) in _writer.Displaced(withNew))
            {
                _catalog.Files.SetPath(id, storage.StorageId, _catalog.Files.Aside(storage.StorageId, path));
                _catalog.Sessions.MarkDirty(session);
            }

            _writer.SetFound(_now);
            foreach (ScanChange change in table.ContentChanges())
                Apply(change);
            _writer.SetMissing(_now);
            _writer.SetVerified(_now);
            _writer.ClearVerified();
            var companions = new CompanionApplication(_catalog, storage.Layout, storage.StorageId, _writer, Words, _now);
            foreach (CompanionChange change in table.CompanionChanges())
                companions.Apply(change);
            foreach (NewCompanion companion in table.NewCompanions())
                companions.Add(companion);
            storage.Previews.Settle();
            _writer.SetLastScan(_now);
        }));
    }

    /// <summary>Writes the indexes that are due; the master index always, as it tells when the last scan was.</summary>
    internal void WriteIndexes()
    {
        if (_catalog.Storages.IsDue(storage.StorageId))
            storage.WriteIndexes();
        else
            storage.Indexes.WriteMasterAlone();
    }

    private void Apply(ScanChange change)
    {
        if (change.Verdict is ScanVerdict.Metadata or ScanVerdict.Changed)
            Replace(change.Found!, change.Lost!, change.FileId!.Value);
        else if (change.Verdict == ScanVerdict.FromElsewhere)
            Adopt(change.Found!, change.FileId!.Value);
    }

    /// <summary>Other content under the same photo.</summary>
    private void Replace(FoundFile found, LostFile lost, long id)
    {
        FileRow row = _catalog.Files.Get(id);
        (FileEntry former, FileEntry read) = (_entries.Get(id), table.Read(found.Id)!);
        var words = FileWords.From(read.Said ?? []);
        FileEntry entry = IntakeEntry.Replace(former, read, _now);
        storage.Previews.Note(lost.Hothash);
        Show(entry);
        if (found.Path != lost.Path)
        {
            // Another catalog knows the file by its old path and bytes: it must not take the new ones for a further file.
            SessionHeader session = _catalog.Sessions.Get(row.SessionId).Header;
            _catalog.Sessions.AddRemoved(row.SessionId, new RemovedFile { Path = lost.Path, Sha256 = lost.Sha256, Revision = Sizes.NextRevision(session.Revision) });
            _catalog.Files.SetPath(id, storage.StorageId, found.Path);
        }

        _catalog.Files.Put(storage.StorageId, row.SessionId, entry);
        Words.OfPhoto(entry, words, former.Words);
        _catalog.Sessions.MarkDirty(row.SessionId);
    }

    /// <summary>A file that came from another storage: its session goes on here.</summary>
    private void Adopt(FoundFile found, long id)
    {
        FileRow former = _catalog.Files.Get(id);
        FileEntry entry = _entries.Get(id);
        entry.Path = found.Path;
        entry.Filename = found.Name;
        entry.ModifiedAt = IndexTime.FormatUtc(new DateTime(found.Modified, DateTimeKind.Utc));
        entry.State = FileState.Present;
        entry.MissingSince = null;
        entry.LastVerified = _now;
        entry.HasHotpreview = false;
        (entry.ReplicaOf, entry.LinkedSince) = (null, null); // its owner moved it: it is the file itself
        entry.Companions = null;
        Show(entry);
        long session = _sessions[_catalog.Sessions.Get(former.SessionId).Header.Uuid];
        _catalog.Files.Put(storage.StorageId, session, entry);
        _catalog.Sessions.MarkDirty(session);
        Arrived.Add(id);
    }

    private void Show(FileEntry entry)
    {
        storage.Previews.Note(entry.Hothash);
        if (!entry.HasHotpreview)
            storage.Previews.Want(entry.Hothash);
    }

    /// <summary>Sessions whose files came from another storage get an index here, with the same UUID.</summary>
    private void PrepareSessions()
    {
        foreach (ScanChange change in table.ContentChanges().Where(change => change.Verdict == ScanVerdict.FromElsewhere).ToList())
        {
            SessionHeader header = _catalog.Sessions.Get(_catalog.Files.Get(change.FileId!.Value).SessionId).Header;
            if (_sessions.ContainsKey(header.Uuid))
                continue;
            SessionRow row = _catalog.Sessions.Find(storage.StorageId, header.Uuid) ?? storage.Indexes.CreateSession(header.ContinuedIn(storage.Row.Uuid, storage.Row.DirectoryName));
            _sessions.Add(header.Uuid, row.Id);
        }
    }

    private static string Now()
    {
        DateTime now = DateTime.UtcNow;
        return IndexTime.FormatUtc(new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc));
    }
}
