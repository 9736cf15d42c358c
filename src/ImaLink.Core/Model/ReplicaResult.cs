namespace ImaLink;

/// <summary>What Sync-ImaReplica did with one file, or Remove-ImaFileStorage -Lost has to say of it.</summary>
public sealed record ReplicaResult
{
    /// <summary>What it is, a word of <see cref="ReplicaVerdict"/>, or of <see cref="FileVerdict"/> for a file that could not be copied.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether all is well with it.</summary>
    public required bool Ok { get; init; }

    /// <summary>"Information", "Warning" or "Error".</summary>
    public required string Severity { get; init; }

    /// <summary>Full path of the file: in the replica, or, where it could not be copied, in the source.</summary>
    public required string FullName { get; init; }

    /// <summary>The same in its storage, with <c>/</c>.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Name of the storage of that path.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of that storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Where the file lay in the replica before, if that is another place: path in the storage, with <c>/</c>.</summary>
    public string? OldPath { get; init; }

    /// <summary>Full path in the source of what was copied.</summary>
    public string? SourcePath { get; init; }

    /// <summary>Title of its session.</summary>
    public string? Session { get; init; }

    /// <summary>UUID of its session.</summary>
    public Guid? SessionUuid { get; init; }

    /// <summary>Length in bytes; 0 where that says nothing.</summary>
    public long Length { get; init; }

    /// <summary>More, where there is more to say.</summary>
    public string? Detail { get; init; }

    /// <summary>The command that mends it, where one does.</summary>
    public string? Remedy { get; init; }
}

/// <summary>The values of <see cref="ReplicaResult.Verdict"/> beside those of <see cref="FileVerdict"/>.</summary>
public static class ReplicaVerdict
{
    /// <summary>A file was copied that the replica lacked.</summary>
    public const string Copied = "Copied";

    /// <summary>A file was moved as it was in the source.</summary>
    public const string Moved = "Moved";

    /// <summary>A newer version took the place of an older one, which lies in the replica's trash.</summary>
    public const string Replaced = "Replaced";

    /// <summary>A file went to the replica's trash, as it was removed from the source.</summary>
    public const string Removed = "Removed";

    /// <summary>A file was removed from the source and stays in the replica all the same.</summary>
    public const string Kept = "Kept";

    /// <summary>The replica holds a newer version, which stays.</summary>
    public const string Newer = "Newer";

    /// <summary>An import or copy of the session into the source is unfinished, so it was left out.</summary>
    public const string Incomplete = "Incomplete";

    /// <summary>A file of a lost storage that no other storage is recorded to hold.</summary>
    public const string Lost = "Lost";

    /// <summary>A storage that holds files of a lost one.</summary>
    public const string Held = "Held";

    /// <summary>An album has lost photos with the storage; it stays, and so do their places in it.</summary>
    public const string Album = "Album";
}
