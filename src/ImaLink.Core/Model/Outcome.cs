namespace ImaLink;

/// <summary>
/// What a command has to say of one thing that it checked, compared, repaired, copied or brought up to date: whichever command it was, these
/// properties mean the same.
/// </summary>
public abstract record Outcome
{
    private string? _catalog;

    /// <summary>The thing: a full path, or the name of what has none; null for a file that was not taken into a storage.</summary>
    public required string? FullName { get; init; }

    /// <summary>What was found or done, a word; which words there are the help of the command says.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether nothing has to be done: <see cref="Severity"/> is Information.</summary>
    public bool Ok => Severity == OutcomeSeverity.Information;

    /// <summary>How grave it is: Information, Warning or Error.</summary>
    public abstract string Severity { get; }

    /// <summary>Name of the storage; null where the thing belongs to none.</summary>
    public string? Storage { get; init; }

    /// <summary>More, where there is more to say.</summary>
    public string? Detail { get; init; }

    /// <summary>The command that mends it, as text that works when pasted; null where nothing has to be done, or no command does it.</summary>
    public string? Remedy => Mending is { } command ? CommandText.Of(command, _catalog) : null;

    private protected virtual FormattableString? Mending => null;

    /// <summary>Lets the remedy name the catalog that the command was given.</summary>
    /// <param name="path">Full path of the catalog; null for the usual one, which needs no name.</param>
    public void NameCatalog(string? path) => _catalog = path;

    /// <inheritdoc/>
    public sealed override string ToString() => FullName ?? Verdict;
}

/// <summary>The values of <see cref="Outcome.Severity"/>.</summary>
public static class OutcomeSeverity
{
    /// <summary>As it should be, or done: nothing to do.</summary>
    public const string Information = "Information";

    /// <summary>Nothing is lost; somebody has to look at it.</summary>
    public const string Warning = "Warning";

    /// <summary>Something is lost, damaged, or could not be done.</summary>
    public const string Error = "Error";
}
