namespace ImaLink;

/// <summary>One batch of imported photos.</summary>
public sealed record ImportSession
{
    /// <summary>The catalog's own number for it; where its index told of it, its number in its storage.</summary>
    public required long Id { get; init; }

    /// <summary>UUID; never changes.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>When the import began, local.</summary>
    public required DateTime ImportedAt { get; init => field = value.ToLocalTime(); }

    /// <summary>Author of the photos, unless a photo says otherwise.</summary>
    public string? Author { get; init; }

    /// <summary>Name of its storage.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of its storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>"Completed", or "Incomplete" while it runs or after it was interrupted.</summary>
    public required string Status { get; init; }

    /// <summary>Whether its files were registered where they lay.</summary>
    public required bool InPlace { get; init; }

    /// <summary>Where the photos came from.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The zone that the photos were taken in, by IANA's name: the times of films, which are UTC, are told in it. Null where nobody said.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Number of image files that it has now: of an import that is under way or was interrupted, those that are registered so far.</summary>
    public required long Files { get; init; }

    /// <summary>Number of source files; the verdicts below add up to it. 0 until the import is done.</summary>
    public required int SourceFiles { get; init; }

    /// <summary>Number of files imported.</summary>
    public required int Imported { get; init; }

    /// <summary>Number of files held already, byte for byte.</summary>
    public required int Duplicate { get; init; }

    /// <summary>Number of files with a known image in other bytes, kept.</summary>
    public required int Variant { get; init; }

    /// <summary>Number of files that travelled with a photo.</summary>
    public required int Companion { get; init; }

    /// <summary>Number of files left out with a reason.</summary>
    public required int Skipped { get; init; }

    /// <summary>Number of files that changed while they were read.</summary>
    public required int StillChanging { get; init; }

    /// <summary>Number of files that could not be read or placed.</summary>
    public required int Failed { get; init; }

    /// <summary>Of all of them, the number of files whose image ends early, or seems to.</summary>
    public required int EndingEarly { get; init; }

    /// <summary>Bytes copied, or registered in place; of an import that is not done, those of its files so far.</summary>
    public required long Bytes { get; init; }

    /// <summary>How long the import worked.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Full path of its index.</summary>
    public required string IndexFile { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Title;
}
