namespace ImaLink;

/// <summary>What became of one source file of an import.</summary>
public sealed record ImportItem
{
    /// <summary>Full path of the source file.</summary>
    public required string SourcePath { get; init; }

    /// <summary>The verdict (<see cref="ImportVerdict"/>).</summary>
    public required string Verdict { get; init; }

    /// <summary>Full path in the storage as it was placed; null where it was not imported.</summary>
    public string? FullName { get; init; }

    /// <summary>Full path of the file that was there already.</summary>
    public string? ExistingPath { get; init; }

    /// <summary>Why, where the verdict alone does not tell.</summary>
    public string? Reason { get; init; }

    /// <summary>What was said of the photo by its own metadata and by the sidecars beside it: which fields, and by which of them.</summary>
    public string? Said { get; init; }

    /// <summary>Whether the image ends early, or seems to; the reason says why.</summary>
    public bool EndsEarly { get; init; }

    /// <summary>The hothash of the image.</summary>
    public string? Hothash { get; init; }

    /// <summary>Length in bytes.</summary>
    public long Length { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of the session.</summary>
    public required Guid SessionUuid { get; init; }
}
