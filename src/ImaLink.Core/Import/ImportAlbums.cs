using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    private const int MaxTitle = 1000, MaxNamed = 10;
    private readonly CatalogDatabase _catalog = writer.Catalog;

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
        if (photos.Count == 0 || AlbumOf(found) is not { } album || album.Value(AlbumField.Filter) is not null)
            return 0;
        var members = photos.Where(photo => _catalog.AlbumMembers.OfPhoto(album.Id, photo).Count == 0)
            .Select(photo => _catalog.AlbumMembers.ImageOf(photo)).OfType<(ImageKey Image, Guid Photo)>()
            .Where(member => _catalog.AlbumMembers.Find(album.Id, member.Image) is null).DistinctBy(member => member.Image).ToList();
        if (members.Count == 0 || AlbumPosition.Between(_catalog.AlbumMembers.Last(album.Id), null, members.Count) is not { } positions)
            return 0;
        long revision = _catalog.Albums.NextRevision(album.Id);
        foreach (((ImageKey image, Guid photo), string position) in members.Zip(positions))
        {
            _catalog.AlbumMembers.Say(album.Id, new AlbumMember(image, position, photo == image.PhotoUuid ? null : photo, null, revision, _catalog.Uuid));
            _catalog.AlbumFiles.NeedFor(album.Id, image);
        }

        _catalog.Albums.MembersChanged(album.Id);
        return members.Count;
    }

    /// <summary>The album, made where it is not there; null where it, or one that it lies in, was removed here.</summary>
    private AlbumRow? AlbumOf(FoundAlbum found)
    {
        AlbumRow? within = found.Within is null ? null : AlbumOf(found.Within);
        AlbumRow album = _catalog.Albums.Of(UuidOf(found));
        if (album.IsRemoved || (found.Within is not null && within is null))
            return null;
        if (album.Fields.Count == 0)
        {
            _catalog.Albums.Say(album, new Dictionary<string, string?>
            {
                [AlbumField.Title] = CanonicalJson.Of(TitleOf(found)),
                [AlbumField.Description] = TextOf(found.Description),
                [AlbumField.Order] = CanonicalJson.Of(AlbumOrder.TakenAt),
                [AlbumField.Parent] = within is null ? null : CanonicalJson.Of(within.Uuid.ToString()),
            });
        }

        return album;
    }

    private long? PhotoOf(PhotoPlace file) => _catalog.Files.ByPath(file.Storage, file.Path) is { } row
        && _catalog.Images.Find(new FileEntries(_catalog).Get(row.Id).Image) is { } image ? new PhotoImageTable(_catalog).PhotoOf(image) : null;

    private static string TitleOf(FoundAlbum found)
    {
        // A slash stands between an album and what lies in it.
        string title = string.Concat(FileNames.Composed(found.Title.Length > 0 ? found.Title : found.OtherTitle).Select(c => c == '/' ? '-' : char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        return title.Length is > 0 and <= MaxTitle ? title : found.OtherTitle;
    }

    private static string? TextOf(string? description)
    {
        try
        {
            return PhotoValues.Lines("A description", description);
        }
        catch (ImaLinkException)
        {
            return null; // it is kept in its file
        }
    }

    private static Guid UuidOf(FoundAlbum found)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"imalink-{found.Identity}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
