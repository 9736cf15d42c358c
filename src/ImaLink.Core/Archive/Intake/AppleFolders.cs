using System.Text.RegularExpressions;
using ImaLink.Files;
using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>
/// The folders of what Apple gives out of iCloud on request, as its archives were unpacked: <c>iCloud Photos Part 1 of 9</c>, with <c>Photos</c> and their list, <c>Recently Deleted</c>, <c>Albums</c> and
/// <c>Memories</c>.
/// </summary>
internal static partial class AppleFolders
{
    /// <summary>Whether a photo was in the trash of iCloud, by where it lies.</summary>
    internal static bool IsDeleted(string photo) =>
        Path.GetDirectoryName(photo) is { } folder && Path.GetFileName(folder) == "Recently Deleted" && Path.GetDirectoryName(folder) is { } part && IsPart(part);

    /// <summary>The lists of the same folder in other parts, in their order.</summary>
    /// <param name="folder">A folder of photos.</param>
    /// <param name="sources">The sources of the import: what lies in none of them is another's.</param>
    internal static IEnumerable<string> ListsElsewhere(DirectoryInfo folder, IReadOnlyCollection<string> sources)
    {
        if (folder.Parent is not { Parent: { } export } part || !IsPart(part.FullName))
            return [];
        try
        {
            return [.. export.EnumerateDirectories().Where(other => other.Name != part.Name && IsPart(other.FullName) && SourceWalk.IsPassedOver(other) is null)
                .Select(other => new DirectoryInfo(Path.Combine(other.FullName, folder.Name)))
                .Where(other => other.Exists && SourceWalk.IsPassedOver(other) is null && sources.Any(source => IsWithin(other.FullName, source)))
                .SelectMany(other => other.EnumerateFiles("*.csv")).Where(file => AppleDetails.IsName(file.Name) && file.LinkTarget is null).Select(file => file.FullName).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return []; // told where it is walked
        }
    }

    /// <summary>Whether a folder is a part of such an export.</summary>
    internal static bool IsPart(string folder) => Part().IsMatch(Path.GetFileName(folder));

    /// <summary>Whether a file lies in such a part.</summary>
    internal static bool IsInPart(string file)
    {
        for (string? folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
            if (IsPart(folder))
                return true;
        return false;
    }

    private static bool IsWithin(string path, string folder) => (path + Path.DirectorySeparatorChar).StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    [GeneratedRegex("^iCloud Photos( |$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Part();
}
