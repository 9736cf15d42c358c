using System.Globalization;
using ImaLink.Files;

namespace ImaLink.Index;

/// <summary>Where things lie in a FileStorage. Pure: nothing here touches the disk.</summary>
/// <param name="Root">Full path of the storage's own directory.</param>
public sealed record StorageLayout(string Root)
{
    /// <summary>Name of the owner's folder.</summary>
    public const string PhotosFolder = "photos";

    /// <summary>Name of the program's own folder.</summary>
    public const string PrivateFolder = OwnFiles.PrivateFolder;

    /// <summary>The master index.</summary>
    public string MasterIndex => Path.Combine(Root, "index.json");

    /// <summary>The manifest in the format of <c>sha256sum</c>.</summary>
    public string Manifest => Path.Combine(Root, "manifest-sha256.txt");

    /// <summary>The folder of the session indexes.</summary>
    public string Imports => Path.Combine(Root, "imports");

    /// <summary>The folder of the albums.</summary>
    public string Albums => Path.Combine(Root, OwnFiles.AlbumsFolder);

    /// <summary>The owner's folder.</summary>
    public string Photos => Path.Combine(Root, PhotosFolder);

    /// <summary>The program's own folder.</summary>
    public string Private => Path.Combine(Root, PrivateFolder);

    /// <summary>Hotpreviews; may be deleted, are rebuilt.</summary>
    public string Hotpreviews => Path.Combine(Private, "hotpreviews");

    /// <summary>Files on their way in, one folder per operation.</summary>
    public string Incoming => Path.Combine(Private, "incoming");

    /// <summary>Unfinished operations, one folder each.</summary>
    public string Journals => Path.Combine(Private, "journal");

    /// <summary>What was removed.</summary>
    public string Trash => Path.Combine(Private, "trash");

    /// <summary>Held by the process that writes.</summary>
    public string Lock => Path.Combine(Private, "lock");

    /// <summary>Name of the directory of a new storage: time of creation in UTC and the beginning of its UUID.</summary>
    public static string DirectoryName(DateTime createdAt, Guid uuid) =>
        string.Create(CultureInfo.InvariantCulture, $"imalink_{createdAt:yyyyMMdd_HHmmss}_{uuid.ToString("N")[..8]}");

    /// <summary>Path of a session index relative to the storage.</summary>
    public static string SessionIndexPath(int number) => $"imports/session_{number}.json";

    /// <summary>Full path of a session index.</summary>
    public string SessionIndex(int number) => Path.Combine(Imports, $"session_{number}.json");

    /// <summary>Full path of a session's ledger.</summary>
    public string Ledger(int number) => Path.Combine(Imports, $"session_{number}.ledger.jsonl");

    /// <summary>Full path of what was said in a session since its index was written.</summary>
    internal string Said(int number) => SaidFile.Of(SessionIndex(number));

    /// <summary>Full path of an album's file.</summary>
    public string Album(Guid uuid) => Path.Combine(Albums, $"{uuid}.json");

    /// <summary>The albums whose files, or former versions of them, lie in the storage, by UUID; what a program that copies files calls a further version is none.</summary>
    /// <exception cref="ImaLinkException">The folder cannot be read.</exception>
    internal List<Guid> PresentAlbums()
    {
        try
        {
            return Directory.Exists(Albums) && RealPath.LinkBelow(Root, Albums) is null
                ? [.. Directory.EnumerateFiles(Albums).Select(Path.GetFileName).Select(AlbumIn).OfType<Guid>().Distinct().Order()] : [];
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, Albums, writing: e is UnauthorizedAccessException); // not "is a folder"
        }

        static Guid? AlbumIn(string? name) => name is { Length: >= 36 } && Guid.TryParseExact(name[..36], "D", out Guid uuid) && (name == $"{uuid}.json" || name == $"{uuid}.json.bak") ? uuid : null;
    }

    /// <summary>Full path of an image's hotpreview.</summary>
    public string Hotpreview(string hothash) => Path.Combine(Hotpreviews, hothash[..2], hothash[2..4], hothash + ".jpg");

    /// <summary>Full path of a file named by its path in the storage (with <c>/</c>).</summary>
    public string FullName(string relativePath) =>
        Path.Combine(Root, Path.DirectorySeparatorChar == '/' ? relativePath : relativePath.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The path in the storage (with <c>/</c>) of a file in it.</summary>
    public string RelativePath(string fullName)
    {
        string relative = Path.GetRelativePath(Root, fullName);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>
    /// Whether a path read from an index may be used: relative, with <c>/</c>, below <c>photos/</c>, without <c>..</c>,
    /// empty segments and NUL; on Windows also without drives, streams, devices, and names that it would take for others.
    /// </summary>
    public static bool IsSafePhotoPath(string? path) => IsSafePhotoPath(path, OperatingSystem.IsWindows());

    internal static bool IsSafePhotoPath(string? path, bool onWindows) =>
        path is { Length: > 7 }
        && path.StartsWith(PhotosFolder + "/", StringComparison.Ordinal)
        && IsSafePath(path, onWindows);

    /// <summary>The same of any file in the storage.</summary>
    internal static bool IsSafePath(string path) => IsSafePath(path, OperatingSystem.IsWindows());

    private static bool IsSafePath(string path, bool onWindows) =>
        path.Length is > 0 and < 8192
        && !path.Contains('\0')
        && !HasUnsafeSegment(path)
        && (!onWindows || path.Split('/').All(FileNames.IsPlainOnWindows));

    private static bool HasUnsafeSegment(string path)
    {
        int end;
        for (int start = 0; start <= path.Length; start = end + 1)
        {
            end = path.IndexOf('/', start) is var slash and >= 0 ? slash : path.Length;
            if (path.AsSpan(start, end - start) is "" or "." or "..")
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether the folder of a file of this storage really lies in it: no link on the way leads elsewhere. Asked before a
    /// file is moved on the word of an index.
    /// </summary>
    internal bool Holds(string relativePath) => RealPath.LinkBelow(Root, Path.GetDirectoryName(FullName(relativePath))!) is null;

    /// <summary>
    /// Whether what lies at a path of this storage lies in it, links followed. Asked before a file is read on the word of an index.
    /// </summary>
    internal bool Reaches(string relativePath) => Holds(relativePath)
        && (new FileInfo(FullName(relativePath)).LinkTarget is null || RealPath.IsBelow(Root, FullName(relativePath)));

    /// <summary>Full path of a file that is read on the word of an index.</summary>
    /// <exception cref="IOException">A link leads out of the storage.</exception>
    internal string Inside(string relativePath) => Reaches(relativePath) ? FullName(relativePath)
        : throw new IOException("a link in its path leads out of the storage, and nothing is read there");
}
