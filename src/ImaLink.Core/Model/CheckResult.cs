namespace ImaLink;

/// <summary>What a check found of one thing.</summary>
public sealed record CheckResult
{
    /// <summary>The thing: a full path, or the name of what was checked.</summary>
    public required string FullName { get; init; }

    /// <summary>The verdict, a word.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether all is well.</summary>
    public required bool Ok { get; init; }

    /// <summary>More, where there is more to say.</summary>
    public string? Detail { get; init; }
}
