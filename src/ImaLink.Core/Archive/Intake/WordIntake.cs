using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>What a sidecar said.</summary>
/// <param name="Change">What became of it; null where it is none of the photo, or could not be read.</param>
/// <param name="Words">What it says, to be recorded of it; null where that is not known.</param>
/// <param name="Trouble">What could not be read or recorded.</param>
internal sealed record SidecarWords(WordChange? Change, string? Words, IReadOnlyList<string> Trouble);

/// <summary>
/// Gives an image that is known what a source says of it (<see cref="FileWords"/>), by the rules of <see cref="WordChange"/>. Saying it twice changes nothing. Those that take are called inside a
/// transaction; sessions whose indexes have to tell it are due afterwards.
/// </summary>
internal sealed class WordIntake(CatalogDatabase catalog)
{
    private readonly FileEntries _entries = new(catalog);
    private readonly NoteReader _notes = new();

    /// <summary>What would be taken over.</summary>
    internal WordChange Look(long image, FileWords words, string? former, DateTime changedAt)
    {
        Dictionary<string, DateTime>? times = null;
        return WordChange.Of(catalog.Statements.OfImage(image), field => (times ??= catalog.Statements.SaidAt(image)).TryGetValue(field, out DateTime at) ? at : null, words, former, changedAt);
    }

    /// <summary>Takes over what a source says.</summary>
    internal WordChange Take(long image, FileWords words, string? former, DateTime changedAt)
    {
        WordChange change = Look(image, words, former, changedAt);
        if (change.News.Count > 0)
            catalog.Statements.Merge(image, change.News);
        return change;
    }

    /// <summary>What a companion or documents that were read would say of their photo, which is registered; and where they are unlike it (<see cref="UnlikePhoto"/>).</summary>
    internal (WordChange Change, string? Unlike) Look(long fileId, IReadOnlyList<PhotoNote> notes)
    {
        FileEntry photo = _entries.Get(fileId);
        string? zone = ZoneOf(fileId);
        string[] unlike = [.. notes.SelectMany(note => FileWords.OfCompanion(note.Kind, note.Facts, photo, zone).Unlike.Select(what => $"{Path.GetFileName(note.Path)} {what}"))];
        return (Look(catalog.Images.Find(photo.Image)!.Value, WordsOf(notes, photo, zone), null, DateTime.UtcNow), unlike.Length > 0 ? string.Join(' ', unlike) : null);
    }

    /// <summary>Takes over what documents that lie in a source say of a photo that is registered; one that is not there any more says nothing.</summary>
    /// <param name="fileId">The photo.</param>
    /// <param name="documents">Their full paths.</param>
    /// <param name="source">The full path of the photo in the source.</param>
    internal void TakeNotes(long fileId, IEnumerable<string> documents, string source)
    {
        FileEntry photo = _entries.Get(fileId);
        Take(catalog.Images.Find(photo.Image)!.Value, WordsOf(_notes.Of(documents, source), photo, ZoneOf(fileId)), null, DateTime.UtcNow);
    }

    private static FileWords WordsOf(IEnumerable<PhotoNote> notes, FileEntry photo, string? zone)
    {
        var words = new FileWords();
        foreach (PhotoNote note in notes)
            words.Add(FileWords.OfCompanion(note.Kind, note.Facts, photo, zone));
        return words;
    }

    /// <summary>What the sidecar of a registered photo would say now.</summary>
    internal SidecarWords Look(StorageLayout layout, long fileId, CompanionEntry companion) => Of(layout, fileId, companion, Look);

    /// <summary>Takes over what the sidecar of a registered photo says now.</summary>
    internal SidecarWords Take(StorageLayout layout, long fileId, CompanionEntry companion) => Of(layout, fileId, companion, Take);

    private string? ZoneOf(long fileId) => catalog.Sessions.Get(catalog.Files.Get(fileId).SessionId).Header.TimeZone;

    private SidecarWords Of(StorageLayout layout, long fileId, CompanionEntry companion, Func<long, FileWords, string?, DateTime, WordChange> decide)
    {
        FileEntry photo = _entries.Get(fileId);
        if (!CompanionFacts.Speaks(companion.Kind, companion.Path[(companion.Path.LastIndexOf('/') + 1)..], photo.Filename!))
            return new(null, companion.Words, []);
        try
        {
            ImageFacts facts = CompanionFacts.Read(companion.Kind, layout.FullName(companion.Path));
            FileWords words = FileWords.OfCompanion(companion.Kind, facts, photo, ZoneOf(fileId));
            // Of one that is damaged it is not known what it says no more.
            return new(decide(catalog.Images.Find(photo.Image)!.Value, words, facts.Warnings.Count > 0 ? null : companion.Words, IndexTime.ParseUtc(companion.ModifiedAt) ?? DateTime.UtcNow),
                facts.Warnings.Count > 0 ? companion.Words : words.Digest, [.. facts.Warnings, .. words.Refused]);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return new(null, companion.Words, [IoErrors.Wrap(e, layout.FullName(companion.Path)).Message]);
        }
    }
}
