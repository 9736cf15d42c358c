namespace ImaLink;

/// <summary>A tag, and how many photos have it.</summary>
public sealed record Tag
{
    /// <summary>The whole path: <c>Places/Italy/Rome</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its own name: <c>Rome</c>.</summary>
    public string Name => Path[(Path.LastIndexOf(TagPath.Separator) + 1)..];

    /// <summary>What stands above it: <c>Places/Italy</c>; null at the top.</summary>
    public string? Parent => Path.LastIndexOf(TagPath.Separator) is >= 0 and var end ? Path[..end] : null;

    /// <summary>How many levels stand above it.</summary>
    public int Level => Path.Count(c => c == TagPath.Separator);

    /// <summary>How many photos have exactly this tag.</summary>
    public required int Photos { get; init; }

    /// <summary>How many photos have it or one below it.</summary>
    public required int Total { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
