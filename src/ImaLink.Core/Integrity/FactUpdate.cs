using ImaLink.Archive;
using ImaLink.Archive.Grouping;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Metadata;

namespace ImaLink.Integrity;

/// <summary>
/// Puts facts that were read again into the catalog, many files in one transaction, each with the version of the readers: a crash leaves a
/// file read or to be read. What its owner said of a photo, its place and its identity stay as they are.
/// </summary>
internal sealed class FactUpdate(CatalogDatabase catalog, DurableFiles files)
{
    private readonly FactTable _table = new(catalog);
    private readonly FileEntries _entries = new(catalog);
    private readonly Dictionary<long, StorageRow> _storages = [];
    private readonly Dictionary<long, SessionHeader> _sessions = [];

    /// <summary>What differs from what is recorded.</summary>
    internal IEnumerable<FactChange> Changes(FactsRead read)
    {
        (FactCandidate file, StorageRow storage, SessionHeader session) = (read.Candidate, Storage(read.Candidate.StorageId), Session(read.Candidate.SessionId));
        return EntryFacts.Differing(file.Entry, read.Facts!).Where(IsNews).Select(fact => Change(fact.Name, fact.TextIn(file.Entry), fact.TextIn(read.Facts!)))
            .Concat(NewWords(file.Entry.Image, read).Select(word => Change(NameOf(word.Field), null, TextOf(word))));

        FactChange Change(string fact, string? before, string? now) => new()
        {
            FullName = new StorageLayout(storage.Root).FullName(file.Entry.Path!),
            RelativePath = file.Entry.Path!,
            Storage = storage.Name,
            StorageUuid = storage.Uuid,
            Session = session.Title,
            SessionUuid = session.Uuid,
            Fact = fact,
            Old = before,
            New = now,
        };

        // Where the same date stands was not recorded by earlier versions: no news, and of every file.
        bool IsNews(EntryFact fact) => fact.Name != nameof(FileEntry.TakenAtSource) || file.Entry.TakenAtSource is not null || file.Entry.TakenAt != read.Facts!.TakenAt;
    }

    /// <summary>Applies what was read.</summary>
    internal void Apply(IReadOnlyCollection<FactsRead> batch)
    {
        ShotGrouping.Around(catalog, () =>
        {
            foreach (FactsRead read in batch)
                Apply(read);
            foreach (long session in batch.Select(read => read.Candidate.SessionId).Distinct())
                catalog.Sessions.MarkDirty(session);
        });
    }

    private void Apply(FactsRead read)
    {
        (long id, long storage, _, FileEntry seen) = read.Candidate;
        if (catalog.Files.Find(id) is not { } row || row.Sha256 != seen.Sha256 || row.Path != seen.Path)
            return; // removed, moved or changed meanwhile: the next run reads it
        List<Statement> words = NewWords(seen.Image, read);
        if (!EntryFacts.Differing(seen, read.Facts!).Any())
        {
            TakeWords(seen.Image, words);
            if (seen.FactsVersion != FactTable.PreviewDue)
                _table.SetVersion(id, FactReader.Version);
            return;
        }

        FileEntry entry = _entries.Get(id);
        ImageKey former = entry.Image;
        EntryFacts.Take(entry, read.Facts!);
        entry.Said = Succession.Of(entry.Said, former, entry.Image);
        if (IsTurned(read))
        {
            entry.FactsVersion = FactTable.PreviewDue;
            catalog.Previews.SetLacking(storage, seen.Hothash);
            entry.HasHotpreview = false;
        }

        catalog.Files.Put(row.StorageId, row.SessionId, entry);
        TakeWords(entry.Image, words);
    }

    /// <summary>What the file says in its owner's words of which nobody has said anything of the image yet: earlier readers did not read it.</summary>
    private List<Statement> NewWords(ImageKey image, FactsRead read)
    {
        if (read.Facts!.Said is not { } words || catalog.Images.Find(image) is not { } known)
            return [];
        HashSet<string> said = [.. catalog.Statements.OfImage(known).Select(statement => statement.Field)];
        return words.FindAll(word => !said.Contains(word.Field));
    }

    private void TakeWords(ImageKey image, List<Statement> words)
    {
        if (words.Count > 0)
            catalog.Statements.Merge(catalog.Images.Find(image)!.Value, words);
    }

    private static string NameOf(string field) => field.StartsWith(StatementField.TagPrefix, StringComparison.Ordinal) ? "Tags" : $"{char.ToUpperInvariant(field[0])}{field[1..]}";

    private static string TextOf(Statement word) => word.Field.StartsWith(StatementField.TagPrefix, StringComparison.Ordinal) ? word.Field[StatementField.TagPrefix.Length..]
        : word.Value![0] == '"' ? CanonicalJson.Text(word.Value)! : word.Value;

    /// <summary>Makes the previews of photos that are turned otherwise now, also those that an earlier run was stopped before.</summary>
    internal void MakePreviews(StorageWriter writer, OperationReporter reporter, CancellationToken cancellationToken)
    {
        List<string> due = _table.PreviewsDue(writer.StorageId);
        if (due.Count == 0)
            return;
        foreach (string hothash in due)
        {
            Hotpreviews.Drop(files, writer.Layout, hothash);
            writer.Previews.Want(hothash);
        }

        writer.Previews.Make(reporter, cancellationToken);
        catalog.Transaction(() => _table.SetPreviewsMade(writer.StorageId, FactReader.Version));
    }

    // Of a photo without a preview, as one that was imported so, none is made.
    private static bool IsTurned(FactsRead read) => read.Candidate.Entry.HasHotpreview && (read.Candidate.Entry.Orientation ?? 1) != (read.Facts!.Orientation ?? 1);

    private StorageRow Storage(long id)
    {
        if (!_storages.TryGetValue(id, out StorageRow? row))
            _storages.Add(id, row = catalog.Storages.Get(id));
        return row;
    }

    private SessionHeader Session(long id)
    {
        if (!_sessions.TryGetValue(id, out SessionHeader? header))
            _sessions.Add(id, header = catalog.Sessions.Get(id).Header);
        return header;
    }
}
