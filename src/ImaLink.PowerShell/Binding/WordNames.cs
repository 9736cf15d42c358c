using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>Tags, persons and authors as a user types them: exactly, else without regard to small and capital letters, else as a wildcard.</summary>
internal static class WordNames
{
    /// <summary>The names that are meant; the first way that fits any decides.</summary>
    public static List<string> Fitting(IEnumerable<string> names, string text)
    {
        string[] all = [.. names];
        if (Array.FindAll(all, name => name == text) is { Length: > 0 } exact)
            return [.. exact];
        if (Array.FindAll(all, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { Length: > 0 } alike)
            return [.. alike];
        WildcardPattern pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return [.. all.Where(pattern.IsMatch)];
    }

    /// <summary>The one name that is meant.</summary>
    /// <exception cref="ImaLinkException">WordNotFound.</exception>
    public static string One(IEnumerable<string> names, string text, string kind, string command)
    {
        string[] all = [.. names];
        return Array.Find(all, name => name == text) ?? (Array.FindAll(all, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is [var only] ? only : throw NotFound(text, kind, command, all));
    }

    /// <summary>Writes the words whose names are meant.</summary>
    public static void Write<T>(PSCmdlet cmdlet, IReadOnlyList<T> words, Func<T, string> name, string[]? texts, string kind, string command)
    {
        if (texts is null)
        {
            cmdlet.WriteObject(words, enumerateCollection: true);
            return;
        }

        HashSet<string> wanted = [];
        foreach (string text in texts)
        {
            List<string> found = Fitting(words.Select(name), text);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(text))
                cmdlet.WriteError(ErrorRecords.From(NotFound(text, kind, command, words.Select(name))));
            wanted.UnionWith(found);
        }

        cmdlet.WriteObject(words.Where(word => wanted.Contains(name(word))), enumerateCollection: true);
    }

    private static ImaLinkException NotFound(string text, string kind, string command, IEnumerable<string> names) =>
        new(ErrorCode.WordNotFound, $"No photo has the {kind} '{text}'.{NearNames.Hint(text, names)} {command} lists them.", text);
}
