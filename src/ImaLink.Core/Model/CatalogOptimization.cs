namespace ImaLink;

/// <summary>What optimizing the catalog did.</summary>
public sealed record CatalogOptimization
{
    /// <summary>Full path of the catalog file.</summary>
    public required string FullName { get; init; }

    /// <summary>Size before, in bytes, the write-ahead log included.</summary>
    public required long LengthBefore { get; init; }

    /// <summary>
    /// Size after, in bytes, the write-ahead log included. While others read, the log stays as long as they do, and this can be more
    /// than before.
    /// </summary>
    public required long LengthAfter { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
