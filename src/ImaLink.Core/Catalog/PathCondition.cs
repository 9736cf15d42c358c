using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Catalog;

/// <summary>
/// Asks in SQL for files whose full path fits a wildcard. What a wildcard begins with says in which storages, and in which folder of one, its files can lie; of these
/// the index of paths is read, and held against what the wildcard has literally; the rest is asked of what is left.
/// </summary>
/// <param name="catalog">The catalog.</param>
/// <param name="value">Makes a value a parameter of the statement.</param>
internal sealed partial class PathCondition(CatalogDatabase catalog, Func<object, string> value)
{
    private static readonly string FullPath = Path.DirectorySeparatorChar == '/'
        ? "concat(rtrim(storage.base_path, '/'), '/', storage.directory_name, '/', file.path)"
        : @"concat(rtrim(storage.base_path, '\'), '\', storage.directory_name, '\', replace(file.path, '/', '\'))";

    /// <summary>A condition of the table file: its path fits one of these.</summary>
    internal string Any(IReadOnlyList<string> wildcards) =>
        $"file.id IN ({string.Join(" UNION ALL ", wildcards.SelectMany(Files).DefaultIfEmpty("SELECT 0 WHERE 0"))})";

    /// <summary>For each storage in which a file may fit, the statement that selects those that do.</summary>
    private IEnumerable<string> Files(string wildcard)
    {
        _ = new Wildcard(wildcard); // what is wrong with it is told before anything is asked
        string begin = Beginning(wildcard), fits = value(wildcard);
        foreach (StorageRow storage in catalog.Storages.All())
        {
            string root = string.Concat(storage.BasePath.TrimEnd(Path.DirectorySeparatorChar), $"{Path.DirectorySeparatorChar}{storage.DirectoryName}{Path.DirectorySeparatorChar}");
            if (!Begins(begin, root) && !Begins(root, begin))
                continue;
            string folder = begin.Length <= root.Length ? "" : FileNames.Key(begin[root.Length..].Replace(Path.DirectorySeparatorChar, '/'));
            string within = folder.Length == 0 ? "" : $" AND file.path_key >= {value(folder)} AND file.path_key < {value(folder[..^1] + '0')}"; // which follows the slash
            if (Literal(wildcard) is { } literal && !FileNames.Key(root).Contains(literal, StringComparison.Ordinal))
                within += $" AND instr(file.path_key, {value(literal)})";
            yield return $"SELECT file.id FROM storage CROSS JOIN file ON file.storage_id = storage.id WHERE storage.id = {value(storage.Id)}{within} AND fits_path({fits}, {FullPath})";
        }
    }

    /// <summary>The folders that a wildcard begins with, as far as they are said literally.</summary>
    private static string Beginning(string wildcard)
    {
        int end = wildcard.AsSpan().IndexOfAny("*?[`");
        string literal = end < 0 ? wildcard : wildcard[..end];
        return literal[..(literal.LastIndexOf(Path.DirectorySeparatorChar) + 1)];
    }

    /// <summary>
    /// The longest part of a wildcard that the key of each path that fits contains, if the path of the storage does not; null where there is none. It is plain ASCII, so that its key is a
    /// part of the path's, but for its last letter: that may be one with an accent that follows.
    /// </summary>
    private static string? Literal(string wildcard)
    {
        if (wildcard.AsSpan().IndexOfAny("[`") >= 0)
            return null;
        string longest = Run().Matches(wildcard).Select(match => match.Value[..^1]).MaxBy(part => part.Length) ?? "";
        return longest.Length < 2 ? null : FileNames.Key(longest);
    }

    [GeneratedRegex("[A-Za-z0-9_-]+")]
    private static partial Regex Run();

    private static bool Begins(string text, string with) => text.StartsWith(with, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
