using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Finds albums by what a user typed: UUID, title with those of the albums that it is in (<c>Travel/Italy</c>), title alone, wildcard.</summary>
public sealed class AlbumFinder
{
    private readonly CatalogDatabase _catalog;
    private readonly AlbumNames _names;

    /// <summary>Reads the albums of a catalog, without their members.</summary>
    public AlbumFinder(CatalogDatabase catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _catalog = catalog;
        _names = new AlbumNames(catalog.Albums.All());
    }

    private long Count(AlbumRow search)
    {
        try
        {
            return new PhotoQuery(_catalog).Count(search);
        }
        catch (ImaLinkException e) when (e.Code is ErrorCode.InvalidValue)
        {
            return 0; // Problems tells why
        }
    }

    internal AlbumTree Tree => _names.Tree;

    /// <summary>What is wrong with albums: two catalogs put some into each other, or one searches for what only a later version knows.</summary>
    public IEnumerable<string> Problems => _names.Problems;

    /// <summary>The full titles of all albums; no photo is counted.</summary>
    public IEnumerable<string> Titles() => _names.Rows(null).Select(_names.Tree.FullTitle);

    /// <summary>The albums that are meant, by full title; null for all.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, where a name without wildcard fits none.</exception>
    public IReadOnlyList<Album> Find(Selector? album) => [.. Rows(album).Select(Describe)];

    /// <summary>The one album that is meant.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, AmbiguousAlbum with the candidates.</exception>
    public Album Get(Selector album) => Describe(Row(album));

    /// <summary>The albums that are meant, and those within them.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, where a name without wildcard fits none.</exception>
    internal List<AlbumRow> RowsWithin(Selector album)
    {
        List<AlbumRow> meant = Rows(album);
        return [.. _names.Rows(null).Where(one => meant.Exists(other => _names.Tree.IsWithin(one.Uuid, other.Uuid)))];
    }

    internal List<AlbumRow> Rows(Selector? album) => _names.Rows(album);

    internal AlbumRow Row(Selector album) => _names.Row(album);

    internal Album Describe(AlbumRow album)
    {
        (long photos, long unknown) = album.Value(AlbumField.Filter) is null ? _catalog.AlbumMembers.Present(album.Id) : (Count(album), 0);
        List<(string Storage, bool Dirty)> storages = _catalog.AlbumFiles.Storages(album.Id);
        return _names.Describe(album, photos) with
        {
            Unknown = unknown,
            Storages = [.. storages.Select(storage => storage.Storage)],
            Unwritten = [.. storages.Where(storage => storage.Dirty).Select(storage => storage.Storage)],
        };
    }
}
