namespace ImaLink;

/// <summary>Images that were found to be of one shot, and are one photo.</summary>
public sealed record PhotoGroup : Outcome
{
    /// <inheritdoc/>
    public override string Severity => OutcomeSeverity.Information;

    /// <summary>UUID of the photo that they are.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>By what that is known: content-identifier, same-name-and-time, burst, front-back, or joined, where an owner had joined one of them to that photo.</summary>
    public required string Evidence { get; init; }

    /// <summary>How many images it is.</summary>
    public required int Images { get; init; }

    /// <summary>How many of them were other photos before.</summary>
    public required int Joined { get; init; }

    /// <summary>Names of their files, one for each image, the one that stands for the photo first.</summary>
    public required string[] Names { get; init; }

    /// <summary>Full paths of these files, where their storages were last seen.</summary>
    public required string[] Files { get; init; }
}
