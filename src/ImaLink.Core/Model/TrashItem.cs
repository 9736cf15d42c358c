namespace ImaLink;

/// <summary>A file in the trash of a storage.</summary>
public sealed record TrashItem
{
    /// <summary>Names it in commands: folder of the trash and number.</summary>
    public required string Id { get; init; }

    /// <summary>Its file name before it was removed.</summary>
    public required string Name { get; init; }

    /// <summary>Where it lay in the storage, with <c>/</c>.</summary>
    public required string FormerPath { get; init; }

    /// <summary>Full path of the file in the trash.</summary>
    public required string FullName { get; init; }

    /// <summary>Why it lies there: a word of <see cref="TrashReason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was removed, local.</summary>
    public required DateTime RemovedAt { get; init => field = value.ToLocalTime(); }

    /// <summary>Length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Lower-case hex SHA-256 of all bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The hothash of the image.</summary>
    public required string Hothash { get; init; }

    /// <summary>Title of its session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of its session.</summary>
    public required Guid SessionUuid { get; init; }

    /// <summary>Name of its storage.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of its storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}

/// <summary>Why something lies in the trash.</summary>
public static class TrashReason
{
    /// <summary>The file was removed.</summary>
    public const string Removed = "Removed";

    /// <summary>Its session was removed.</summary>
    public const string SessionRemoved = "SessionRemoved";

    /// <summary>Sync-ImaReplica followed a removal from the storage that the file is a replica of.</summary>
    public const string SourceRemoved = "SourceRemoved";

    /// <summary>Repair-ImaFile put other bytes in its place.</summary>
    public const string Repaired = "Repaired";

    /// <summary>Copy-ImaSession or Sync-ImaReplica put a newer version in its place.</summary>
    public const string Superseded = "Superseded";

    /// <summary>Whether a file has another in its place: it does not come back unless it is named.</summary>
    public static bool IsReplaced(string reason) => reason is Repaired or Superseded;
}
