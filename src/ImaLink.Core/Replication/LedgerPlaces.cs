using ImaLink.Index;

namespace ImaLink.Replication;

/// <summary>
/// Where a replica has what the lines of its session's ledger tell of. A line says what was imported: the file may have been edited
/// since, and is found by what it held before, or by its place in the source. Each place is given once.
/// </summary>
internal sealed class LedgerPlaces
{
    private readonly Dictionary<string, List<Place>> _holding = new(StringComparer.Ordinal), _held = new(StringComparer.Ordinal), _left = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _inSource = new(StringComparer.Ordinal);

    /// <summary>A file, companion or document of the replica.</summary>
    /// <param name="path">Its path in the target.</param>
    /// <param name="sha256">What it holds.</param>
    /// <param name="previous">What it held before.</param>
    internal void Add(string path, string sha256, IEnumerable<FormerContent> previous)
    {
        var place = new Place(path);
        _known.Add(path);
        Of(_holding, sha256).Add(place);
        foreach (FormerContent former in previous)
            Of(_held, former.Sha256!).Add(place);
    }

    /// <summary>A file that the replica has and that holds nothing that the source holds now: what was copied earlier, and could not be copied anew.</summary>
    internal void AddLeft(string path, string sha256)
    {
        if (_known.Add(path))
            Of(_left, sha256).Add(new Place(path));
    }

    /// <summary>What lies at a path in the source now.</summary>
    internal void AddSource(string path, string sha256) => _inSource[path] = sha256;

    /// <summary>The place in the target of what a line tells of; null where it has none.</summary>
    internal string? Take(LedgerEntry line) =>
        Take(_holding, line.Sha256) ?? Take(_held, line.Sha256) ?? Take(_holding, line.Path is null ? null : _inSource.GetValueOrDefault(line.Path)) ?? Take(_left, line.Sha256);

    private static string? Take(Dictionary<string, List<Place>> places, string? sha256)
    {
        if (sha256 is null || places.GetValueOrDefault(sha256)?.Find(place => !place.IsTaken) is not { } found)
            return null;
        found.IsTaken = true;
        return found.Path;
    }

    private static List<Place> Of(Dictionary<string, List<Place>> places, string sha256)
    {
        if (!places.TryGetValue(sha256, out List<Place>? same))
            places.Add(sha256, same = []);
        return same;
    }

    private sealed class Place(string path)
    {
        internal string Path { get; } = path;

        internal bool IsTaken { get; set; }
    }
}
