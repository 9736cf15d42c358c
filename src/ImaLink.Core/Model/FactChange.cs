namespace ImaLink;

/// <summary>A fact that a file states otherwise than is recorded, because better readers have read it.</summary>
public sealed record FactChange : Outcome
{
    /// <inheritdoc/>
    public override string Severity => OutcomeSeverity.Information;

    /// <summary>Path in the storage, with <c>/</c>.</summary>
    public required string RelativePath { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of the session.</summary>
    public required Guid SessionUuid { get; init; }

    /// <summary>Which fact: the name of its property on files, such as TakenAt, Orientation, GpsLatitude.</summary>
    public required string Fact { get; init; }

    /// <summary>What was recorded, as the session index has it; null where nothing was.</summary>
    public string? Old { get; init; }

    /// <summary>What the file states, as the session index has it; null where that is nothing.</summary>
    public string? New { get; init; }
}
