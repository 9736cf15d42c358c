namespace ImaLink;

/// <summary>The catalog and what it holds.</summary>
public sealed record CatalogInfo
{
    /// <summary>Full path of the catalog file.</summary>
    public required string FullName { get; init; }

    /// <summary>Whether the file exists; it is created by the first command that writes.</summary>
    public required bool Exists { get; init; }

    /// <summary>The catalog's own UUID: the writer of the indexes that it writes; null while the file does not exist.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>When it was created, local.</summary>
    public DateTime? CreatedAt { get; init => field = value?.ToLocalTime(); }

    /// <summary>Version of its schema.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Size in bytes, the write-ahead log included.</summary>
    public required long Length { get; init; }

    /// <summary>Number of storages.</summary>
    public required long Storages { get; init; }

    /// <summary>Number of sessions.</summary>
    public required long Sessions { get; init; }

    /// <summary>Number of photos.</summary>
    public required long Photos { get; init; }

    /// <summary>Number of images.</summary>
    public required long Images { get; init; }

    /// <summary>Number of registered files.</summary>
    public required long Files { get; init; }

    /// <summary>Number of registered files that are missing.</summary>
    public required long MissingFiles { get; init; }

    /// <summary>Storages and sessions with edits that are not yet in their indexes.</summary>
    public required long Dirty { get; init; }

    /// <summary>Images that no storage has a file of any more, and of which something was said here that stands in no index: it is written when they come back.</summary>
    public required long Waiting { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
