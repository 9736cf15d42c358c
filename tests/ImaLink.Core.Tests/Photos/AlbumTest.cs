using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Photos;
using ImaLink.Tests.Recovery;

namespace ImaLink.Tests.Photos;

/// <summary>A test with storages that hold photos, and catalogs that make albums of them.</summary>
public abstract class AlbumTest : RecoveryTest
{
    internal static AlbumService Service(CatalogDatabase catalog, DurableFiles? files = null) => new(catalog, Patience, files ?? new DurableFiles());

    /// <summary>The photo of the file at a path, by the catalog's number.</summary>
    internal static long Photo(CatalogDatabase catalog, string path) => catalog.Scalar<long>(
        "SELECT image.photo_id FROM file JOIN image ON image.id = file.image_id WHERE file.path = @0 LIMIT 1", path);

    internal static long[] Photos(CatalogDatabase catalog, params string[] paths) => [.. paths.Select(path => Photo(catalog, path))];

    /// <summary>The paths of an album's photos, in their order; of one that is not known a question mark.</summary>
    internal static string Content(CatalogDatabase catalog, string album) => string.Join(' ', catalog.Query("""
        SELECT coalesce((SELECT min(file.path) FROM image JOIN file ON file.image_id = image.id WHERE image.photo_id = album_photo.photo_id), '?')
        FROM album_photo JOIN album_field ON album_field.album_id = album_photo.album_id AND album_field.field = 'title' AND album_field.value = @0 ORDER BY position, hothash
        """, row => row.GetString(0).Replace("photos/", "", StringComparison.Ordinal), CanonicalJson.Of(album)));

    internal static Album Get(CatalogDatabase catalog, string album) => new AlbumFinder(catalog).Get(new Selector(album));

    internal static Album Make(CatalogDatabase catalog, string title, params string[] paths)
    {
        Album album = Service(catalog).Create(title, new AlbumEdit());
        if (paths.Length > 0)
            album = Service(catalog).AddPhotos(album.Uuid, Photos(catalog, paths), new AlbumPlace()).Album;
        Assert.Empty(Service(catalog).Write());
        return Service(catalog).Describe(album.Uuid);
    }

    internal static string[] Files(string root) => Directory.Exists(Path.Combine(root, "albums"))
        ? [.. Directory.EnumerateFiles(Path.Combine(root, "albums"), "*.json").Order(StringComparer.Ordinal)] : [];

    /// <summary>What a catalog says of albums, as text.</summary>
    internal static List<string> AlbumsOf(CatalogDatabase catalog, bool withFiles = true) =>
        [.. new CatalogExport(catalog).All(default).Where(item => item.Kind is "Album" or "AlbumMember" || (withFiles && item.Kind == "AlbumFile")).Select(item => item.ToString())];
}
