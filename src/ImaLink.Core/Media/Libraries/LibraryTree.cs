namespace ImaLink.Media.Libraries;

/// <summary>Things of another program that lie in one another: keywords, albums. What lies in itself, or too deep, lies at the top.</summary>
internal sealed class LibraryTree
{
    private const int MostEntries = 1_000_000;

    private readonly Dictionary<long, (string? Name, long? Parent)> _entries = [];

    /// <param name="entries">Ids, names, and ids of those above.</param>
    internal LibraryTree(IEnumerable<(long Id, string? Name, long? Parent)> entries)
    {
        foreach ((long id, string? name, long? parent) in entries.Take(MostEntries))
            _entries.TryAdd(id, (name?.Length > StatementRules.LongestField ? name[..(StatementRules.LongestField + 1)] : name, parent)); // that is refused, and told
    }

    /// <summary>What one lies in; null for nothing.</summary>
    internal long? ParentOf(long id) => _entries.GetValueOrDefault(id).Parent;

    /// <summary>The names of one and of those above it, from the top; those without a name left out.</summary>
    internal IReadOnlyList<string> PathOf(long id)
    {
        var names = new List<string>();
        var seen = new HashSet<long>();
        for (long? at = id; at is { } here && _entries.TryGetValue(here, out (string? Name, long? Parent) entry) && seen.Count < TagPath.MaxLevels && seen.Add(here); at = entry.Parent)
            if (entry.Name is { } name)
                names.Insert(0, name);
        return names;
    }
}
