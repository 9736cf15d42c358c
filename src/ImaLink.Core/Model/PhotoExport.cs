namespace ImaLink;

/// <summary>What Export-ImaPhoto did with one file.</summary>
public sealed record PhotoExport : Outcome
{
    /// <inheritdoc/>
    public override string Severity => Verdict == ExportVerdict.Refused ? OutcomeSeverity.Error : OutcomeSeverity.Information;

    /// <summary>Full path of the photo or film; <see cref="Outcome.FullName"/> is that of the copy.</summary>
    public required string SourcePath { get; init; }

    /// <summary>UUID of the storage that the photo is in.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>The hothash of the copy, computed of what was written; null where there is none. A copy in its own format has that of the photo.</summary>
    public string? Hothash { get; init; }

    /// <summary>The sidecar beside the copy, where its description could not be put into it.</summary>
    public string? Sidecar { get; init; }

    /// <summary>Length of the copy in bytes.</summary>
    public long Length { get; init; }

    private protected override FormattableString? Mending => Mend;

    /// <summary>The command that mends it.</summary>
    internal FormattableString? Mend { get; init; }
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of a <see cref="PhotoExport"/>.</summary>
public static class ExportVerdict
{
    /// <summary>Copied as it is.</summary>
    public const string Copied = "Copied";

    /// <summary>Copied, and its description was put into the copy; the picture is the same, by its hothash.</summary>
    public const string Embedded = "Embedded";

    /// <summary>Copied, and its description stands in a sidecar beside the copy.</summary>
    public const string Described = "Described";

    /// <summary>A picture of another size or format was made of it.</summary>
    public const string Rendered = "Rendered";

    /// <summary>This copy is there already.</summary>
    public const string Unchanged = "Unchanged";

    /// <summary>There is no copy; the detail says why.</summary>
    public const string Refused = "Refused";
}
