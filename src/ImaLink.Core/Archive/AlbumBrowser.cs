using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>The albums of one storage by their files alone, as <see cref="IndexBrowser"/> shows its sessions: no catalog, nothing written.</summary>
public sealed class AlbumBrowser
{
    private readonly string _storage;
    private readonly OperationReporter _reporter;
    private readonly Dictionary<Guid, string> _paths = [];
    private readonly AlbumNames _names;

    /// <summary>Reads what is said of each album, without its members.</summary>
    /// <param name="root">The storage's own directory.</param>
    /// <param name="storage">The storage's name.</param>
    /// <param name="reporter">Is told of each album that cannot be read, or whose previous version stands in for it.</param>
    public AlbumBrowser(string root, string storage, OperationReporter reporter)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        (_storage, _reporter) = (storage, reporter);
        var layout = new StorageLayout(root);
        _names = new AlbumNames([.. layout.PresentAlbums().Select(uuid => ReadOrFormer(layout.Album(uuid), uuid)).OfType<AlbumRow>()]);
    }

    /// <summary>The albums that are meant, by full title; null for all. One whose members cannot be read is told, and left out.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, where a name without wildcard fits none.</exception>
    public IEnumerable<Album> Find(Selector? album, CancellationToken cancellationToken)
    {
        foreach (AlbumRow row in _names.Rows(album))
            if (Count(row, cancellationToken) is { } count)
                yield return _names.Describe(row, count) with { Storages = [_storage] };
    }

    /// <summary>Whether a file holds an image of one of the albums that are meant.</summary>
    /// <exception cref="ImaLinkException">AlbumNotFound, where a name without wildcard fits none; IndexCorrupt.</exception>
    public Predicate<ImageFile> Holder(IEnumerable<Selector?> albums, CancellationToken cancellationToken)
    {
        HashSet<ImageKey> images = [.. albums.SelectMany(_names.Rows).DistinctBy(row => row.Uuid).SelectMany(row => Members(row, cancellationToken)).Select(member => member.Image)];
        return file => file.Hothash is { } hothash && images.Contains(new ImageKey(hothash, file.Width ?? 0, file.Height ?? 0));
    }

    private long? Count(AlbumRow album, CancellationToken cancellationToken)
    {
        try
        {
            return Members(album, cancellationToken).LongCount();
        }
        catch (ImaLinkException e)
        {
            _reporter.Error?.Invoke(e);
            return null;
        }
    }

    private AlbumRow? ReadOrFormer(string path, Guid uuid)
    {
        try
        {
            return Read(path, uuid);
        }
        catch (ImaLinkException e)
        {
            try
            {
                AlbumRow former = Read(path + ".bak", uuid);
                _reporter.Warning?.Invoke($"{e.Message} What is shown was read from '{path}.bak'.");
                return former;
            }
            catch (ImaLinkException)
            {
                _reporter.Error?.Invoke(e);
                return null;
            }
        }
    }

    private AlbumRow Read(string path, Guid uuid)
    {
        AlbumHeader header = AlbumFile.ReadHeader(path);
        if (header.Uuid != uuid)
            throw new ImaLinkException(ErrorCode.IndexCorrupt, $"'{path}' says that it is the album {header.Uuid}. Update-ImaIndex writes it again from all that can be read.", path);
        _paths[uuid] = path;
        Dictionary<string, Statement> fields = header.Fields.ToDictionary(field => field.Field);
        return new AlbumRow(0, uuid, header.Revision, 0, fields.GetValueOrDefault(AlbumField.Removed)?.Value is not null, fields);
    }

    private IEnumerable<AlbumMember> Members(AlbumRow album, CancellationToken cancellationToken) => AlbumFile.ReadMembers(_paths[album.Uuid]).Where(member =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return !member.IsRemoved;
    });
}
