namespace ImaLink;

/// <summary>Whoever took photos, as sessions and photos name them. There is no other list of them: a name is there as long as it is used.</summary>
public sealed record Author
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>E-mail address, where sessions have one with the name.</summary>
    public string? Email { get; init; }

    /// <summary>How many sessions name them as the author of their photos; a copy of a session counts too.</summary>
    public required int Sessions { get; init; }

    /// <summary>How many photos are theirs, be it said of the photo or of its session.</summary>
    public required int Photos { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
