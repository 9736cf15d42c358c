namespace ImaLink;

/// <summary>What comparing the catalog with the storages' indexes found of one thing, or of one field of it.</summary>
public sealed record CatalogComparison : Outcome
{
    /// <summary>
    /// What was compared: Storage, RemovedSession, Session, RemovedFile, Photo, SearchText, Image, Statement (one that is
    /// said of an image), File, Companion or Document.
    /// </summary>
    public required string Kind { get; init; }

    /// <inheritdoc/>
    public override string Severity => Verdict switch
    {
        ComparisonVerdict.Same or ComparisonVerdict.Pending or ComparisonVerdict.NotCompared => OutcomeSeverity.Information,
        ComparisonVerdict.Unreadable => OutcomeSeverity.Error,
        _ => OutcomeSeverity.Warning,
    };

    /// <summary>
    /// The field that differs; null where the whole thing is only on one side, or nothing differs. Several of one file that are yet to be written stand together,
    /// without their values.
    /// </summary>
    public string? Field { get; init; }

    /// <summary>What the catalog says; null is nothing.</summary>
    public string? CatalogValue { get; init; }

    /// <summary>What the index says; null is nothing.</summary>
    public string? IndexValue { get; init; }

    /// <summary>UUID of the storage.</summary>
    public Guid? StorageUuid { get; init; }

    /// <summary>Title of the session; null where the thing belongs to none.</summary>
    public string? Session { get; init; }

    /// <summary>UUID of the session.</summary>
    public Guid? SessionUuid { get; init; }

    private protected override FormattableString? Mending => Ok ? null
        : Verdict == ComparisonVerdict.Offline ? $"Test-ImaFileStorage -Storage {Storage}"
        : Storage is null ? (FormattableString)$"Update-ImaIndex" : $"Update-ImaIndex -Storage {Storage}";
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of a <see cref="CatalogComparison"/>.</summary>
public static class ComparisonVerdict
{
    /// <summary>The catalog says what the indexes say; told once for each storage and session.</summary>
    public const string Same = "Same";

    /// <summary>Both know the thing and say different things of it.</summary>
    public const string Different = "Different";

    /// <summary>No index knows the thing.</summary>
    public const string OnlyInCatalog = "OnlyInCatalog";

    /// <summary>The catalog does not know the thing.</summary>
    public const string OnlyInIndex = "OnlyInIndex";

    /// <summary>An edit that the catalog has yet to write into the index: no error.</summary>
    public const string Pending = "Pending";

    /// <summary>The index could not be read, so nothing of it was compared.</summary>
    public const string Unreadable = "Unreadable";

    /// <summary>The storage is not there, so nothing of it was compared.</summary>
    public const string Offline = "Offline";

    /// <summary>The storage is disabled, so nothing of it was compared.</summary>
    public const string NotCompared = "NotCompared";
}
