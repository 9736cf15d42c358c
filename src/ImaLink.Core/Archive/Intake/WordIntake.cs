using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Companions;
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

    /// <summary>What a sidecar that was read would say of its photo, which is registered.</summary>
    internal WordChange Look(long fileId, string kind, ImageFacts sidecar, DateTime changedAt)
    {
        FileEntry photo = _entries.Get(fileId);
        return Look(catalog.Images.Find(photo.Image)!.Value, FileWords.OfCompanion(kind, sidecar, photo, ZoneOf(fileId)), null, changedAt);
    }

    /// <summary>Takes over what a description of a Takeout, which lies in a source, says of a photo that is registered; one that is not there any more says nothing.</summary>
    internal void TakeDescription(long fileId, string path)
    {
        try
        {
            FileEntry photo = _entries.Get(fileId);
            FileWords words = FileWords.OfTakeout(CompanionFacts.Read(CompanionKind.Takeout, path), photo, ZoneOf(fileId));
            Take(catalog.Images.Find(photo.Image)!.Value, words, null, File.GetLastWriteTimeUtc(path));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // Told of the description itself.
        }
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
