namespace ImaLink;

/// <summary>How long the periods of a timeline are.</summary>
public enum TimelineBy
{
    /// <summary>Years.</summary>
    Year,

    /// <summary>Months.</summary>
    Month,

    /// <summary>Days.</summary>
    Day,

    /// <summary>Hours of the camera's clock.</summary>
    Hour,
}

/// <summary>A period, and the photos that were taken in it.</summary>
public sealed record TimelineEntry
{
    /// <summary>
    /// The period as <c>Get-ImaPhoto -Date</c> takes it: <c>2024</c>, <c>2024-06</c>, <c>2024-06-01</c>, <c>2024-06-01T14</c>. What is known less precisely than
    /// the timeline asks for is a period of its own, as its owner said it: <c>1975</c> among months, <c>197X</c>. Null where nothing says when photos were taken.
    /// </summary>
    public string? Period { get; init; }

    /// <summary>How many photos were taken in it.</summary>
    public required long Photos { get; init; }

    /// <summary>When the first of them was taken; of a date that was left open, the earliest moment that it may mean.</summary>
    public DateTime? First { get; init; }

    /// <summary>When the last of them was taken.</summary>
    public DateTime? Last { get; init; }

    /// <summary>The file name of the photo that stands for them: a favourite before others, then the best rated, then the one that became known first.</summary>
    public string? Cover { get; init; }

    /// <summary>That photo's UUID.</summary>
    public Guid? CoverUuid { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Period ?? "(no date)";
}
