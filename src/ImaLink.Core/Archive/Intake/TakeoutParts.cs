using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Archive.Intake;

/// <summary>
/// The parts of a Google Takeout among the sources of an import, as its archives were unpacked: one folder of an album or a year is spread over them, and the description of a photo may lie in
/// another part than the photo.
/// </summary>
/// <param name="paths">The sources, full paths of folders.</param>
internal sealed partial class TakeoutParts(IEnumerable<string> paths)
{
    private readonly List<(string Takeout, string Root)> _parts = [.. paths.SelectMany(path => Of(path)).DistinctBy(part => part.Takeout)];

    /// <summary>Whether a folder is spread over several parts, as far as is known.</summary>
    internal bool AreSeveral => _parts.Count > 1;

    /// <summary>The same folder in all parts that have it, in their order, each with the source that it lies in.</summary>
    internal List<(DirectoryInfo Folder, string Root)> Of(DirectoryInfo folder) => !AreSeveral || Below(folder.FullName) is not { } below ? []
        : [.. _parts.Select(part => (new DirectoryInfo(Path.Join(part.Takeout, below)), part.Root, part.Takeout)).Where(part => part.Item1.Exists && IsWalked(part.Item1, part.Takeout)).Select(part => (part.Item1, part.Root))];

    /// <summary>What is one folder in whichever part it lies: its path below <c>Takeout</c>; its own where it lies in none.</summary>
    internal static string Key(string folder) => Split(folder) is { } at ? folder[at..].Replace('\\', '/') : folder;

    /// <summary>What lies behind a link or is hidden, on whatever level, is no part: the walk does not come there.</summary>
    private static bool IsWalked(DirectoryInfo folder, string takeout)
    {
        for (DirectoryInfo? at = folder; at is not null && at.FullName.Length > takeout.Length; at = at.Parent)
            if (SourceWalk.IsPassedOver(at) is not null)
                return false;
        return true;
    }

    private string? Below(string folder) => _parts.Find(part => folder.StartsWith(part.Takeout + Path.DirectorySeparatorChar, StringComparison.Ordinal)) is { Takeout: { } takeout } ? folder[(takeout.Length + 1)..] : null;

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

        return Split(path + Path.DirectorySeparatorChar) is { } at ? [(Path.TrimEndingDirectorySeparator(path[..Math.Min(at, path.Length)]), root)] : [];
    }

    private static List<string> Within(string path)
    {
        // A source is what an archive was unpacked into, or the folder of several such.
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System };
        string[] folders = Directory.GetDirectories(path, "*", options), own = Array.FindAll(folders, IsTakeout);
        return [.. (own.Length > 0 ? own : folders.SelectMany(folder => Directory.GetDirectories(folder, "*", options)).Where(IsTakeout)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Where the path goes on behind its folder <c>Takeout</c>.</summary>
    private static int? Split(string path)
    {
        string folder = path.Replace('\\', '/');
        return Takeout().Match(folder) is { Success: true } match ? match.Index + match.Length : null;
    }

    private static bool IsTakeout(string folder) => Split(folder + Path.DirectorySeparatorChar) == folder.Length + 1;

    // Where an archive is unpacked beside another, macOS numbers its folder.
    [GeneratedRegex("/Takeout( [0-9]{1,4})?/", RegexOptions.CultureInvariant | RegexOptions.RightToLeft | RegexOptions.ExplicitCapture)]
    private static partial Regex Takeout();
}
