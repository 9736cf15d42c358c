namespace ImaLink;

/// <summary>How far a long operation is. Reported as often as is convenient; whoever shows it thins it out.</summary>
public sealed record OperationProgress
{
    /// <summary>What is being done, the same words throughout ("Importing photos").</summary>
    public required string Activity { get; init; }

    /// <summary>Name of the item at hand.</summary>
    public string? Item { get; init; }

    /// <summary>Items dealt with so far.</summary>
    public long Items { get; init; }

    /// <summary>Items in all, or null while that is unknown.</summary>
    public long? TotalItems { get; init; }

    /// <summary>Bytes dealt with so far; 0 where bytes say nothing.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes in all, or null while that is unknown.</summary>
    public long? TotalBytes { get; init; }
}
