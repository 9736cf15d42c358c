namespace ImaLink;

/// <summary>
/// Whom an operation tells what happens while it works. Every call comes on the thread that called the operation, except
/// where a member says otherwise.
/// </summary>
public sealed record OperationReporter
{
    /// <summary>Tells nobody.</summary>
    public static OperationReporter None { get; } = new();

    /// <summary>Takes progress; called often.</summary>
    public Action<OperationProgress>? Progress { get; init; }

    /// <summary>Takes trouble with one item, which does not stop the operation.</summary>
    public Action<ImaLinkException>? Error { get; init; }

    /// <summary>Takes what the user should know.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Takes news that the user waits for, such as that a card may be pulled.</summary>
    public Action<string>? News { get; init; }

    /// <summary>Takes decisions, for those who ask for them.</summary>
    public Action<string>? Detail { get; init; }
}
