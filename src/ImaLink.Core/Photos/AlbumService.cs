using System.Text.Json;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Photos;

/// <summary>
/// Makes and changes albums: durable in the catalog at once, and written to the storages once, when the command ends. What a storage has not got then, as it is not there
/// or the process was killed, stays due in the catalog, and the next command that writes the storage writes it.
/// </summary>
public sealed class AlbumService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private const int MaxTitle = 1000;
    private readonly DurableFiles _files = new();

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal AlbumService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files)
        : this(catalog, lockTimeout) => _files = files;

    /// <summary>Makes an album; <c>Travel/Italy</c> lies in Travel, which is made where it does not exist.</summary>
    /// <exception cref="ImaLinkException">AlbumExists, AlbumNotFound, AmbiguousAlbum, InvalidValue, StorageNotFound.</exception>
    public Album Create(string title, AlbumEdit edit) => catalog.Transaction(() =>
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(edit);
        if (!catalog.Storages.All().Any(storage => storage.IsActive && !storage.Retired))
            throw new ImaLinkException(ErrorCode.StorageNotFound, "An album lies in the storages of its photos, and there is none. New-ImaFileStorage makes one.", title);
        string[] titles = [.. title.Split('/').Select(RequireTitle)];
        var finder = new AlbumFinder(catalog);
        AlbumRow? parent = edit.Parent is { } within ? finder.Row(within) : null;
        AlbumRow? made = null;
        foreach (string part in titles)
        {
            parent = made ?? parent;
            made = finder.Rows(null).Find(album => finder.Tree.ParentOf(album.Uuid)?.Uuid == parent?.Uuid && string.Equals(album.Title, part, StringComparison.OrdinalIgnoreCase));
            if (made is not null && ReferenceEquals(part, titles[^1]))
                throw new ImaLinkException(ErrorCode.AlbumExists, $"There is an album '{finder.Tree.FullTitle(made)}' already. Give another title, or change that one with Set-ImaAlbum.", title);
            if (made is not null)
                continue;
            made = catalog.Albums.Of(Guid.NewGuid());
            catalog.Albums.Say(made, new Dictionary<string, string?>
            {
                [AlbumField.Title] = CanonicalJson.Of(part),
                [AlbumField.Parent] = parent is null ? null : CanonicalJson.Of(parent.Uuid.ToString()),
            });
            made = catalog.Albums.Get(made.Id);
        }

        return Say(made!, edit with { Title = null, Parent = null, AtTop = false });
    });

    /// <summary>Changes what is said of an album.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, AmbiguousAlbum, AlbumExists, InvalidValue: an album within itself.</exception>
    public Album Set(Guid album, AlbumEdit edit) => catalog.Transaction(() => Say(Get(album), edit));

    /// <summary>Removes an album; its photos stay where they are.</summary>
    /// <param name="album">The album.</param>
    /// <param name="withAlbums">Removes the albums within it as well.</param>
    /// <exception cref="ImaLinkException">AlbumNotFound; InvalidValue where albums lie in it.</exception>
    public void Remove(Guid album, bool withAlbums) => catalog.Transaction(() =>
    {
        AlbumRow row = Get(album);
        var finder = new AlbumFinder(catalog);
        List<AlbumRow> all = finder.Rows(null).FindAll(other => finder.Tree.IsWithin(other.Uuid, album));
        if (all.Count > 1 && !withAlbums)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"{all.Count - 1} album(s) lie in '{finder.Tree.FullTitle(row)}'. -Recurse removes them too; Set-ImaAlbum -Parent puts them elsewhere.", row.Title);
        foreach (AlbumRow each in all)
            catalog.Albums.Say(each, new Dictionary<string, string?> { [AlbumField.Removed] = CanonicalJson.True });
    });

    /// <summary>Puts photos into an album, in their order; one that is in it stays where it is, unless it is said where.</summary>
    /// <returns>The album, and how many of the photos were not in it.</returns>
    /// <exception cref="ImaLinkException">AlbumNotFound, InvalidValue.</exception>
    public (Album Album, int Added) AddPhotos(Guid album, IReadOnlyCollection<long> photos, AlbumPlace place) => catalog.Transaction(() =>
    {
        ArgumentNullException.ThrowIfNull(photos);
        AlbumRow row = Get(album);
        if (row.Value(AlbumField.Filter) is not null)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{row.Title}' is a search that was saved: it shows what it finds. Make another album for photos of your choice.", row.Title);
        int added = new AlbumPlacement(catalog, row).Put(photos, place);
        catalog.AlbumFiles.Complete();
        return (new AlbumFinder(catalog).Describe(Get(album)), added);
    });

    /// <summary>Takes photos out of an album.</summary>
    /// <returns>The album, and how many of the photos were in it.</returns>
    /// <exception cref="ImaLinkException">AlbumNotFound.</exception>
    public (Album Album, int Removed) RemovePhotos(Guid album, IReadOnlyCollection<long> photos) => catalog.Transaction(() =>
    {
        ArgumentNullException.ThrowIfNull(photos);
        AlbumRow row = Get(album);
        int removed = new AlbumPlacement(catalog, row).Take(photos);
        return (new AlbumFinder(catalog).Describe(Get(album)), removed);
    });

    /// <summary>Writes what is due to the storages that are there. One that cannot be written gets it later, and is told.</summary>
    /// <returns>Why storages could not be written; empty where all that are there were.</returns>
    public IReadOnlyList<ImaLinkException> Write(CancellationToken cancellationToken = default)
    {
        var problems = new List<ImaLinkException>();
        foreach (long id in catalog.AlbumFiles.DueStorages())
        {
            StorageRow storage = catalog.Storages.Get(id);
            try
            {
                if (!storage.IsActive || storage.Retired || !StorageProbe.IsReachable(storage))
                    continue;
                using StorageWriter writer = StorageWriter.Open(catalog, storage, _files, lockTimeout, cancellationToken);
                writer.WriteIndexes(cancellationToken);
            }
            catch (ImaLinkException e)
            {
                problems.Add(new(e.Code, $"The change is kept in the catalog and does not stand in the storage '{storage.Name}' yet: {e.Message} The next command that writes this storage writes it.", storage.Name, e));
            }
        }

        return problems;
    }

    /// <summary>An album as it is now.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound.</exception>
    public Album Describe(Guid album) => new AlbumFinder(catalog).Describe(Get(album));

    private AlbumRow Get(Guid album) => catalog.Albums.Find(album) is { IsRemoved: false } row ? row
        : throw new ImaLinkException(ErrorCode.AlbumNotFound, $"The album {album} is not there any more. Get-ImaAlbum lists them.", album.ToString());

    private static string OrderOf(string text) => Array.Find([AlbumOrder.Position, AlbumOrder.TakenAt], word => word.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw new ImaLinkException(ErrorCode.InvalidValue, $"'{text}' is no order of an album. There are {AlbumOrder.Position}, as its photos were put in, and {AlbumOrder.TakenAt}.", text);

    private Album Say(AlbumRow album, AlbumEdit edit)
    {
        var changes = new Dictionary<string, string?>();
        if (edit.Title is not null)
            changes[AlbumField.Title] = CanonicalJson.Of(RequireTitle(edit.Title));
        if (edit.Description is not null)
            changes[AlbumField.Description] = PhotoValues.Lines("A description", edit.Description);
        if (edit.Cover is { } cover)
            changes[AlbumField.Cover] = AlbumField.Value(catalog.AlbumMembers.ImageOf(cover)?.Image ?? throw Gone(cover));
        else if (edit.NoCover)
            changes[AlbumField.Cover] = null;
        if (edit.Order is not null)
            changes[AlbumField.Order] = OrderOf(edit.Order) is AlbumOrder.TakenAt ? CanonicalJson.Of(AlbumOrder.TakenAt) : null;
        if (edit.Filter is not null)
            changes[AlbumField.Filter] = FilterValue(album, edit.Filter);
        if (edit.Parent is not null)
            changes[AlbumField.Parent] = CanonicalJson.Of(ParentOf(album, edit.Parent).ToString());
        else if (edit.AtTop)
            changes[AlbumField.Parent] = null;
        catalog.Albums.Say(album, changes);
        catalog.AlbumFiles.Complete();
        return new AlbumFinder(catalog).Describe(catalog.Albums.Get(album.Id));
    }

    private Guid ParentOf(AlbumRow album, Selector selector)
    {
        var finder = new AlbumFinder(catalog);
        AlbumRow parent = finder.Row(selector);
        return !finder.Tree.IsWithin(parent.Uuid, album.Uuid) ? parent.Uuid : throw new ImaLinkException(ErrorCode.InvalidValue,
            $"'{finder.Tree.FullTitle(album)}' cannot be put into '{finder.Tree.FullTitle(parent)}': an album does not lie within itself.", album.Title);
    }

    private string FilterValue(AlbumRow album, PhotoFilter filter)
    {
        if (catalog.AlbumMembers.Count(album.Id) > 0)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{album.Title}' holds photos and cannot become a saved search. Make another album with -Filter.", album.Title);
        new PhotoQuery(catalog).Verify(filter);
        return CanonicalJson.Of(JsonSerializer.SerializeToElement(filter, IndexJson.Instance.PhotoFilter));
    }

    private static string RequireTitle(string title)
    {
        string line = OwnerText.Line("A title", title, MaxTitle);
        return line.Length > 0 && !line.Contains('/', StringComparison.Ordinal) ? line : throw new ImaLinkException(ErrorCode.InvalidValue,
            $"'{IndexCheck.Excerpt(title)}' is no title of an album: each part needs one, and '/' stands between an album and what lies in it.", title);
    }

    internal static ImaLinkException Gone(long photo) => new(ErrorCode.FileNotFound, $"The photo {photo} is not known any more. Get it again and run the command again.", photo.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
