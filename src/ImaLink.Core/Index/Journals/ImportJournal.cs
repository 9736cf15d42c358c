using ImaLink.Files;

namespace ImaLink.Index.Journals;

/// <summary>The files of an import's journal: the plan, the source files in it, the places a script gave, the verdicts.</summary>
internal sealed class ImportJournal
{
    private readonly JsonLines<PlannedFile> _sources;
    private readonly JsonLines<LayoutLine> _places;
    private readonly JsonLines<ImportRecord> _records;

    internal ImportJournal(Journal journal, DurableFiles files)
    {
        Journal = journal;
        _sources = new(files, Path.Combine(journal.Folder, "sources.jsonl"), JournalJson.Instance.PlannedFile);
        _places = new(files, Path.Combine(journal.Folder, "places.jsonl"), JournalJson.Instance.LayoutLine);
        _records = new(files, Path.Combine(journal.Folder, "records.jsonl"), JournalJson.Instance.ImportRecord);
    }

    /// <summary>The imports of a storage that were interrupted, oldest first; read without the lock.</summary>
    internal static List<ImportJournal> Unfinished(DurableFiles files, StorageLayout layout) => Journal.Unfinished(files, layout)
        .Where(journal => journal.Kind == ImportPlan.JournalKind).Select(journal => new ImportJournal(journal, files)).ToList();

    internal Journal Journal { get; }

    internal ImportPlan Plan => Journal.Plan(JournalJson.Instance.ImportPlan);

    /// <summary>Digest of the list of source files.</summary>
    internal string SourcesSha256 => IndexDigest.Of(Path.Combine(Journal.Folder, "sources.jsonl"));

    internal void WriteSources(IEnumerable<PlannedFile> sources) => _sources.Append(sources);

    internal IEnumerable<PlannedFile> Sources() => _sources.Read();

    internal void WritePlaces(IEnumerable<LayoutLine> places) => _places.Append(places);

    internal IEnumerable<LayoutLine> Places() => _places.Read();

    /// <summary>Appends verdicts; they are durable when this returns.</summary>
    internal void Append(IEnumerable<ImportRecord> records) => _records.Append(records);

    /// <summary>All lines as they were written.</summary>
    internal IEnumerable<ImportRecord> Lines() => _records.Read();

    /// <summary>The number up to which source files have a verdict.</summary>
    internal int HighestNumber() => Lines().Select(record => record.Number).DefaultIfEmpty().Max();

    /// <summary>The verdicts by number of the source file; of several for one file, the last.</summary>
    internal IEnumerable<ImportRecord> Records()
    {
        var replaced = new Dictionary<int, ImportRecord>();
        int highest = 0;
        foreach (ImportRecord record in Lines())
        {
            if (record.Number == 0)
                continue;
            if (record.Number <= highest)
                replaced[record.Number] = record;
            highest = Math.Max(highest, record.Number);
        }

        highest = 0;
        foreach (ImportRecord record in Lines())
        {
            if (record.Number <= highest || record.Number == 0)
                continue;
            highest = record.Number;
            yield return replaced.GetValueOrDefault(record.Number) ?? record;
        }
    }
}
