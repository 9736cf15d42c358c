namespace ImaLink;

/// <summary>What Export-ImaSidecar did with one file.</summary>
public sealed record SidecarResult : Outcome
{
    /// <inheritdoc/>
    public override string Severity => Verdict == SidecarVerdict.Refused ? OutcomeSeverity.Error : OutcomeSeverity.Information;

    /// <summary>Path of the sidecar in its storage, with <c>/</c>.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Full path of the photo or film that it describes.</summary>
    public required string PhotoPath { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    private protected override FormattableString? Mending => Mend;

    /// <summary>The command that mends it.</summary>
    internal FormattableString? Mend { get; init; }
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of a <see cref="SidecarResult"/>.</summary>
public static class SidecarVerdict
{
    /// <summary>There was none; it was written.</summary>
    public const string Written = "Written";

    /// <summary>It was there, and the description was merged into it.</summary>
    public const string Merged = "Merged";

    /// <summary>It says all of it already.</summary>
    public const string Unchanged = "Unchanged";

    /// <summary>It was left as it is; the detail says why.</summary>
    public const string Refused = "Refused";
}
