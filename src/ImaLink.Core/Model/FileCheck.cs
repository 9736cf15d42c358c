namespace ImaLink;

/// <summary>What reading one registered file again found.</summary>
public sealed record FileCheck : Outcome
{
    /// <inheritdoc/>
    public override string Severity => FileVerdict.SeverityOf(Verdict);

    /// <summary>Path in the storage, with <c>/</c>.</summary>
    public required string RelativePath { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of the session.</summary>
    public required Guid SessionUuid { get; init; }

    /// <summary>The recorded identity of the image.</summary>
    public required string Hothash { get; init; }

    /// <summary>When all bytes were last read and found as recorded, local: now, where the verdict is Valid.</summary>
    public DateTime? LastVerified { get; init => field = value?.ToLocalTime(); }

    /// <summary>The catalog's own number for the file.</summary>
    public required long Id { get; init; }

    private protected override FormattableString? Mending => FileVerdict.IsDamage(Verdict) ? (FormattableString)$"Repair-ImaFile -LiteralPath {FullName}"
        : Verdict is FileVerdict.Changed or FileVerdict.MetadataChanged ? (FormattableString)$"Sync-ImaFileStorage -Storage {Storage}" : null;
}
