using ImaLink.Archive.Grouping;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;

namespace ImaLink.Archive.Placement;

/// <summary>Places what the records of a journal say, of an import or of a copy, and enters it into the catalog.</summary>
/// <param name="storage">Where to.</param>
/// <param name="journal">Where it is written that a file had to go elsewhere, before it does.</param>
/// <param name="sessionId">The session of the files.</param>
/// <param name="elsewhere">Reserves a path like one that is taken.</param>
internal sealed class RecordPlacement(StorageWriter storage, ImportJournal journal, long sessionId, Func<string, string> elsewhere)
{
    private readonly WordIntake _words = new(storage.Catalog);
    private readonly Placement _placement = new(storage.Files, storage.Layout);

    /// <summary>Gives copies their final names; when this returns they are durable there.</summary>
    /// <param name="items">All records of the batch, each with its copy where there is one to be placed. A file comes before its companions.</param>
    /// <param name="isResumed">Whether a run that was interrupted had begun to place them.</param>
    internal void Place(List<(ImportRecord Record, string? Copy)> items, bool isResumed = false)
    {
        foreach ((ImportRecord record, string? copy) in items)
        {
            if (record.Target is null)
                continue;
            if (copy is null)
                _placement.Found(storage.Layout.FullName(record.Target));
            while (copy is not null && !_placement.TryPlace(copy, storage.Layout.FullName(record.Target), isResumed))
            {
                string former = record.Target;
                Move(record, elsewhere(former));
                journal.Append([record, .. Followers(former, record.Target, items)]);
            }
        }

        _placement.Flush();
    }

    /// <summary>Enters into the catalog what is placed; a companion goes with its file, of whatever session.</summary>
    internal void Register(IEnumerable<ImportRecord> records) => ShotGrouping.Around(storage.Catalog, () =>
    {
        CatalogDatabase catalog = storage.Catalog;
        foreach (ImportRecord record in records)
        {
            if (record.Entry is not null)
            {
                record.Entry.Hothash = record.Ledger!.Hothash!;
                if (record.Entry.HasHotpreview)
                    storage.Previews.Note(record.Entry.Hothash); // a copy brought its preview; an import makes what it needs
                catalog.Files.Put(storage.StorageId, sessionId, record.Entry);
            }
            else if (record.Companion is not null && catalog.Files.ByPath(storage.StorageId, record.Holder!) is { } holder)
            {
                if (record.TakesWords == true)
                    record.Companion.Words = _words.Take(storage.Layout, holder.Id, record.Companion).Words;
                catalog.Files.AddCompanion(holder.Id, record.Companion);
                catalog.Sessions.MarkDirty(holder.SessionId);
            }
            else if (record.NotedBy is { } documents && ImportRules.HolderOf(record) is { } path && catalog.Files.ByPath(storage.StorageId, path) is { } known)
            {
                _words.TakeNotes(known.Id, documents, record.Ledger!.SourcePath);
            }
            else if (record.Document is not null)
            {
                catalog.Documents.Put(sessionId, record.Document);
            }
        }

        storage.Previews.Settle();
        catalog.Sessions.MarkDirty(sessionId);
    });

    /// <summary>
    /// What the batch says of a file that had to be placed elsewhere is changed: its companions, which are called like it where they are not
    /// placed yet, and its duplicates.
    /// </summary>
    private List<ImportRecord> Followers(string former, string path, List<(ImportRecord Record, string? Copy)> items)
    {
        var followers = new List<ImportRecord>();
        foreach ((ImportRecord follower, string? copy) in items)
        {
            bool isCompanion = follower.Holder == former, isDuplicate = follower.Ledger!.ExistingPath == former && follower.Ledger.ExistingStorage is null;
            if (isCompanion)
                follower.Holder = path;
            if (isCompanion && copy is not null)
                Move(follower, elsewhere(CompanionPlace.Follow(follower.Companion!.Path, former, path)));
            if (isDuplicate)
                follower.Ledger.ExistingPath = path;
            if (isCompanion || isDuplicate)
                followers.Add(follower);
        }

        return followers;
    }

    private static void Move(ImportRecord record, string path)
    {
        record.Ledger!.Path = path;
        if (record.Companion is not null)
            record.Companion.Path = path;
        else if (record.Document is not null)
            record.Document.Path = path;
        else
            (record.Entry!.Path, record.Entry.Filename, record.Entry.Companions) = (path, path[(path.LastIndexOf('/') + 1)..], null);
    }
}
