namespace ImaLink;

/// <summary>What Export-ImaPhoto did with one file.</summary>
public sealed record PhotoExport
{
    /// <summary>What it is, a word of <see cref="ExportVerdict"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether there is a copy as it was asked for.</summary>
    public required bool Ok { get; init; }

    /// <summary>"Information", "Warning" or "Error".</summary>
    public required string Severity { get; init; }

    /// <summary>Full path of the copy.</summary>
    public required string FullName { get; init; }

    /// <summary>Full path of the photo or film.</summary>
    public required string SourcePath { get; init; }

    /// <summary>Name of its storage.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>The hothash of the copy, computed of what was written; null where there is none. A copy in its own format has that of the photo.</summary>
    public string? Hothash { get; init; }

    /// <summary>The sidecar beside the copy, where its description could not be put into it.</summary>
    public string? Sidecar { get; init; }

    /// <summary>Length of the copy in bytes.</summary>
    public long Length { get; init; }

    /// <summary>More, where there is more to say.</summary>
    public string? Detail { get; init; }

    /// <summary>The command that mends it, where one does.</summary>
    public string? Remedy { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}

/// <summary>The values of <see cref="PhotoExport.Verdict"/>.</summary>
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
