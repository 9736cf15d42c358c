namespace ImaLink;

/// <summary>What Sync-ImaReplica did with one file, or Remove-ImaFileStorage -Lost has to say of it.</summary>
public sealed record ReplicaResult : Outcome
{
    /// <inheritdoc/>
    public override string Severity => Verdict switch
    {
        ReplicaVerdict.Copied or ReplicaVerdict.Moved or ReplicaVerdict.Replaced or ReplicaVerdict.Removed or ReplicaVerdict.Kept or ReplicaVerdict.Newer => OutcomeSeverity.Information,
        ReplicaVerdict.Incomplete or ReplicaVerdict.Held or ReplicaVerdict.Album => OutcomeSeverity.Warning,
        _ => OutcomeSeverity.Error,
    };

    /// <summary>Path in its storage, with <c>/</c>: of the replica, or, where the file could not be copied, of the source.</summary>
    public required string RelativePath { get; init; }

    /// <summary>UUID of the storage.</summary>
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

    private protected override FormattableString? Mending => Mend;

    /// <summary>The command that mends it.</summary>
    internal FormattableString? Mend { get; init; }
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of a <see cref="ReplicaResult"/> beside those of <see cref="FileVerdict"/>.</summary>
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
