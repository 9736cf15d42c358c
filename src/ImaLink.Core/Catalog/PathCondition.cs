using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Catalog;

/// <summary>
/// Asks in SQL for files whose full path fits one of several wildcards. Those that whole words of the paths find, or that are not very many, are looked up at once and listed; of what fits a good
/// part of all files, each is asked in the order in which it is wanted, and the first come soon.
/// </summary>
internal sealed partial class PathCondition
{
    private const int Samples = 500, ShareOfMany = 16;

    private static readonly string FullPath = Path.DirectorySeparatorChar == '/'
        ? "concat(rtrim(storage.base_path, '/'), '/', storage.directory_name, '/', file.path)"
        : @"concat(rtrim(storage.base_path, '\'), '\', storage.directory_name, '\', replace(file.path, '/', '\'))";

    private readonly CatalogDatabase _catalog;
    private readonly IReadOnlyList<string> _wildcards;

    /// <param name="catalog">The catalog.</param>
    /// <param name="wildcards">The wildcards.</param>
    /// <param name="value">Makes a value a parameter of the statement.</param>
    /// <param name="most">How many photos that the full text finds are looked at one after the other, and how many files there may be before it is found out whether very many fit.</param>
    /// <exception cref="ImaLinkException">InvalidValue: one is no wildcard.</exception>
    internal PathCondition(CatalogDatabase catalog, IReadOnlyList<string> wildcards, Func<object, string> value, int most = 8_000)
    {
        (_catalog, _wildcards) = (catalog, wildcards);
        foreach (string wildcard in wildcards)
            _ = new Wildcard(wildcard); // what is wrong with it is told before anything is asked
        List<(StorageRow Storage, string Root, string Wildcard)> within = [.. catalog.Storages.All().SelectMany(storage => wildcards.Select(wildcard => (storage, Root(storage), wildcard)))];
        within.RemoveAll(pair => !MayLieIn(pair.Root, pair.Wildcard));
        List<PathWords> words = within.ConvertAll(pair => PathWords.Of(pair.Wildcard, pair.Root));
        string? match = words.Count == 0 || words.Exists(each => each.Match is null) ? null : string.Join(" OR ", words.Select(each => each.Match).Distinct());
        List<long>? candidates = match is null ? null
            : catalog.Query($"SELECT rowid FROM photo_text WHERE photo_text MATCH @0 LIMIT {most}", row => row.GetInt64(0), match).ToList();
        if (candidates?.Count < most)
            Listed = Of(candidates);
        else if (candidates is not null && words.TrueForAll(each => each.IsAll))
            Match = value(match!);
        else if (!AreMany(most))
            Listed = [.. within.SelectMany(pair => Scanned(pair.Storage, pair.Root, pair.Wildcard)).Distinct()];
        Fits = $"({string.Join(" OR ", wildcards.Select(wildcard => $"fits_path({value(wildcard)}, {FullPath})"))})";
    }

    /// <summary>The ids of the files that fit; null where they are very many.</summary>
    internal IReadOnlyCollection<long>? Listed { get; }

    /// <summary>The parameter with what to ask the full text, where that finds photos of the files that fit and few others.</summary>
    internal string? Match { get; }

    /// <summary>A condition of the tables file and storage: the path of the file fits.</summary>
    internal string Fits { get; }

    private static string Root(StorageRow storage) => string.Concat(storage.BasePath.TrimEnd(Path.DirectorySeparatorChar), $"{Path.DirectorySeparatorChar}{storage.DirectoryName}{Path.DirectorySeparatorChar}");

    private List<long> Of(List<long> photos) => _catalog.Query($"""
        SELECT file.id FROM json_each(@0) AS candidate CROSS JOIN image ON image.photo_id = candidate.value CROSS JOIN file ON file.image_id = image.id CROSS JOIN storage ON storage.id = file.storage_id
        WHERE {FitsNumbered}
        """, row => row.GetInt64(0), [$"[{string.Join(',', photos)}]", .. _wildcards]).ToList();

    /// <summary>Whether a good part of all files fits: a few of them are asked, from the first to the last.</summary>
    private bool AreMany(int most)
    {
        long last = _catalog.Scalar<long>("SELECT coalesce(max(id), 0) FROM file"), step = Math.Max(1, last / Samples);
        if (last < most)
            return false;
        string samples = $"[{string.Join(',', Enumerable.Range(0, Samples).Select(i => 1 + i * step))}]";
        (long asked, long fitting) = _catalog.Query($"""
            SELECT count(*), coalesce(sum({FitsNumbered}), 0) FROM json_each(@0) AS sample CROSS JOIN file ON file.id = sample.value CROSS JOIN storage ON storage.id = file.storage_id
            """, row => (row.GetInt64(0), row.GetInt64(1)), [samples, .. _wildcards]).First();
        return fitting * ShareOfMany > asked;
    }

    private string FitsNumbered => $"({string.Join(" OR ", _wildcards.Select((_, i) => FormattableString.Invariant($"fits_path(@{i + 1}, {FullPath})")))})";

    /// <summary>
    /// The files of a storage that fit. What a wildcard begins with says in which folder they can lie: of that the index of paths is read, and held against what the wildcard has literally;
    /// the rest is asked of what is left.
    /// </summary>
    private List<long> Scanned(StorageRow storage, string root, string wildcard)
    {
        List<object?> values = [storage.Id, wildcard];
        string begin = Beginning(wildcard), within = "";
        if (begin.Length > root.Length)
        {
            string folder = FileNames.Key(begin[root.Length..].Replace(Path.DirectorySeparatorChar, '/'));
            within = $" AND file.path_key >= {Value(folder)} AND file.path_key < {Value(folder[..^1] + '0')}"; // which follows the slash
        }

        if (Literal(wildcard) is { } literal && !FileNames.Key(root).Contains(literal, StringComparison.Ordinal))
            within += $" AND instr(file.path_key, {Value(literal)})";
        return _catalog.Query($"SELECT file.id FROM storage CROSS JOIN file ON file.storage_id = storage.id WHERE storage.id = @0{within} AND fits_path(@1, {FullPath})", row => row.GetInt64(0), [.. values]).ToList();

        string Value(object value)
        {
            values.Add(value);
            return FormattableString.Invariant($"@{values.Count - 1}");
        }
    }

    private static bool MayLieIn(string root, string wildcard) => Beginning(wildcard) is var begin && (Begins(begin, root) || Begins(root, begin));

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
