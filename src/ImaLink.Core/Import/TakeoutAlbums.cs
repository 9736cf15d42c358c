using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;

namespace ImaLink.Import;

/// <summary>
/// Makes albums of those of a Google Takeout that was taken in: folders with a description. What lies in such a folder is in the album, whether it was copied or is a duplicate of what lies in the folder
/// of its year. An album has the same UUID whoever imports it and however often, so that the next Takeout adds what is new; what its owner changed here since, or took out, stays so.
/// </summary>
internal sealed class TakeoutAlbums(StorageWriter writer, ImportJournal journal, OperationReporter reporter)
{
    private const int MaxTitle = 1000;
    private readonly CatalogDatabase _catalog = writer.Catalog;

    /// <summary>An album's folder in all parts of the export.</summary>
    private sealed class Found(string folder)
    {
        internal string Folder { get; } = folder;

        /// <summary>Where its descriptions are, in the storage or in the source.</summary>
        internal List<string> Descriptions { get; } = [];

        /// <summary>Its photos, by storage and path.</summary>
        internal List<(long Storage, string Path)> Photos { get; } = [];
    }

    /// <summary>Makes the albums, and puts in what is not in them; doing it again changes nothing.</summary>
    internal void Take(CancellationToken cancellationToken)
    {
        Dictionary<string, Found> albums = Folders();
        if (albums.Count == 0)
            return;
        Dictionary<Guid, long> storages = _catalog.Storages.All().ToDictionary(row => row.Uuid, row => row.Id);
        foreach (ImportRecord record in journal.Records())
        {
            LedgerEntry ledger = record.Ledger!;
            if (!albums.TryGetValue(KeyOf(ledger.SourcePath), out Found? album))
                continue;
            string? path = ledger.Path ?? ledger.ExistingPath;
            if (DocumentFile.IsAlbumName(Path.GetFileName(ledger.SourcePath)))
                album.Descriptions.Add(path is not null && ledger.ExistingStorage is null && writer.Layout.Reaches(path) ? writer.Layout.FullName(path) : ledger.SourcePath);
            else if (path is not null && ledger.Hothash is not null && ledger.Verdict is ImportVerdict.Imported or ImportVerdict.Variant or ImportVerdict.Duplicate or ImportVerdict.Skipped)
                album.Photos.Add((ledger.Path is null && ledger.ExistingStorage is { } other ? storages.GetValueOrDefault(other) : writer.StorageId, path!));
        }

        var told = new List<string>();
        foreach (Found album in albums.Values.OrderBy(album => album.Folder, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Described(album) is { } described && _catalog.Transaction(() => Put(album, described)) is var added and > 0)
                told.Add(string.Create(CultureInfo.InvariantCulture, $"'{TitleOf(album, described)}' ({added})"));
        }

        _catalog.Transaction(_catalog.AlbumFiles.Complete);
        if (told.Count > 0)
            reporter.News?.Invoke($"{(told.Count == 1 ? "An album" : string.Create(CultureInfo.InvariantCulture, $"{told.Count} albums"))} of the Takeout got photos: {string.Join(", ", told.Take(10))}{(told.Count > 10 ? ", …" : "")}.");
    }

    private Dictionary<string, Found> Folders()
    {
        var albums = new Dictionary<string, Found>(StringComparer.Ordinal);
        foreach (PlannedFile file in journal.Sources().Where(file => file.Kind == DocumentFile.Kind && DocumentFile.IsAlbumName(Path.GetFileName(file.Path))))
        {
            string folder = Path.GetFileName(Path.GetDirectoryName(file.Path)!);
            if (!TakeoutAlbum.IsOfTime(folder))
                albums.TryAdd(KeyOf(file.Path), new Found(folder));
        }

        return albums;
    }

    private static string KeyOf(string file) => TakeoutParts.Key(Path.GetDirectoryName(file)!);

    private static TakeoutAlbum? Described(Found album)
    {
        foreach (string path in album.Descriptions)
        {
            try
            {
                if (TakeoutAlbum.Read(path) is { } described)
                    return described;
            }
            catch (Exception e) when (IoErrors.IsIo(e))
            {
                // Kept or told by the import itself.
            }
        }

        return null;
    }

    /// <returns>How many photos were put in.</returns>
    private int Put(Found found, TakeoutAlbum described)
    {
        // An album without photos of its own is that of others, or of another part.
        List<long> photos = [.. found.Photos.Select(PhotoOf).OfType<long>().Distinct()];
        if (photos.Count == 0)
            return 0;
        AlbumRow album = _catalog.Albums.Of(UuidOf(found, described));
        if (album.IsRemoved)
            return 0;
        if (album.Fields.Count == 0)
        {
            _catalog.Albums.Say(album, new Dictionary<string, string?>
            {
                [AlbumField.Title] = CanonicalJson.Of(TitleOf(found, described)),
                [AlbumField.Description] = TextOf(described.Description),
                [AlbumField.Order] = CanonicalJson.Of(AlbumOrder.TakenAt),
            });
        }

        if (album.Value(AlbumField.Filter) is not null)
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

    private long? PhotoOf((long Storage, string Path) file) => _catalog.Files.ByPath(file.Storage, file.Path) is { } row
        && _catalog.Images.Find(new FileEntries(_catalog).Get(row.Id).Image) is { } image ? new PhotoImageTable(_catalog).PhotoOf(image) : null;

    private static string TitleOf(Found found, TakeoutAlbum described)
    {
        // A slash stands between an album and what lies in it.
        string title = string.Concat(FileNames.Composed(described.Title.Length > 0 ? described.Title : found.Folder).Select(c => c == '/' ? '-' : char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        return title.Length is > 0 and <= MaxTitle ? title : found.Folder;
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

    /// <summary>Albums of one title lie in folders that Google numbers: they are two.</summary>
    private static Guid UuidOf(Found found, TakeoutAlbum described)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"imalink-takeout-album:{FileNames.Composed(found.Folder)}\n{FileNames.Composed(described.Title)}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
