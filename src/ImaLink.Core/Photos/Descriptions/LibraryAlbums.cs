using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Media.Libraries;

namespace ImaLink.Photos.Descriptions;

/// <summary>Makes albums of those of another program, one in the other as they lie there, with the photos that were found, in their order.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="library">The other program's database.</param>
/// <param name="images">The images of its photos that were found.</param>
/// <param name="isRehearsal">Only tells.</param>
internal sealed class LibraryAlbums(CatalogDatabase catalog, PhotoLibrary library, IReadOnlyDictionary<long, long> images, bool isRehearsal)
{
    private readonly TakenAlbums _taken = new(catalog);
    private readonly PhotoImageTable _photos = new(catalog);
    private readonly IReadOnlyDictionary<long, LibraryAlbum> _albums = library.Albums;
    private readonly string _identity = library.Identity;

    /// <summary>What is to be done, each in a transaction, and what it tells.</summary>
    internal IEnumerable<Func<DescriptionResult?>> Works() => library.Members().Where(members => _albums.ContainsKey(members.Album)).Select(members => (Func<DescriptionResult?>)(() => Take(members)))
        .Concat(_albums.Where(album => album.Value.IsSearch).OrderBy(album => album.Key).Select(search => (Func<DescriptionResult?>)(() => Result(search.Key, DescriptionVerdict.NotTaken,
            "It is a search. Make one here with New-ImaAlbum -Filter."))));

    private DescriptionResult Take(LibraryMembers members)
    {
        List<long> photos = [.. members.Photos.Select(photo => images.TryGetValue(photo, out long image) ? _photos.PhotoOf(image) : null).OfType<long>().Distinct()];
        if (photos.Count == 0)
            return Result(members.Album, DescriptionVerdict.Unmatched, "None of its photos is here.");
        int added;
        if (isRehearsal)
        {
            AlbumRow? known = catalog.Albums.Find(UuidOf(members.Album));
            added = known is { IsRemoved: true } || known?.Value(AlbumField.Filter) is not null ? 0 : _taken.NewTo(known, photos).Count;
        }
        else
        {
            added = Make(members.Album, members.IsArranged, []) is { } album ? _taken.Put(album, photos) : 0;
            catalog.AlbumFiles.Complete();
        }

        int missing = members.Photos.Count(photo => !images.ContainsKey(photo));
        string detail = string.Create(CultureInfo.InvariantCulture, $"{added} photo(s) put in.{(missing > 0 ? $" {missing} of its photos are not here." : "")}");
        return Result(members.Album, added > 0 ? DescriptionVerdict.Taken : DescriptionVerdict.Unchanged, added > 0 || missing > 0 ? detail : null);
    }

    /// <summary>An album, and those that it lies in, where they are not known.</summary>
    private AlbumRow? Make(long id, bool isArranged, HashSet<long> below)
    {
        LibraryAlbum album = _albums[id];
        // What lies in itself, or too deep, lies at the top.
        Guid? parent = below.Add(id) && below.Count < TagPath.MaxLevels && album.Parent is { } above && _albums.ContainsKey(above) && !below.Contains(above) ? UuidOf(above) : null;
        if (parent is not null)
            Make(album.Parent!.Value, isArranged: true, below);
        return _taken.Of(UuidOf(id), new Dictionary<string, string?>
        {
            [AlbumField.Title] = CanonicalJson.Of(TitleOf(album)),
            [AlbumField.Description] = TakenAlbums.TextOf(album.Description),
            [AlbumField.Parent] = parent is null ? null : CanonicalJson.Of(parent.Value.ToString()),
            [AlbumField.Order] = isArranged ? null : CanonicalJson.Of(AlbumOrder.TakenAt),
            [AlbumField.Cover] = album.Cover is { } cover && images.TryGetValue(cover, out long image) ? AlbumField.Value(catalog.Images.Key(image)) : null,
        });
    }

    private DescriptionResult Result(long album, string verdict, string? detail) => new()
    {
        Kind = DescriptionKind.Album,
        Source = FullTitle(album),
        FullName = FullTitle(album),
        Verdict = verdict,
        Detail = detail,
    };

    private string FullTitle(long id)
    {
        var titles = new List<string>();
        var seen = new HashSet<long>();
        for (long? at = id; at is { } here && _albums.TryGetValue(here, out LibraryAlbum? album) && seen.Count < TagPath.MaxLevels && seen.Add(here); at = album.Parent)
            titles.Insert(0, TitleOf(album));
        return string.Join('/', titles);
    }

    private Guid UuidOf(long album) => TakenAlbums.UuidOf(string.Create(CultureInfo.InvariantCulture, $"imalink-{library.Program}-album:{_identity}\n{album}"));

    private static string TitleOf(LibraryAlbum album) => TakenAlbums.TitleOf(album.Title, "Untitled");
}
