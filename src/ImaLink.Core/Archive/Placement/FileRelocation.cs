using ImaLink.Archive.Grouping;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Archive.Placement;

/// <summary>
/// Gives registered files of a storage other names under <c>photos/</c>; nothing is ever replaced. Journaled: what was interrupted is carried
/// out by the next command that writes the storage.
/// </summary>
internal sealed class FileRelocation(StorageWriter storage)
{
    private const string StepsList = "steps.jsonl";

    /// <summary>Carries out steps in their order.</summary>
    /// <returns>Where each file lies now, by its number; one that could not be moved is not among them.</returns>
    internal Dictionary<int, string> Run(IReadOnlyCollection<RelocatedFile> steps)
    {
        if (steps.Count == 0)
            return [];
        Journal journal = Journal.Prepare(storage.Files, storage.Layout, RelocationPlan.JournalKind, Guid.NewGuid(), storage.Catalog.Uuid);
        Steps(journal).Append(steps);
        journal.Begin(new RelocationPlan { Files = steps.Select(step => step.Number).Distinct().Count() }, JournalJson.Instance.RelocationPlan);
        return Complete(journal);
    }

    /// <summary>Carries out what is left. Doing it twice changes nothing.</summary>
    internal Dictionary<int, string> Complete(Journal journal)
    {
        journal.Plan(JournalJson.Instance.RelocationPlan);
        journal.RequireList(StepsList);
        List<RelocatedFile> steps = [.. Steps(journal).Read()];
        var placement = new Placement(storage.Files, storage.Layout);
        var left = new HashSet<string>(StringComparer.Ordinal); // names that were given up and are perhaps not durably so
        var moved = new Dictionary<int, string>();
        foreach (RelocatedFile step in steps)
        {
            if (step.To is not null && left.Contains(FileNames.Key(step.To)))
            {
                placement.Flush(); // what had this name is safe under its new one before another takes it
                left.Clear();
            }

            if (!IsInside(step) || !Move(placement, journal, step))
                continue;
            if (step.From is not null)
                left.Add(FileNames.Key(step.From));
            if (step.To is not null)
                moved[step.Number] = step.To;
        }

        PlaceRest(placement, journal, steps, moved);
        placement.Flush();
        ShotGrouping.Around(storage.Catalog, () => Record(steps, moved));
        storage.WriteIndexes(CancellationToken.None);
        journal.End();
        return moved;
    }

    private bool IsInside(RelocatedFile step) => (step.From is null || storage.Layout.Holds(step.From)) && (step.To is null || storage.Layout.Holds(step.To));

    /// <returns>Whether the file has its new name, or is set aside.</returns>
    private bool Move(Placement placement, Journal journal, RelocatedFile step)
    {
        string from = FullName(journal, step.From, step.Number), to = FullName(journal, step.To, step.Number);
        bool isThere = File.Exists(from) && (!journal.IsResumed || HasBytes(from, step.Sha256));
        if (isThere && placement.TryPlace(from, to, journal.IsResumed))
            return true;
        if (!journal.IsResumed || !HasBytes(to, step.Sha256))
            return false;
        placement.Found(to);
        return true;
    }

    /// <summary>What was set aside and whose name somebody else has taken meanwhile gets one like it.</summary>
    private void PlaceRest(Placement placement, Journal journal, List<RelocatedFile> steps, Dictionary<int, string> moved)
    {
        var names = new NameReservations(storage.Catalog, storage.Layout, storage.StorageId);
        foreach (RelocatedFile step in steps.Where(step => step.To is not null).GroupBy(step => step.Number).Select(same => same.Last()).ToList())
        {
            while (File.Exists(FullName(journal, null, step.Number)))
            {
                var elsewhere = new RelocatedFile { Number = step.Number, To = names.Reserve(step.To!), Sha256 = step.Sha256, Holder = step.Holder };
                Steps(journal).Append([elsewhere]);
                if (Move(placement, journal, elsewhere))
                    moved[step.Number] = elsewhere.To;
            }
        }
    }

    /// <summary>Records where the files lie now. What is recorded otherwise, or has been recorded before, is left.</summary>
    private void Record(List<RelocatedFile> steps, Dictionary<int, string> moved)
    {
        CatalogDatabase catalog = storage.Catalog;
        var entries = new FileEntries(catalog);
        var due = new Dictionary<long, (FileRow Row, FileEntry Entry)>(); // all are looked up before any gets the name of another
        foreach (RelocatedFile file in steps.GroupBy(step => step.Number).Select(same => same.First()).Where(file => file.From is not null && moved.ContainsKey(file.Number)).ToList())
        {
            if (catalog.Files.ByPath(storage.StorageId, file.Holder ?? file.From!) is not { } row || (file.Holder is null && row.Sha256 != file.Sha256))
                continue;
            if (!due.TryGetValue(row.Id, out (FileRow Row, FileEntry Entry) known))
                due.Add(row.Id, known = (row, entries.Get(row.Id)));
            string place = moved[file.Number];
            if (file.Holder is null)
                (known.Entry.Path, known.Entry.Filename) = (place, place[(place.LastIndexOf('/') + 1)..]);
            else if (known.Entry.Companions?.Find(companion => companion.Path == file.From && companion.Sha256 == file.Sha256) is { } companion)
                companion.Path = place;
        }

        foreach ((FileRow row, FileEntry entry) in due.Values)
        {
            if (catalog.Files.ByPath(storage.StorageId, entry.Path!) is { } other && !due.ContainsKey(other.Id))
                continue; // the next scan tells what became of it
            catalog.Files.SetPath(row.Id, storage.StorageId, entry.Path!);
            catalog.Files.Put(storage.StorageId, row.SessionId, entry);
            catalog.Sessions.MarkDirty(row.SessionId);
        }

        if (due.Count > 0)
            catalog.Storages.MarkDirty(storage.StorageId);
    }

    private JsonLines<RelocatedFile> Steps(Journal journal) => new(storage.Files, Path.Combine(journal.Folder, StepsList), JournalJson.Instance.RelocatedFile);

    private string FullName(Journal journal, string? path, int number) => path is null ? Path.Combine(journal.Incoming, $"{number}") : storage.Layout.FullName(path);

    private static bool HasBytes(string path, string sha256)
    {
        try
        {
            return File.Exists(path) && VerifiedCopy.ReadBack(path, CancellationToken.None) == sha256;
        }
        catch (ImaLinkException)
        {
            return false; // unreadable
        }
    }
}
