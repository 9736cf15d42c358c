namespace ImaLink;

/// <summary>A person who is in photos.</summary>
public sealed record Person
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>In how many photos.</summary>
    public required int Photos { get; init; }

    /// <summary>In how many of them it is said where.</summary>
    public required int WithRegion { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
