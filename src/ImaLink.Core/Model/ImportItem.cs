namespace ImaLink;

/// <summary>What became of one source file of an import.</summary>
public sealed record ImportItem : Outcome
{
    /// <summary>Full path of the source file.</summary>
    public required string SourcePath { get; init; }

    /// <inheritdoc/>
    public override string Severity => Verdict == ImportVerdict.Failed ? OutcomeSeverity.Error
        : Verdict == ImportVerdict.StillChanging || EndsEarly ? OutcomeSeverity.Warning : OutcomeSeverity.Information;

    /// <summary>Full path of the file that was there already.</summary>
    public string? ExistingPath { get; init; }

    /// <summary>What was said of the photo by its own metadata and by the sidecars beside it: which fields, and by which of them.</summary>
    public string? Said { get; init; }

    /// <summary>Whether the image ends early, or seems to; the detail says why.</summary>
    public bool EndsEarly { get; init; }

    /// <summary>The hothash of the image.</summary>
    public string? Hothash { get; init; }

    /// <summary>Length in bytes.</summary>
    public long Length { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of the session.</summary>
    public required Guid SessionUuid { get; init; }

    private protected override FormattableString? Mending => Verdict is ImportVerdict.Failed or ImportVerdict.StillChanging
        ? (FormattableString)$"Import-ImaSession -LiteralPath {SourcePath} -Storage {Storage} -Title {Session}" : null;
}
