using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Import;

/// <summary>
/// What a run of an import that was interrupted has left: files that were journaled get their names, what has its name is in the catalog,
/// and of the rest it is said from where to go on.
/// </summary>
internal sealed class ImportRemains(StorageWriter storage, ImportJournal journal, long sessionId, RecordPlacement placement)
{
    // What the batch said that was under way, by number of the source file.
    private readonly Dictionary<int, ImportRecord> _underWay = [];

    // Files that were journaled then and are not there: until they are taken in again, nothing before them is confirmed.
    private readonly HashSet<int> _lost = [];
    private int _highest;

    /// <summary>Seconds that were worked before.</summary>
    internal double Elapsed { get; private set; }

    /// <summary>How many source files are done with.</summary>
    internal int Done => _highest - _lost.Count;

    /// <summary>Whether files that had a verdict have to be taken in again.</summary>
    internal bool AnyLost => _lost.Count > 0;

    /// <summary>Whether a source file is still to be taken in.</summary>
    internal bool IsOpen(int number) => number > _highest || _lost.Contains(number);

    /// <summary>Source files that have a verdict now.</summary>
    internal void TakenIn(IEnumerable<int> numbers) => _lost.ExceptWith(numbers);

    /// <summary>What the batch that was under way said of a source file.</summary>
    internal ImportRecord? Find(int? number) => number is { } known ? _underWay.GetValueOrDefault(known) : null;

    /// <summary>The companions that the batch under way gave to a photo.</summary>
    internal IEnumerable<ImportRecord> CompanionsOf(int photo) => Find(photo)?.Entry?.Path is { } path
        ? _underWay.Values.Where(other => other.Holder == path && other.Number != photo) : [];

    /// <summary>Completes what was begun.</summary>
    internal void Settle(CancellationToken cancellationToken)
    {
        var confirmed = new List<ImportRecord>();
        foreach (ImportRecord record in journal.Lines())
        {
            if (record.Number == 0)
            {
                Elapsed = record.Elapsed ?? Elapsed;
                confirmed.AddRange(_underWay.Values);
                _underWay.Clear();
                RegisterMissing(confirmed);
                continue;
            }

            _highest = Math.Max(_highest, record.Number);
            _underWay[record.Number] = record;
        }

        bool isInPlace = journal.Plan.InPlace;
        List<(ImportRecord Record, string? Copy)> batch = Found(isInPlace, cancellationToken);
        if (!isInPlace)
            placement.Place(batch, isResumed: true);
        var lost = _lost.Select(number => _underWay[number].Target!).ToHashSet(StringComparer.Ordinal);
        _lost.UnionWith(_underWay.Values.Where(record => IsDuplicateOf(record.Ledger!, lost)).Select(record => record.Number));
        confirmed.AddRange(batch.Select(item => item.Record).Where(record => record.Holder is null || !lost.Contains(record.Holder)));
        RegisterMissing(confirmed);
        CleanUp();
    }

    /// <summary>Of the batch that was under way what is there, in its place or as a copy; what is not, and was not removed since, is lost.</summary>
    private List<(ImportRecord Record, string? Copy)> Found(bool isInPlace, CancellationToken cancellationToken)
    {
        HashSet<string> removed = Removed();
        var found = new List<(ImportRecord, string?)>();
        foreach (ImportRecord record in _underWay.Values)
        {
            string copy = Path.Combine(journal.Journal.Incoming, $"{record.Number}");
            if (record.Target is null || isInPlace)
                found.Add((record, null));
            else if (storage.Layout.Reaches(record.Target) && Holds(storage.Layout.FullName(record.Target), record, cancellationToken))
                found.Add((record, null)); // a copy that is left has been placed by a second name
            else if (Holds(copy, record, cancellationToken))
                found.Add((record, copy));
            else if (!removed.Contains(record.Target))
                _lost.Add(record.Number);
        }

        return found;
    }

    /// <summary>A copy that was never journaled is made again.</summary>
    private void CleanUp()
    {
        string incoming = journal.Journal.Incoming;
        if (Directory.Exists(incoming))
            foreach (string leftover in Directory.EnumerateFiles(incoming))
                storage.Files.Delete(leftover);
        else
            storage.Files.CreateDirectory(incoming, storage.Layout.Root);
    }

    private void RegisterMissing(List<ImportRecord> records)
    {
        HashSet<string> removed = Removed();
        // What documents say of a duplicate of the batch under way: saying it twice changes nothing.
        var missing = records.Where(record => record.Target is null ? record.NotedBy is not null && _underWay.ContainsKey(record.Number) : !removed.Contains(record.Target)
            && (record.Entry is null || storage.Catalog.Files.ByPath(storage.StorageId, record.Target) is null)).ToList();
        if (missing.Count > 0)
            placement.Register(missing);
        records.Clear();
    }

    private HashSet<string> Removed() => storage.Catalog.Sessions.Removed(sessionId).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);

    private static bool IsDuplicateOf(LedgerEntry ledger, HashSet<string> paths) =>
        ledger is { Verdict: ImportVerdict.Duplicate, ExistingStorage: null, ExistingPath: { } path } && paths.Contains(path);

    /// <summary>Whether a file has all the bytes that were journaled; nothing is placed or given up on less than that.</summary>
    private static bool Holds(string path, ImportRecord record, CancellationToken cancellationToken)
    {
        (long size, string sha256) = record switch
        {
            { Entry: { } entry } => (entry.FileSize, entry.Sha256!),
            { Companion: { } companion } => (companion.FileSize, companion.Sha256),
            _ => (record.Document!.FileSize, record.Document.Sha256),
        };
        return FilePresence.Holds(path, size, sha256, cancellationToken);
    }
}
