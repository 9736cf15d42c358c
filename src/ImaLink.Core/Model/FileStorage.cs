namespace ImaLink;

/// <summary>One directory tree that holds photos and its own indexes.</summary>
public sealed record FileStorage
{
    /// <summary>UUID; never changes.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The name its owner gave it; unique in a catalog.</summary>
    public required string Name { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>The directory in which the storage's own directory lies.</summary>
    public required string BasePath { get; init; }

    /// <summary>Name of the storage's own directory.</summary>
    public required string DirectoryName { get; init; }

    /// <summary>Full path of the storage's own directory.</summary>
    public required string FullName { get; init; }

    /// <summary>Whether it takes part when no storage is named.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Whether it lies where it was last seen.</summary>
    public required bool IsAccessible { get; init; }

    /// <summary>When it was created, local.</summary>
    public required DateTime CreatedAt { get; init => field = value.ToLocalTime(); }

    /// <summary>When it was last scanned, local; null for never.</summary>
    public DateTime? LastScan { get; init => field = value?.ToLocalTime(); }

    /// <summary>Number of registered files.</summary>
    public required long TotalFiles { get; init; }

    /// <summary>Their size in bytes.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>Whether it can be written now: it is accessible, and its medium is not read-only.</summary>
    public bool IsWritable { get; init; }

    /// <summary>What its file system lies on, as the system calls it; null where it is not accessible or the system does not tell.</summary>
    public string? Device { get; init; }

    /// <summary>The place that it is in: what its owner says, else the disk, file system or server. Copies in one place count as one. Null for unknown.</summary>
    public string? Place { get; init; }

    /// <summary>
    /// How its place is known: "Owner", "Wwid", "Serial", "FileSystemUuid", "Mount"; "Unknown" counts as a place of its own, unless it is
    /// in one file system with another storage now.
    /// </summary>
    public string PlaceKnownBy { get; init; } = "Unknown";

    /// <summary>Free bytes on its medium, for who may write there; null where it cannot be written or the system does not tell.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>The catalog's own number for it; 0 where its index told of it.</summary>
    public required long Id { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
