using ImaLink.Archive;
using ImaLink.Archive.Grouping;
using ImaLink.Archive.Intake;
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
    private readonly WordIntake _words = new(catalog);
    private readonly Dictionary<long, StorageRow> _storages = [];
    private readonly Dictionary<long, SessionHeader> _sessions = [];

    /// <summary>What differs from what is recorded.</summary>
    internal IEnumerable<FactChange> Changes(FactsRead read)
    {
        (FactCandidate file, StorageRow storage, SessionHeader session) = (read.Candidate, Storage(read.Candidate.StorageId), Session(read.Candidate.SessionId));
        return EntryFacts.Differing(file.Entry, read.Facts!).Where(IsNews).Select(fact => Change(fact.Name, fact.TextIn(file.Entry), fact.TextIn(read.Facts!)))
            .Concat(NewWords(read).Select(word => Change(NameOf(word.Said.Field), word.Before is null ? null : TextOf(word.Before), word.Said.Value is null ? null : TextOf(word.Said))));

        FactChange Change(string fact, string? before, string? now) => new()
        {
            Verdict = UpdateVerdict.FactUpdated,
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
        if (!EntryFacts.Differing(seen, read.Facts!).Any())
        {
            TakeWords(id, storage, seen.Image, read);
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
        TakeWords(id, storage, entry.Image, read);
    }

    /// <summary>What the file and its sidecars say in their owner's words that is not said of the image yet: earlier readers did not read it, or another program changed it.</summary>
    private List<(Statement Said, Statement? Before)> NewWords(FactsRead read)
    {
        (long id, long storage, _, FileEntry seen) = read.Candidate;
        if (catalog.Images.Find(seen.Image) is not { } image)
            return [];
        Dictionary<string, Statement> known = catalog.Statements.OfImage(image).Where(said => said.Value is not null).ToDictionary(said => said.Field, StringComparer.Ordinal);
        return _words.Look(image, FileWords.From(read.Facts!.Said ?? []), seen.Words, WrittenAt(seen)).News
            .Concat(Sidecars(id, storage).SelectMany(sidecar => _words.Look(new StorageLayout(Storage(storage).Root), id, sidecar).Change?.News ?? []))
            .DistinctBy(word => (word.Field, word.Value)).Select(word => (word, known.GetValueOrDefault(word.Field))).ToList();
    }

    private void TakeWords(long id, long storage, ImageKey image, FactsRead read)
    {
        _words.Take(catalog.Images.Find(image)!.Value, FileWords.From(read.Facts!.Said ?? []), read.Candidate.Entry.Words, WrittenAt(read.Candidate.Entry));
        catalog.Files.SetWords(id, read.Facts.Words);
        foreach (CompanionEntry sidecar in Sidecars(id, storage))
            catalog.Files.SetCompanionWords(id, sidecar.Path, _words.Take(new StorageLayout(Storage(storage).Root), id, sidecar).Words);
    }

    /// <summary>The sidecars that are as they are recorded, the oldest first: those that were edited Sync takes over.</summary>
    private List<CompanionEntry> Sidecars(long id, long storage)
    {
        var layout = new StorageLayout(Storage(storage).Root);
        return [.. catalog.Files.Companions(id).Where(companion => CompanionFacts.Speaks(companion.Kind) && companion.State != FileState.Missing && layout.Reaches(companion.Path) && IsAsRecorded(companion))
            .OrderBy(companion => companion.ModifiedAt, StringComparer.Ordinal)];

        bool IsAsRecorded(CompanionEntry companion) => new FileInfo(layout.FullName(companion.Path)) is { Exists: true } file && file.Length == companion.FileSize
            && (IndexTime.ParseUtc(companion.ModifiedAt) is not { } time || FileTimes.IsSameButForHours(time.Ticks, file.LastWriteTimeUtc.Ticks));
    }

    private static DateTime WrittenAt(FileEntry file) => IndexTime.ParseUtc(file.ModifiedAt) ?? DateTime.UnixEpoch;

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
