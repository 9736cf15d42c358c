using System.Text.Json;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Finds albums by what a user typed: UUID, title with those of the albums that it is in (<c>Travel/Italy</c>), title alone, wildcard.</summary>
public sealed class AlbumFinder
{
    private readonly CatalogDatabase _catalog;
    private readonly List<AlbumRow> _albums;
    private readonly AlbumTree _tree;

    /// <summary>Reads the albums of a catalog, without their members.</summary>
    public AlbumFinder(CatalogDatabase catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _catalog = catalog;
        List<AlbumRow> all = catalog.Albums.All();
        _tree = new AlbumTree(all);
        _albums = [.. all.Where(album => !album.IsRemoved).OrderBy(album => _tree.FullTitle(album), StringComparer.OrdinalIgnoreCase).ThenBy(album => album.Uuid)];
    }

    internal AlbumTree Tree => _tree;

    /// <summary>What is wrong with where albums lie: two catalogs put some into each other.</summary>
    public IEnumerable<string> Problems => _albums.Where(album => _tree.Cut.Contains(album.Uuid)).Select(album =>
        $"The album '{album.Title}' and the one that it was put into were put into each other, by two catalogs; it is shown at the top. Set-ImaAlbum -Album {album.Uuid} -Parent says where it belongs.");

    /// <summary>The albums that are meant, by full title; null for all.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, where a name without wildcard fits none.</exception>
    public IReadOnlyList<Album> Find(Selector? album) => [.. Rows(album).Select(Describe)];

    /// <summary>The one album that is meant.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, AmbiguousAlbum with the candidates.</exception>
    public Album Get(Selector album) => Describe(Row(album));

    /// <summary>The catalog's numbers of the albums that are meant, and of those within them.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, where a name without wildcard fits none.</exception>
    internal IReadOnlyList<long> Within(Selector album)
    {
        List<AlbumRow> meant = Rows(album);
        return [.. _albums.Where(one => meant.Exists(other => _tree.IsWithin(one.Uuid, other.Uuid))).Select(one => one.Id)];
    }

    internal List<AlbumRow> Rows(Selector? album)
    {
        if (album is null)
            return _albums;
        if (Guid.TryParse(album.Text, out Guid uuid) && _albums.FindAll(row => row.Uuid == uuid) is { Count: > 0 } byUuid)
            return byUuid;
        List<AlbumRow> found = _albums.FindAll(row => album.IsNameOf(_tree.FullTitle(row)));
        if (found.Count == 0)
            found = _albums.FindAll(row => album.IsNameOf(row.Title));
        if (found.Count == 0 && album.IsWildcard && new Wildcard(album.Text) is var wildcard)
            return _albums.FindAll(row => wildcard.IsMatch(row.Title) || wildcard.IsMatch(_tree.FullTitle(row)));
        return found.Count > 0 ? found
            : throw new ImaLinkException(ErrorCode.AlbumNotFound, $"No album is called '{IndexCheck.Excerpt(album.Text)}'. Get-ImaAlbum lists them.", album.Text);
    }

    internal AlbumRow Row(Selector album) => Rows(album) switch
    {
        [var one] => one,
        [] => throw new ImaLinkException(ErrorCode.AlbumNotFound, $"No album is called '{IndexCheck.Excerpt(album.Text)}'. Get-ImaAlbum lists them.", album.Text),
        var several => throw new ImaLinkException(ErrorCode.AmbiguousAlbum,
            $"'{IndexCheck.Excerpt(album.Text)}' fits several albums: {string.Join("; ", several.Select(row => $"'{_tree.FullTitle(row)}' ({row.Uuid})"))}. Name one by its full title or its UUID.", album.Text),
    };

    internal Album Describe(AlbumRow album)
    {
        AlbumRow? parent = _tree.ParentOf(album.Uuid);
        string? filter = album.Value(AlbumField.Filter);
        (long photos, long unknown) = filter is null ? _catalog.AlbumMembers.Present(album.Id) : (0, 0);
        List<(string Storage, bool Dirty)> storages = _catalog.AlbumFiles.Storages(album.Id);
        return new Album
        {
            Uuid = album.Uuid,
            Title = album.Title,
            FullTitle = _tree.FullTitle(album),
            Description = album.Text(AlbumField.Description),
            Parent = parent is null ? null : _tree.FullTitle(parent),
            ParentUuid = parent?.Uuid,
            Kind = filter is null ? AlbumKind.Album : AlbumKind.Search,
            Order = album.Text(AlbumField.Order) ?? AlbumOrder.Position,
            Count = photos,
            Unknown = unknown,
            Albums = _tree.In(album.Uuid).Count(),
            Cover = CoverOf(album)?.Hothash,
            Filter = filter,
            Storages = [.. storages.Select(storage => storage.Storage)],
            Unwritten = [.. storages.Where(storage => storage.Dirty).Select(storage => storage.Storage)],
        };
    }

    private static ImageKey? CoverOf(AlbumRow album)
    {
        if (album.Value(AlbumField.Cover) is not { } cover)
            return null;
        using JsonDocument image = JsonDocument.Parse(cover);
        return AlbumField.Image(image.RootElement);
    }
}
