using System.Text.Json;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Albums by what a user typed: UUID, title with those of the albums that it is in (<c>Travel/Italy</c>), title alone, wildcard.</summary>
internal sealed class AlbumNames
{
    private readonly List<AlbumRow> _albums;

    /// <param name="all">All albums, those that were removed too.</param>
    internal AlbumNames(IReadOnlyCollection<AlbumRow> all)
    {
        Tree = new AlbumTree(all);
        _albums = [.. all.Where(album => !album.IsRemoved).OrderBy(album => Tree.FullTitle(album), StringComparer.OrdinalIgnoreCase).ThenBy(album => album.Uuid)];
    }

    internal AlbumTree Tree { get; }

    /// <summary>What is wrong with albums: two catalogs put some into each other, or one searches for what this version cannot look for.</summary>
    internal IEnumerable<string> Problems => _albums.Where(album => Tree.Cut.Contains(album.Uuid)).Select(album =>
        $"The album '{album.Title}' and the one that it was put into were put into each other, by two catalogs; it is shown at the top. Set-ImaAlbum -Album {album.Uuid} -Parent says where it belongs.")
        .Concat(_albums.Select(album => (Album: album, Unknown: UnknownConditions(album))).Where(one => one.Unknown.Length > 0).Select(one =>
            $"The saved search '{one.Album.Title}' has conditions of a later version ({one.Unknown}), which are kept; only a newer ImaLink can look for them."))
        .Concat(_albums.Select(Unreadable).OfType<string>());

    /// <summary>The albums that are meant, by full title; null for all.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, where a name without wildcard fits none.</exception>
    internal List<AlbumRow> Rows(Selector? album)
    {
        if (album is null)
            return _albums;
        if (Guid.TryParse(album.Text, out Guid uuid) && _albums.FindAll(row => row.Uuid == uuid) is { Count: > 0 } byUuid)
            return byUuid;
        List<AlbumRow> found = _albums.FindAll(row => album.IsNameOf(Tree.FullTitle(row)));
        if (found.Count == 0)
            found = _albums.FindAll(row => album.IsNameOf(row.Title));
        if (found.Count == 0 && album.IsWildcard && new Wildcard(album.Text) is var wildcard)
            return _albums.FindAll(row => wildcard.IsMatch(row.Title) || wildcard.IsMatch(Tree.FullTitle(row)));
        return found.Count > 0 ? found : throw NotFound(album);
    }

    /// <summary>The one album that is meant.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, AmbiguousAlbum with the candidates.</exception>
    internal AlbumRow Row(Selector album) => Rows(album) switch
    {
        [var one] => one,
        [] => throw NotFound(album),
        var several => throw new ImaLinkException(ErrorCode.AmbiguousAlbum,
            $"'{IndexCheck.Excerpt(album.Text)}' fits several albums: {string.Join("; ", several.Select(row => $"'{Tree.FullTitle(row)}' ({row.Uuid})"))}. Name one by its full title or its UUID.", album.Text),
    };

    /// <summary>An album as commands emit it, but for what depends on where its photos are.</summary>
    internal Album Describe(AlbumRow album, long count)
    {
        AlbumRow? parent = Tree.ParentOf(album.Uuid);
        string? filter = album.Value(AlbumField.Filter);
        return new Album
        {
            Uuid = album.Uuid,
            Title = album.Title,
            FullTitle = Tree.FullTitle(album),
            Description = album.Text(AlbumField.Description),
            Parent = parent is null ? null : Tree.FullTitle(parent),
            ParentUuid = parent?.Uuid,
            Kind = filter is null ? AlbumKind.Album : AlbumKind.Search,
            Order = album.Text(AlbumField.Order) ?? AlbumOrder.Position,
            Count = count,
            Albums = Tree.In(album.Uuid).Count(),
            Cover = CoverOf(album)?.Hothash,
            Filter = filter,
        };
    }

    private static string? Unreadable(AlbumRow album)
    {
        if (album.Value(AlbumField.Filter) is null)
            return null;
        try
        {
            PhotoQuery.Saved(album);
            return null;
        }
        catch (ImaLinkException e)
        {
            return e.Message;
        }
    }

    private static string UnknownConditions(AlbumRow album)
    {
        if (album.Value(AlbumField.Filter) is not { } filter)
            return "";
        using JsonDocument conditions = JsonDocument.Parse(filter);
        return string.Join(", ", conditions.RootElement.EnumerateObject().Select(condition => condition.Name)
            .Except(IndexJson.Instance.PhotoFilter.Properties.Select(property => property.Name)).Select(name => IndexCheck.Excerpt(name)));
    }

    private ImaLinkException NotFound(Selector album) => new(ErrorCode.AlbumNotFound,
        $"No album is called '{IndexCheck.Excerpt(album.Text)}'.{NearNames.Hint(album.Text, _albums.Select(known => album.Text.Contains('/') ? Tree.FullTitle(known) : known.Title))} Get-ImaAlbum lists them.", album.Text);

    private static ImageKey? CoverOf(AlbumRow album)
    {
        if (album.Value(AlbumField.Cover) is not { } cover)
            return null;
        using JsonDocument image = JsonDocument.Parse(cover);
        return AlbumField.Image(image.RootElement);
    }
}
