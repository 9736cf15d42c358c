namespace ImaLink;

/// <summary>One thing that a comparison has to say about one file.</summary>
public sealed record Finding : Outcome
{
    /// <inheritdoc/>
    public override string Severity => Verdict switch
    {
        FindingVerdict.Missing or FindingVerdict.Corrupt or FindingVerdict.Truncated => OutcomeSeverity.Error,
        FindingVerdict.Changed or FindingVerdict.HothashCollision or FindingVerdict.MetadataConflict => OutcomeSeverity.Warning,
        _ => OutcomeSeverity.Information,
    };

    /// <summary>Path in the storage, with <c>/</c>: where the file lies now; of a missing file, where it lay.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Where the file lay before, if that is another place; of a file that came from another storage, its full path there.</summary>
    public string? OldPath { get; init; }

    /// <summary>Identity of the image; null where the file was not read for it.</summary>
    public string? Hothash { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Title of the file's session; null for a file that is not registered.</summary>
    public string? Session { get; init; }

    /// <summary>UUID of that session.</summary>
    public Guid? SessionUuid { get; init; }

    private protected override FormattableString? Mending => Verdict switch
    {
        FindingVerdict.Missing or FindingVerdict.Corrupt or FindingVerdict.Truncated => $"Repair-ImaFile -LiteralPath {FullName}",
        _ => null, // what changed was edited, as far as anybody can tell: nothing takes that back by itself
    };
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of a <see cref="Finding"/>.</summary>
public static class FindingVerdict
{
    /// <summary>A registered file lies elsewhere now.</summary>
    public const string Moved = "Moved";

    /// <summary>A registered file is not there; told once.</summary>
    public const string Missing = "Missing";

    /// <summary>A photo or video that is not registered.</summary>
    public const string New = "New";

    /// <summary>A registered file holds another image now.</summary>
    public const string Changed = "Changed";

    /// <summary>A registered file holds the same image in other bytes, or its companion changed.</summary>
    public const string MetadataChanged = "MetadataChanged";

    /// <summary>A further copy of a known image, not registered.</summary>
    public const string Copied = "Copied";

    /// <summary>A file that was missing is there again.</summary>
    public const string Returned = "Returned";

    /// <summary>Other bytes although nobody wrote the file, as its time tells, at the same path or where the file lies now: decay, never applied.</summary>
    public const string Corrupt = "Corrupt";

    /// <summary>
    /// Only a beginning of what was there is left, by the bytes of a copy or by what the file says of its end: never applied. Where that is
    /// only likely, the detail says "Suspected".
    /// </summary>
    public const string Truncated = "Truncated";

    /// <summary>Two images of different dimensions have the same hothash.</summary>
    public const string HothashCollision = "HothashCollision";

    /// <summary>A photo or an album was edited in this catalog and by another one: both values are told, the higher (revision, writer) is kept.</summary>
    public const string MetadataConflict = "MetadataConflict";
}
