namespace ImaLink;

/// <summary>What a check found of one thing.</summary>
public sealed record CheckResult : Outcome
{
    /// <inheritdoc/>
    public override string Severity => Verdict switch
    {
        CheckVerdict.Healthy or CheckVerdict.InUse or CheckVerdict.Held or CheckVerdict.NotAPhoto => OutcomeSeverity.Information,
        CheckVerdict.ReadOnly or CheckVerdict.Retired or CheckVerdict.Offline or CheckVerdict.Unfinished or CheckVerdict.HeldVariant => OutcomeSeverity.Warning,
        _ => OutcomeSeverity.Error,
    };

    /// <summary>The command that mends it.</summary>
    internal FormattableString? Mend { get; init; }

    private protected override FormattableString? Mending => Mend;
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of a <see cref="CheckResult"/>.</summary>
public static class CheckVerdict
{
    /// <summary>A storage or the catalog is as it should be.</summary>
    public const string Healthy = "Healthy";

    /// <summary>Another process writes the storage.</summary>
    public const string InUse = "InUse";

    /// <summary>Registered files of the storage are not there.</summary>
    public const string FilesMissing = "FilesMissing";

    /// <summary>An operation in the storage was interrupted.</summary>
    public const string Unfinished = "Unfinished";

    /// <summary>The storage cannot be written.</summary>
    public const string ReadOnly = "ReadOnly";

    /// <summary>Indexes of the storage, or the catalog, are missing in part or broken.</summary>
    public const string Damaged = "Damaged";

    /// <summary>The storage was moved elsewhere.</summary>
    public const string Retired = "Retired";

    /// <summary>The storage is not there.</summary>
    public const string Offline = "Offline";

    /// <summary>There is no catalog.</summary>
    public const string Missing = "Missing";

    /// <summary>The catalog is none, or cannot be opened.</summary>
    public const string Unusable = "Unusable";

    /// <summary>A storage holds the bytes of the source file.</summary>
    public const string Held = "Held";

    /// <summary>A storage holds the image of the source file in other bytes.</summary>
    public const string HeldVariant = "HeldVariant";

    /// <summary>No storage holds the source file.</summary>
    public const string NotHeld = "NotHeld";

    /// <summary>The source file is no photo.</summary>
    public const string NotAPhoto = "NotAPhoto";

    /// <summary>The source file cannot be read.</summary>
    public const string Unreadable = "Unreadable";
}
