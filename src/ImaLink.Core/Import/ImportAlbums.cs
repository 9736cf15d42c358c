using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;

namespace ImaLink.Import;

/// <summary>
/// Makes albums of those of other programs that were taken in: of a Google Takeout, of Picasa, of what Apple gives out of iCloud. A photo that was a duplicate is in them all the same. An album has the same UUID
/// whoever imports it and however often, so that the next import adds what is new; what its owner changed here since, or took out, stays so.
/// </summary>
internal sealed class ImportAlbums(StorageWriter writer, ImportJournal journal, OperationReporter reporter)
{
    private const int MaxNamed = 10;
    private readonly CatalogDatabase _catalog = writer.Catalog;
    private readonly TakenAlbums _taken = new(writer.Catalog);

    /// <summary>Makes the albums, and puts in what is not in them; doing it again changes nothing.</summary>
    internal void Take(CancellationToken cancellationToken)
    {
        IFoundAlbums[] programs = [new TakeoutAlbums(journal.Plan.Takeouts ?? []), new PicasaAlbums(), new AppleAlbums()];
        var documents = journal.Sources().Where(file => file.Kind == DocumentFile.Kind && programs.Any(program => program.MaySpeak(file.Path))).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        if (documents.Count == 0)
            return;
        foreach (ImportRecord record in journal.Records().Where(record => documents.Contains(record.Ledger!.SourcePath)))
            foreach (IFoundAlbums program in programs.Where(program => program.MaySpeak(record.Ledger!.SourcePath)))
                Read(program, record.Ledger!);
        Dictionary<Guid, long> storages = _catalog.Storages.All().ToDictionary(row => row.Uuid, row => row.Id);
        foreach (LedgerEntry ledger in journal.Records().Select(record => record.Ledger!))
            if (PlaceOf(ledger, storages) is { } place)
                foreach (IFoundAlbums program in programs)
                    program.See(ledger.SourcePath, place);
        foreach (IFoundAlbums program in programs)
            Put(program, cancellationToken);
        _catalog.Transaction(_catalog.AlbumFiles.Complete);
    }

    private void Read(IFoundAlbums program, LedgerEntry ledger)
    {
        string? path = ledger.Path ?? ledger.ExistingPath;
        try
        {
            program.Read(ledger.SourcePath, path is not null && ledger.ExistingStorage is null && writer.Layout.Reaches(path) ? writer.Layout.FullName(path) : ledger.SourcePath);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // Kept or told by the import itself.
        }
    }

    private PhotoPlace? PlaceOf(LedgerEntry ledger, Dictionary<Guid, long> storages) => (ledger.Path ?? ledger.ExistingPath) is { } path && ledger.Hothash is not null
        && ledger.Verdict is ImportVerdict.Imported or ImportVerdict.Variant or ImportVerdict.Duplicate or ImportVerdict.Skipped
            ? new(ledger.Path is null && ledger.ExistingStorage is { } other ? storages.GetValueOrDefault(other) : writer.StorageId, path) : null;

    private void Put(IFoundAlbums program, CancellationToken cancellationToken)
    {
        var told = new List<string>();
        foreach (FoundAlbum album in program.Albums())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_catalog.Transaction(() => Put(album)) is var added and > 0)
                told.Add(string.Create(CultureInfo.InvariantCulture, $"'{TitleOf(album)}' ({added})"));
        }

        if (told.Count > 0)
            reporter.News?.Invoke($"{(told.Count == 1 ? "An album" : string.Create(CultureInfo.InvariantCulture, $"{told.Count} albums"))} of {program.Of} got photos: {string.Join(", ", told.Take(MaxNamed))}{(told.Count > MaxNamed ? ", …" : "")}.");
        if (program.Doubts.Count > 0)
            reporter.Warning?.Invoke(string.Join(' ', program.Doubts.Take(MaxNamed)) + (program.Doubts.Count > MaxNamed ? string.Create(CultureInfo.InvariantCulture, $" And {program.Doubts.Count - MaxNamed} more.") : ""));
    }

    /// <returns>How many photos were put in.</returns>
    private int Put(FoundAlbum found)
    {
        // An album without photos of its own is that of others, or of another part.
        List<long> photos = [.. found.Photos.Select(PhotoOf).OfType<long>().Distinct()];
        return photos.Count > 0 && AlbumOf(found) is { } album ? _taken.Put(album, photos) : 0;
    }

    /// <summary>The album, made where it is not there; null where it, or one that it lies in, was removed here.</summary>
    private AlbumRow? AlbumOf(FoundAlbum found)
    {
        AlbumRow? within = found.Within is null ? null : AlbumOf(found.Within);
        return found.Within is not null && within is null ? null : _taken.Of(TakenAlbums.UuidOf($"imalink-{found.Identity}"), new Dictionary<string, string?>
        {
            [AlbumField.Title] = CanonicalJson.Of(TitleOf(found)),
            [AlbumField.Description] = TakenAlbums.TextOf(found.Description),
            [AlbumField.Order] = CanonicalJson.Of(AlbumOrder.TakenAt),
            [AlbumField.Parent] = within is null ? null : CanonicalJson.Of(within.Uuid.ToString()),
        });
    }

    private long? PhotoOf(PhotoPlace file) => _catalog.Files.ByPath(file.Storage, file.Path) is { } row
        && _catalog.Images.Find(new FileEntries(_catalog).Get(row.Id).Image) is { } image ? new PhotoImageTable(_catalog).PhotoOf(image) : null;

    private static string TitleOf(FoundAlbum found) => TakenAlbums.TitleOf(found.Title.Length > 0 ? found.Title : found.OtherTitle, found.OtherTitle);
}
