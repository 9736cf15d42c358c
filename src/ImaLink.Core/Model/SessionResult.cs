namespace ImaLink;

/// <summary>What became of a session that was copied into a storage, or whose import or copy was gone on with.</summary>
public sealed record SessionResult : Outcome
{
    /// <inheritdoc/>
    public override string Severity => Verdict == SessionVerdict.Incomplete ? OutcomeSeverity.Warning : OutcomeSeverity.Information;

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of the session.</summary>
    public required Guid SessionUuid { get; init; }

    /// <summary>Number of files that it has in the storage now.</summary>
    public required long Files { get; init; }

    /// <summary>Number of files that were taken in or replaced this time.</summary>
    public required long New { get; init; }

    /// <summary>Number of files of the session that this time could not be taken in, as errors tell.</summary>
    public required long Left { get; init; }

    private protected override FormattableString? Mending => Verdict == SessionVerdict.Incomplete ? Mend : null;

    /// <summary>The command that goes on with it.</summary>
    internal FormattableString? Mend { get; init; }
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of a <see cref="SessionResult"/>.</summary>
public static class SessionVerdict
{
    /// <summary>All files of the session are there; some were copied this time.</summary>
    public const string Copied = "Copied";

    /// <summary>All files of the session were there already.</summary>
    public const string Unchanged = "Unchanged";

    /// <summary>An import has ended.</summary>
    public const string Imported = "Imported";

    /// <summary>Files are lacking, or the operation has not ended.</summary>
    public const string Incomplete = "Incomplete";
}
