using System.Globalization;

namespace ImaLink;

/// <summary>
/// A tag with what stands above it, from the top: <c>Places/Italy/Rome</c>. Lightroom's <c>|</c> separates as well as <c>/</c>, so neither is part of a
/// name. Names are normalised (NFC), so that what two systems write is one tag.
/// </summary>
public static class TagPath
{
    /// <summary>Between two levels.</summary>
    public const char Separator = '/';

    /// <summary>Characters of a whole path, and levels in it.</summary>
    internal const int MaxLength = 1024, MaxLevels = 32;

    /// <summary>The tag as it is recorded: spaces around a level and levels without a name left out.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: it names nothing, is too long or too deep, or has characters that no text has.</exception>
    public static string Parse(string text)
    {
        string[] levels = [.. OwnerText.Line("A tag", text, MaxLength).Split(Separator, '|').Select(level => level.Trim()).Where(level => level.Length > 0)];
        return levels.Length is > 0 and <= MaxLevels ? string.Join(Separator, levels)
            : throw OwnerText.Refused(text, levels.Length == 0 ? "names no tag" : string.Create(CultureInfo.InvariantCulture, $"is deeper than {MaxLevels} levels"),
                "Give a word, or a path such as Places/Italy/Rome");
    }

    /// <summary>The tag as it is recorded; null where the text names none.</summary>
    public static string? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (ImaLinkException)
        {
            return null;
        }
    }

    /// <summary>Whether a tag is another one or stands below it.</summary>
    public static bool IsWithin(string path, string top) =>
        path.StartsWith(top, StringComparison.Ordinal) && (path.Length == top.Length || path[top.Length] == Separator);

    /// <summary>A tag of a subtree after that got another place.</summary>
    public static string Moved(string path, string from, string to) => to + path[from.Length..];

    /// <summary>The tag and those above it, from the top.</summary>
    public static IEnumerable<string> WithParents(string path)
    {
        for (int end = path.IndexOf(Separator, StringComparison.Ordinal); end >= 0; end = path.IndexOf(Separator, end + 1))
            yield return path[..end];
        yield return path;
    }
}
