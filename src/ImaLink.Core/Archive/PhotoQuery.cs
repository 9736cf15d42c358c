using System.Text.Json;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Finds photos by a filter.</summary>
public sealed class PhotoQuery(CatalogDatabase catalog)
{
    private readonly PhotoSearch _search = new(catalog);
    private AlbumFinder? _albums;

    /// <summary>The photos that fit, as they are found.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="by">In which order, a word of <see cref="PhotoOrder"/>; null for an album's own where one is asked for, else as they became known.</param>
    /// <param name="isDescending">Whether the last come first.</param>
    /// <param name="skip">How many of the first are left out.</param>
    /// <param name="first">How many are wanted; null for all.</param>
    /// <exception cref="ImaLinkException">A name without wildcard fits nothing; InvalidValue: there are no such values.</exception>
    public IEnumerable<Photo> Run(PhotoFilter filter, string? by = null, bool isDescending = false, int skip = 0, int? first = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        PhotoPage page = Ordered(filter, new PhotoPage(by ?? PhotoOrder.Added, isDescending, skip, first), by is null);
        return new PhotoTable(catalog).Stream(_search.Ids(Checked(filter), page));
    }

    /// <summary>When the photos that fit were taken, counted by periods, in their order; those of which nobody knows it last.</summary>
    /// <exception cref="ImaLinkException">As with <see cref="Run"/>.</exception>
    public IEnumerable<TimelineEntry> Timeline(PhotoFilter filter, TimelineBy by) => new PhotoTimeline(catalog).Run(Checked(filter), by);

    /// <summary>How many photos fit.</summary>
    /// <exception cref="ImaLinkException">As with <see cref="Run"/>.</exception>
    public long Count(PhotoFilter filter) => _search.Count(Checked(filter));

    /// <summary>Fails where a filter asks for what cannot be looked for; what it names need not be there.</summary>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    internal void Verify(PhotoFilter filter) => Conditions(filter with { Albums = null, Storages = null, Sessions = null }, []);

    /// <summary>The conditions of a filter; what it names has to be there.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="inAnyStorage">Whether photos that lie in disabled storages alone are not left out.</param>
    internal PhotoConditions Checked(PhotoFilter filter, bool inAnyStorage = false)
    {
        PhotoConditions conditions = Conditions(filter, [], inAnyStorage);
        return conditions.Unknown.Count == 0 ? conditions : throw conditions.Unknown[0];
    }

    /// <summary>The photos of a filter as it was saved; names that nothing is called by now find nothing.</summary>
    internal List<long> Found(PhotoFilter filter) => [.. _search.Ids(Conditions(filter, []), new PhotoPage())];

    /// <summary>How many photos a saved search finds.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: it asks for what this version does not know, or for what there is not.</exception>
    internal long Count(AlbumRow search) => _search.Count(Conditions(Saved(search), new Dictionary<long, List<long>> { [search.Id] = [] }));

    /// <summary>What a saved search looks for.</summary>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    internal static PhotoFilter Saved(AlbumRow search)
    {
        try
        {
            return JsonSerializer.Deserialize(search.Value(AlbumField.Filter)!, IndexJson.Instance.PhotoFilter)!;
        }
        catch (JsonException e)
        {
            throw new ImaLinkException(ErrorCode.InvalidValue, $"The saved search '{search.Title}' has a condition whose value cannot be read ({e.Path?.TrimStart('$', '.')}). Say it anew with Set-ImaAlbum -Filter, or install a newer ImaLink, if that wrote it.", search.Title, e);
        }
    }

    private PhotoConditions Conditions(PhotoFilter filter, Dictionary<long, List<long>> searched, bool inAnyStorage = false) => new(catalog, filter, new PhotoScope
    {
        Storages = inAnyStorage ? null : Storages(filter),
        Sessions = filter.Sessions?.SelectMany(session => new SessionService(catalog, TimeSpan.Zero).Rows(session, null)).Select(row => row.Id).ToHashSet(),
        Albums = filter.Albums?.Select(album => Album(album, searched)).ToList(),
        Places = filter.CopiesLessThan is null ? new Dictionary<long, int>() : StorageDisk.Number(catalog.Storages.All(), filter.OnlineOnly),
    });

    /// <summary>Those that are named; where a photo or a session is, all; else those that are active.</summary>
    private HashSet<long>? Storages(PhotoFilter filter)
    {
        if (filter.Storages is { } named)
            return [.. named.SelectMany(new StorageService(catalog, TimeSpan.Zero).Rows).Select(row => row.Id)];
        List<StorageRow> all = [.. catalog.Storages.All()];
        return filter.Sessions is not null || filter.Uuids is not null || all.TrueForAll(row => row.IsActive) ? null : [.. all.Where(row => row.IsActive).Select(row => row.Id)];
    }

    /// <summary>What an album stands for. What its searches found is asked for once, and one that is looked for in itself finds nothing there.</summary>
    private AlbumScope Album(string name, Dictionary<long, List<long>> searched)
    {
        _albums ??= new AlbumFinder(catalog);
        List<AlbumRow> albums = _albums.RowsWithin(Named(name));
        return new AlbumScope([.. albums.Select(album => album.Id)], [.. albums.Where(album => album.Value(AlbumField.Filter) is not null).SelectMany(Photos)]);

        List<long> Photos(AlbumRow search)
        {
            if (!searched.TryGetValue(search.Id, out List<long>? found))
            {
                searched[search.Id] = [];
                searched[search.Id] = found = [.. _search.Ids(Conditions(Saved(search), searched), new PhotoPage())];
            }

            return found;
        }
    }

    private PhotoPage Ordered(PhotoFilter filter, PhotoPage page, bool isFree)
    {
        if (filter.Albums is not [var name] || (!isFree && page.By != PhotoOrder.Album))
        {
            return page.By != PhotoOrder.Album ? page
                : throw new ImaLinkException(ErrorCode.InvalidValue, "The order of an album is that of one album: name it with -Album.", PhotoOrder.Album);
        }

        _albums ??= new AlbumFinder(catalog);
        if (_albums.Rows(Named(name)) is not [var album])
            return page;
        return album.Text(AlbumField.Order) == AlbumOrder.TakenAt ? page with { By = PhotoOrder.TakenAt } : page with { By = PhotoOrder.Album, Album = album.Id };
    }

    private static Selector Named(string name) => new(name) { IsWildcard = Wildcard.IsWildcard(name) };
}
