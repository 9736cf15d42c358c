namespace ImaLink;

/// <summary>A registered file that was repaired, or taken back to what it held before: what it was, and where its bytes came from.</summary>
public sealed record FileRepaired : Outcome
{
    /// <inheritdoc/>
    public override string Severity => OutcomeSeverity.Information;

    /// <summary>What the file was found to be (<see cref="FileVerdict"/>).</summary>
    public required string Was { get; init; }

    /// <summary>Full path of the file that its bytes, or those of its companion, were taken from; null where a repair that was interrupted had them already.</summary>
    public required string? Source { get; init; }

    /// <summary>Path in the storage, with <c>/</c>.</summary>
    public required string RelativePath { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of the session.</summary>
    public required Guid SessionUuid { get; init; }

    /// <summary>The identity of the image.</summary>
    public required string Hothash { get; init; }

    /// <summary>The catalog's own number for the file.</summary>
    public required long Id { get; init; }
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of a <see cref="FileRepaired"/>.</summary>
public static class RepairVerdict
{
    /// <summary>The file, or its companion, holds its recorded bytes again.</summary>
    public const string Repaired = "Repaired";

    /// <summary>The file holds again what it held before its last recorded change.</summary>
    public const string TakenBack = "TakenBack";
}
