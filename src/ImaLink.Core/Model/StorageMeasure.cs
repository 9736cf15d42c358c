namespace ImaLink;

/// <summary>By what the files of a storage are put together.</summary>
public enum MeasureGrouping
{
    /// <summary>Not at all: one sum per storage.</summary>
    None,

    /// <summary>By session.</summary>
    Session,

    /// <summary>By the year in which they were taken.</summary>
    Year,

    /// <summary>By ExifTool's FileType.</summary>
    Format,

    /// <summary>By the model of the camera.</summary>
    Camera,
}

/// <summary>What a part of a storage takes.</summary>
public sealed record StorageMeasure
{
    /// <inheritdoc/>
    public override string ToString() => Name ?? Storage;

    /// <summary>Name of the storage.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>By what files were put together: None, Session, Year, Format or Camera.</summary>
    public required string By { get; init; }

    /// <summary>The session, year, format or camera; null where that is unknown, and for a whole storage.</summary>
    public string? Name { get; init; }

    /// <summary>UUID of the session, by session: several have one title.</summary>
    public Guid? SessionUuid { get; init; }

    /// <summary>Number of files, without companions.</summary>
    public required long Count { get; init; }

    /// <summary>Their size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Number of companions that travel with them: sidecars, voice notes and so on.</summary>
    public required long Companions { get; init; }

    /// <summary>The size of those in bytes.</summary>
    public required long CompanionBytes { get; init; }
}
