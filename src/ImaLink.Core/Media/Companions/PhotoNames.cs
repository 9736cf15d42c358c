using ImaLink.Media.Formats;

namespace ImaLink.Media.Companions;

/// <summary>The photos of one folder by name, by stem and by the beginning of their name, as they are or but for case and form. Pure.</summary>
internal sealed class PhotoNames
{
    private const int Raw = 0, Still = 1, Film = 2, Unknown = 3;

    private static readonly Dictionary<string, MediaKind> Media = FormatTable.All.Where(format => format.Kind != MediaKind.Other)
        .SelectMany(format => format.Extensions.Select(extension => ("." + extension, format.Kind)))
        .DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Kind, StringComparer.OrdinalIgnoreCase);

    private readonly Func<string, string> _key;
    private readonly ILookup<string, string> _byName;
    private readonly ILookup<string, string> _byStem;
    private readonly Lazy<List<(string Key, string Name)>> _sorted;

    /// <summary>Names to look in.</summary>
    /// <param name="names">The names of the folder's photos.</param>
    /// <param name="key">What of two names must be equal for them to be one.</param>
    internal PhotoNames(IReadOnlyCollection<string> names, Func<string, string> key)
    {
        _key = key;
        _byName = names.ToLookup(key, StringComparer.Ordinal);
        _byStem = names.ToLookup(name => key(Path.GetFileNameWithoutExtension(name)), StringComparer.Ordinal);
        _sorted = new(() => names.Select(name => (Key: key(name), Name: name)).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList());
    }

    /// <summary>Whether a file, by its name, is a photo or a film.</summary>
    internal static bool IsMedia(string name) => Media.ContainsKey(Path.GetExtension(name));

    /// <summary>The photo of this name.</summary>
    internal string? Named(string name, CompanionKind kind) => First(_byName[_key(name)], kind);

    /// <summary>The photo with this stem: the RAW before its JPEG, as Adobe's programs have it; a still before a film.</summary>
    internal string? OfStem(string stem, CompanionKind kind) => First(_byStem[_key(stem)], kind);

    /// <summary>The photos whose name goes on where this text ends.</summary>
    internal IEnumerable<string> StartingWith(string text)
    {
        string start = _key(text);
        List<(string Key, string Name)> sorted = _sorted.Value;
        int at = sorted.BinarySearch((start, ""), Comparer<(string Key, string Name)>.Create((one, other) => string.CompareOrdinal(one.Key, other.Key)));
        for (at = at < 0 ? ~at : at; at > 0 && sorted[at - 1].Key == start;)
            at--;
        for (; at < sorted.Count && sorted[at].Key.StartsWith(start, StringComparison.Ordinal); at++)
            yield return sorted[at].Name;
    }

    /// <summary>The one that comes first: what is no photo by its name only where the companion is surely one, and last.</summary>
    internal static string? First(IEnumerable<string> names, CompanionKind kind) => names.Where(name => kind.IsSure || IsMedia(name))
        .OrderBy(name => kind.OfFilm && Rank(name) == Film ? -1 : Rank(name)).ThenBy(name => name, StringComparer.Ordinal).FirstOrDefault();

    private static int Rank(string name) => Media.TryGetValue(Path.GetExtension(name), out MediaKind kind)
        ? kind switch { MediaKind.Raw => Raw, MediaKind.Photo => Still, _ => Film }
        : Unknown;
}
