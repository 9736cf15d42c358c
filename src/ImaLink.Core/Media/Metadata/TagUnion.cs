namespace ImaLink.Media.Metadata;

/// <summary>
/// One list of tags out of those that programs write beside each other: paths (Lightroom, digiKam, Windows, Media Pro) and flat keywords. What says less than another is left out: a
/// path from which another leads on, one that is the end of a longer one, and a word that is a level of any. Pure.
/// </summary>
internal static class TagUnion
{
    // Nobody parts keywords so finely; a packet that does is made to cost memory.
    private const int MaxLevels = 100;

    /// <summary>The union.</summary>
    /// <param name="paths">Tags with what stands above them, levels parted by <c>/</c>.</param>
    /// <param name="words">Flat keywords.</param>
    public static List<string> Of(IEnumerable<string> paths, IEnumerable<string> words)
    {
        // darktable notes in them what it did itself.
        string[] kept = [.. paths.Where(path => !path.StartsWith("darktable/", StringComparison.Ordinal) && path.AsSpan().Count('/') < MaxLevels)];
        string[] sorted = [.. kept.Order(StringComparer.Ordinal)], reversed = [.. kept.Where(IsTag).Select(Reversed).Order(StringComparer.Ordinal)];
        var levels = kept.SelectMany(path => path.Split('/')).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. kept.Where(path => !LeadsOn(sorted, path) && !(IsTag(path) && LeadsOn(reversed, Reversed(path))))
                .Concat(words.Where(word => !levels.Contains(word))).Distinct(StringComparer.Ordinal),
        ];
    }

    // Of what is too deep for a tag nothing is left anyway.
    private static bool IsTag(string path) => path.AsSpan().Count('/') < TagPath.MaxLevels;

    private static bool LeadsOn(string[] sorted, string path)
    {
        var start = path + "/";
        var found = Array.BinarySearch(sorted, start, StringComparer.Ordinal);
        found = found < 0 ? ~found : found;
        return found < sorted.Length && sorted[found].StartsWith(start, StringComparison.Ordinal);
    }

    /// <summary>The path from its end to its beginning, so that what ends a path begins it.</summary>
    private static string Reversed(string path) => string.Create(path.Length, path, (characters, text) =>
    {
        text.CopyTo(characters);
        characters.Reverse();
    });
}
