namespace ImaLink.Files;

/// <summary>
/// The one place where a file of the program's own in a storage is opened for reading: indexes and their former versions, ledgers, the
/// manifest, journals, the lists of the trash, hotpreviews. A storage may come from anybody, so nothing of ours is read or written
/// through a link: where the file, or a folder of ours that it lies in, is one, what it leads to belongs to somebody else.
/// </summary>
internal static class OwnFiles
{
    /// <summary>The folder of the program's own in a storage.</summary>
    internal const string PrivateFolder = ".imalink";

    /// <summary>The folder of the albums in a storage.</summary>
    internal const string AlbumsFolder = "albums";

    private static readonly string PrivatePart = Path.DirectorySeparatorChar + PrivateFolder + Path.DirectorySeparatorChar;

    /// <summary>Whether such a file is there, and is no link.</summary>
    internal static bool Exists(string path) => File.Exists(path) && LinkTo(path) is null;

    /// <summary>Opens it.</summary>
    /// <exception cref="IOException">It cannot be read, or is a link.</exception>
    internal static FileStream OpenRead(string path) => LinkTo(path) is { } link ? throw new LinkException(link)
        : FileReading.OpenStream(path, FileOptions.SequentialScan);

    /// <summary>Reads it whole.</summary>
    /// <exception cref="IOException">It cannot be read, is a link, or is larger than any that is written.</exception>
    internal static byte[] ReadAllBytes(string path, int atMost = 1 << 30) =>
        LinkTo(path) is { } link ? throw new LinkException(link) : FileReading.ReadAllBytes(path, atMost);

    /// <summary>Refuses a file that is a link, or lies in a folder that is one.</summary>
    /// <exception cref="ImaLinkException">AccessDenied.</exception>
    internal static void Require(string path) => Refuse(LinkTo(path));

    /// <summary>Refuses a file that lies in a folder that is a link; a link in its own place may be replaced.</summary>
    /// <exception cref="ImaLinkException">AccessDenied.</exception>
    internal static void RequireFolder(string path) => Refuse(RealPath.LinkBelow(RootOf(path), Path.GetDirectoryName(path)!));

    private static string? LinkTo(string path) => RealPath.LinkBelow(RootOf(path), path);

    private static void Refuse(string? link)
    {
        if (link is not null)
            throw IoErrors.Wrap(new LinkException(link), link, writing: true);
    }

    /// <summary>The storage that a file of ours lies in, as its path tells; of any other file, its folder.</summary>
    private static string RootOf(string path)
    {
        int own = (path + Path.DirectorySeparatorChar).LastIndexOf(PrivatePart, StringComparison.Ordinal);
        if (own >= 0)
            return path[..own];
        string folder = Path.GetDirectoryName(path) ?? path;
        return Path.GetFileName(path).StartsWith("session_", StringComparison.Ordinal) || Path.GetFileName(folder) == AlbumsFolder ? Path.GetDirectoryName(folder) ?? folder : folder;
    }
}

/// <summary>Where a file of a storage should be, there is a link.</summary>
#pragma warning disable CA1032 // made in one place
internal sealed class LinkException(string link) : IOException(
    $"'{link}' is a link, and nothing is read or written through it: what belongs to a storage lies in the storage itself. Put what it leads to in its place, or take it away.");
#pragma warning restore CA1032
