namespace ImaLink;

/// <summary>A registered file of which something was brought up to date: its hothash, or its hotpreview.</summary>
public sealed record FileUpdate : Outcome
{
    /// <inheritdoc/>
    public override string Severity => OutcomeSeverity.Information;

    /// <summary>Path in the storage, with <c>/</c>.</summary>
    public required string RelativePath { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of the session.</summary>
    public required Guid SessionUuid { get; init; }

    /// <summary>The identity of the image as it is recorded now.</summary>
    public required string Hothash { get; init; }

    /// <summary>By which rules that is computed: image-data, or whole-file where no picture data is known in the format.</summary>
    public required string Scheme { get; init; }

    /// <summary>ExifTool's name for the format.</summary>
    public required string? Format { get; init; }

    /// <summary>The catalog's own number for the file.</summary>
    public required long Id { get; init; }

    /// <summary>A file as it is now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="verdict">What was done (<see cref="UpdateVerdict"/>).</param>
    internal static FileUpdate Of(ImageFile file, string verdict) => new()
    {
        FullName = file.FullName,
        Verdict = verdict,
        RelativePath = file.RelativePath,
        Storage = file.Storage,
        StorageUuid = file.StorageUuid,
        Session = file.Session,
        SessionUuid = file.SessionUuid,
        Hothash = file.Hothash,
        Scheme = file.Scheme,
        Format = file.Format,
        Id = file.Id,
    };
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of what was brought up to date.</summary>
public static class UpdateVerdict
{
    /// <summary>A fact is recorded as the file states it.</summary>
    public const string FactUpdated = "FactUpdated";

    /// <summary>The file has the hothash of the present rules.</summary>
    public const string HothashUpdated = "HothashUpdated";

    /// <summary>The file has a hotpreview, or another one.</summary>
    public const string PreviewMade = "PreviewMade";

    /// <summary>Images of one shot are one photo.</summary>
    public const string Grouped = "Grouped";
}
