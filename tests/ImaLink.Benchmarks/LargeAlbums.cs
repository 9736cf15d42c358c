using System.Globalization;
using ImaLink.Index;

namespace ImaLink.Benchmarks;

/// <summary>The albums of a <see cref="LargeStorage"/>: a hundred of a thousand photos each, and one of a hundred thousand.</summary>
internal static class LargeAlbums
{
    /// <summary>An album of a thousand photos.</summary>
    public const string Usual = "Album 7";

    private const int Count = 100, Each = 1000, Most = 100_000;

    /// <summary>Writes them.</summary>
    /// <param name="root">The storage's own directory.</param>
    /// <param name="image">The images of the storage, by a number.</param>
    public static void Make(string root, Func<int, ImageKey> image)
    {
        MakeLargest(root, image);
        for (int album = 0; album < Count; album++)
            Write(new StorageLayout(root), string.Create(CultureInfo.InvariantCulture, $"Album {album}"), Enumerable.Range(0, Each).Select(i => image(album * 7919 + i * 97)));
    }

    /// <summary>Writes the one of a hundred thousand.</summary>
    public static void MakeLargest(string root, Func<int, ImageKey> image)
    {
        var layout = new StorageLayout(root);
        Directory.CreateDirectory(layout.Albums);
        Write(layout, "Everything", Enumerable.Range(0, Most).Select(image));
    }

    private static void Write(StorageLayout layout, string title, IEnumerable<ImageKey> images)
    {
        Guid uuid = LargeStorage.NewGuid(title);
        List<ImageKey> members = [.. images];
        List<string> positions = AlbumPosition.Between(null, null, members.Count)!;
        var header = new AlbumHeader(uuid, 1, LargeStorage.Writer, MasterIndex.CurrentVersion, [new Statement(AlbumField.Title, CanonicalJson.Of(title), 1, LargeStorage.Writer)]);
        using FileStream stream = File.Create(layout.Album(uuid));
        AlbumFile.Write(stream, header, members.Select((member, i) => new AlbumMember(member, positions[i], member.PhotoUuid, null, 1, LargeStorage.Writer)), []);
    }
}
