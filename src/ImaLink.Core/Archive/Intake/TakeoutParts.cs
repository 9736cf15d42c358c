using ImaLink.Files;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;

namespace ImaLink.Archive.Intake;

/// <summary>
/// The parts of a Google Takeout among the sources of an import, as its archives were unpacked: one folder of an album or a year is spread over them, and the description of a photo may lie in
/// another part than the photo. Parts of several exports are kept apart (<see cref="TakeoutExports"/>).
/// </summary>
internal sealed class TakeoutParts
{
    private readonly List<(string Takeout, string Root, string Export)> _parts;

    /// <param name="paths">The sources, full paths of folders.</param>
    internal TakeoutParts(IEnumerable<string> paths)
    {
        List<(string Takeout, string Root)> parts = [.. paths.SelectMany(Of).DistinctBy(part => part.Takeout)];
        Folders = TakeoutExports.Of(parts.ConvertAll(part => part.Takeout));
        _parts = parts.ConvertAll(part => (part.Takeout, part.Root, Folders.Find(folder => folder.Folder == part.Takeout)!.Export));
    }

    /// <summary>All parts, with the export of each.</summary>
    internal List<TakeoutFolder> Folders { get; }

    /// <summary>Whether a folder is spread over several parts, as far as is known.</summary>
    internal bool AreSeveral => _parts.Count > 1;

    /// <summary>The same folder in all parts of its export that have it, in their order, each with the source that it lies in.</summary>
    internal List<(DirectoryInfo Folder, string Root)> Of(DirectoryInfo folder)
    {
        int own = _parts.FindIndex(part => folder.FullName.StartsWith(part.Takeout + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        return own < 0 || !AreSeveral ? []
            : [.. _parts.Where(part => part.Export == _parts[own].Export)
                .Select(part => (Folder: new DirectoryInfo(Path.Join(part.Takeout, folder.FullName[(_parts[own].Takeout.Length + 1)..])), part.Root, part.Takeout))
                .Where(part => part.Folder.Exists && IsWalked(part.Folder, part.Takeout)).Select(part => (part.Folder, part.Root))];
    }

    /// <summary>What is one folder in whichever part it lies: its path below <c>Takeout</c>; its own where it lies in none.</summary>
    internal static string Key(string folder) => TakeoutFile.Below(folder) is { } at ? folder[at..].Replace('\\', '/') : folder;

    /// <summary>What lies behind a link or is hidden, on whatever level, is no part: the walk does not come there.</summary>
    private static bool IsWalked(DirectoryInfo folder, string takeout)
    {
        for (DirectoryInfo? at = folder; at is not null && at.FullName.Length > takeout.Length; at = at.Parent)
            if (SourceWalk.IsPassedOver(at) is not null)
                return false;
        return true;
    }

    private static List<(string Takeout, string Root)> Of(string root)
    {
        string path = Path.TrimEndingDirectorySeparator(root);
        try
        {
            if (Within(path) is { Count: > 0 } within)
                return within.ConvertAll(takeout => (takeout, root));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return []; // told when it is walked
        }

        return TakeoutFile.Below(path + Path.DirectorySeparatorChar) is { } at ? [(Path.TrimEndingDirectorySeparator(path[..Math.Min(at, path.Length)]), root)] : [];
    }

    /// <summary>A source is what an archive was unpacked into, the folder of several such, or that of several accounts with a folder each.</summary>
    private static List<string> Within(string path)
    {
        string[] folders = FoldersIn(path), own = Array.FindAll(folders, IsTakeout);
        if (own.Length > 0)
            return [.. own.Order(StringComparer.Ordinal)];
        string[] below = [.. folders.SelectMany(FoldersIn)];
        return [.. below.Where(IsTakeout).Concat(below.Where(folder => TakeoutExports.IsArchive(Path.GetFileName(folder))).SelectMany(FoldersIn).Where(IsTakeout)).Order(StringComparer.Ordinal)];

        static string[] FoldersIn(string folder) =>
            Directory.GetDirectories(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System });
    }

    private static bool IsTakeout(string folder) => TakeoutFile.Below(folder + Path.DirectorySeparatorChar) == folder.Length + 1;
}
