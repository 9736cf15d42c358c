namespace ImaLink;

/// <summary>One FileStorage as it lies on a disk, told by its own indexes.</summary>
public sealed record FoundStorage
{
    /// <summary>UUID; null where nothing tells it any more.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>The name its owner gave it; where only the master index told it, the name of its directory.</summary>
    public required string Name { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>Full path of the storage's own directory.</summary>
    public required string FullName { get; init; }

    /// <summary>The directory in which the storage's own directory lies.</summary>
    public required string BasePath { get; init; }

    /// <summary>Name of the storage's own directory.</summary>
    public required string DirectoryName { get; init; }

    /// <summary>When it was created, local; null where nothing tells it any more.</summary>
    public DateTime? CreatedAt { get; init => field = value?.ToLocalTime(); }

    /// <summary>Number of sessions that its master index or the files in <c>imports/</c> name.</summary>
    public required int Sessions { get; init; }

    /// <summary>Number of those that have no usable index.</summary>
    public required int LostSessions { get; init; }

    /// <summary>Number of registered files, as the master index says; null without one.</summary>
    public long? TotalFiles { get; init; }

    /// <summary>Their size in bytes; null without a master index.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>
    /// The state of the master index: "Valid", "Backup" (its previous version stands in for it), "Missing" or "Damaged".
    /// </summary>
    public required string Index { get; init; }

    /// <summary>Whether it was moved elsewhere and is not written here any more.</summary>
    public required bool IsRetired { get; init; }

    /// <summary>Whether the catalog knows the storage, here or elsewhere; null where the catalog cannot be read.</summary>
    public bool? IsRegistered { get; init; }

    /// <summary>Where the catalog thinks that the storage lies; null where it does not know it.</summary>
    public string? RegisteredPath { get; init; }

    /// <summary>What is wrong with its indexes; null for nothing.</summary>
    public string? Detail { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
