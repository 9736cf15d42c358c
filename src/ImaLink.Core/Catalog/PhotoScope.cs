namespace ImaLink.Catalog;

/// <summary>What a filter's names of storages, sessions and albums are in the catalog.</summary>
internal sealed record PhotoScope
{
    /// <summary>Ids of the storages; null for all.</summary>
    public IReadOnlyCollection<long>? Storages { get; init; }

    /// <summary>Ids of the sessions; null for all.</summary>
    public IReadOnlyCollection<long>? Sessions { get; init; }

    /// <summary>For each album that is named: its photos; null where none is.</summary>
    public IReadOnlyList<AlbumScope>? Albums { get; init; }

    /// <summary>By storage, as which copy its files count.</summary>
    public IReadOnlyDictionary<long, int> Places { get; init; } = new Dictionary<long, int>();
}

/// <summary>The photos that the name of an album stands for.</summary>
/// <param name="Ids">The albums that hold photos, those within them too.</param>
/// <param name="Found">Photos that saved searches among them found.</param>
internal sealed record AlbumScope(IReadOnlyCollection<long> Ids, IReadOnlyCollection<long> Found);

/// <summary>What a filter's names of storages and sessions are in the catalog, and what it asks of photos.</summary>
internal sealed record FileScope
{
    /// <summary>Ids of the storages; null where it names none.</summary>
    public IReadOnlyCollection<long>? Storages { get; init; }

    /// <summary>Ids of the sessions; null where it names none.</summary>
    public IReadOnlyCollection<long>? Sessions { get; init; }

    /// <summary>What is asked of the photos; null for nothing.</summary>
    public PhotoConditions? Photos { get; init; }

    /// <summary>By storage, as which copy its files count.</summary>
    public IReadOnlyDictionary<long, int> Places { get; init; } = new Dictionary<long, int>();
}
