using System.Text;

namespace ImaLink.Catalog;

/// <summary>
/// What a wildcard says of paths in whole words, as a question to the full text, which has the paths of all files: "*/10-28/IMG_01*" is the words 10 and 28 in a row, and img before one that
/// begins with 01. What is asked for so is found at once, among whatever number of files; what a wildcard says beside it is asked of what is found.
/// </summary>
/// <param name="Match">The expression; null where the wildcard says no word from its beginning.</param>
/// <param name="IsAll">Whether the wildcard says little beside it.</param>
internal sealed record PathWords(string? Match, bool IsAll)
{
    private const int ShortestPrefix = 3;

    /// <summary>The words of a wildcard, of files in one storage.</summary>
    /// <param name="wildcard">The wildcard, of full paths.</param>
    /// <param name="root">The path of the storage, with what separates it from those of its files: they alone are in the full text.</param>
    internal static PathWords Of(string wildcard, string root)
    {
        if (wildcard.AsSpan().IndexOfAny("[`") >= 0)
            return new(null, false);
        string[] parts = wildcard.Split('*', '?');
        var phrases = new List<string>();
        bool isAll = true;
        for (int i = 0; i < parts.Length; i++)
        {
            (string part, bool isBegun) = Within(parts[i], root, i == 0);
            isAll &= Add(part, isBegun, isEnded: i == parts.Length - 1, phrases);
        }

        return phrases.Count == 0 ? new(null, false) : new($"names : ({string.Join(" AND ", phrases.Distinct())})", isAll);
    }

    /// <summary>What of a literal part lies below the root for sure, and whether the path of a file begins with it.</summary>
    private static (string Part, bool IsBegun) Within(string part, string root, bool isFirst)
    {
        if (isFirst)
            return part.StartsWith(root, StringComparison.OrdinalIgnoreCase) ? (part[root.Length..], true) : ("", false);
        if (root.Contains(part, StringComparison.OrdinalIgnoreCase))
            return ("", false);
        for (int at = part.Length - 1; at >= 0; at--)
            if (part[at] == Path.DirectorySeparatorChar && root.EndsWith(part[..(at + 1)], StringComparison.OrdinalIgnoreCase))
                return (part[(at + 1)..], true);
        return (part, false);
    }

    /// <returns>Whether the phrases say all of it.</returns>
    private static bool Add(string part, bool isBegun, bool isEnded, List<string> phrases)
    {
        var phrase = new StringBuilder();
        bool isAll = true;
        for (int at = 0; at < part.Length;)
        {
            int end = at;
            while (end < part.Length && !IsSeparator(part[end]))
                end++;
            string word = part[at..end];
            bool isWhole = (at > 0 || isBegun) && Ascii.IsValid(word), isPrefix = end == part.Length && !isEnded;
            if (word.Length > 0 && isWhole && (!isPrefix || word.Length >= ShortestPrefix))
            {
                phrase.Append(phrase.Length > 0 ? " " : "").Append(word);
                if (isPrefix)
                {
                    phrases.Add($"\"{phrase}\" *");
                    phrase.Clear();
                }
            }
            else if (word.Length > 0)
            {
                isAll = false;
                End();
            }

            at = end + 1;
        }

        End();
        return isAll;

        void End()
        {
            if (phrase.Length > 0)
                phrases.Add($"\"{phrase}\"");
            phrase.Clear();
        }
    }

    /// <summary>Whether a character ends a word in the full text, whatever follows.</summary>
    private static bool IsSeparator(char c) => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c);
}
