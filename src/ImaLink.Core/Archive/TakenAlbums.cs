using System.Security.Cryptography;
using System.Text;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>
/// Albums as another program has them. Each has the same UUID whoever takes it over and however often, so that what is new there is added; what its owner changed here since, or took out, stays so. Those that
/// change something are called inside a transaction.
/// </summary>
internal sealed class TakenAlbums(CatalogDatabase catalog)
{
    private const int MaxTitle = 1000;

    /// <summary>The UUID of an album.</summary>
    /// <param name="name">What tells it from all others, of whatever program.</param>
    internal static Guid UuidOf(string name)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>A title as albums can have it: a slash stands between an album and what lies in it.</summary>
    /// <param name="text">The title.</param>
    /// <param name="otherwise">The title where that is none.</param>
    internal static string TitleOf(string text, string otherwise)
    {
        string title = string.Concat(FileNames.Composed(text).Select(c => c == '/' ? '-' : char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        return title.Length is > 0 and <= MaxTitle ? title : otherwise;
    }

    /// <summary>A description as the value of a field; null where it cannot be recorded.</summary>
    internal static string? TextOf(string? description)
    {
        try
        {
            return PhotoValues.Lines("A description", description);
        }
        catch (ImaLinkException)
        {
            return null;
        }
    }

    /// <summary>The album, made of what is said of it where it is not known; null where its owner removed it, or made a search of it.</summary>
    internal AlbumRow? Of(Guid uuid, IReadOnlyDictionary<string, string?> said)
    {
        AlbumRow album = catalog.Albums.Of(uuid);
        if (album.IsRemoved)
            return null;
        if (album.Fields.Count == 0)
            catalog.Albums.Say(album, said);
        return album.Value(AlbumField.Filter) is null ? album : null;
    }

    /// <summary>Those of some photos that the album never had, each once.</summary>
    internal List<(ImageKey Image, Guid Photo)> NewTo(AlbumRow? album, IEnumerable<long> photos) =>
    [
        .. photos.Distinct().Where(photo => album is null || catalog.AlbumMembers.OfPhoto(album.Id, photo).Count == 0)
            .Select(photo => catalog.AlbumMembers.ImageOf(photo)).OfType<(ImageKey Image, Guid Photo)>()
            .Where(member => album is null || catalog.AlbumMembers.Find(album.Id, member.Image) is null).DistinctBy(member => member.Image),
    ];

    /// <summary>Puts photos that it never had at the end of an album, in their order.</summary>
    /// <returns>How many.</returns>
    internal int Put(AlbumRow album, IEnumerable<long> photos)
    {
        List<(ImageKey Image, Guid Photo)> members = NewTo(album, photos);
        if (members.Count == 0 || AlbumPosition.Between(catalog.AlbumMembers.Last(album.Id), null, members.Count) is not { } positions)
            return 0;
        long revision = catalog.Albums.NextRevision(album.Id);
        foreach (((ImageKey image, Guid photo), string position) in members.Zip(positions))
        {
            catalog.AlbumMembers.Say(album.Id, new AlbumMember(image, position, photo == image.PhotoUuid ? null : photo, null, revision, catalog.Uuid));
            catalog.AlbumFiles.NeedFor(album.Id, image);
        }

        catalog.Albums.MembersChanged(album.Id);
        return members.Count;
    }
}
