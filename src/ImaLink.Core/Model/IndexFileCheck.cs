namespace ImaLink;

/// <summary>
/// What a check of one file of a storage's indexes found, or what an update made of it: the master index, a session index, an album,
/// or the manifest.
/// </summary>
public sealed record IndexFileCheck : Outcome
{
    /// <inheritdoc/>
    public override string Severity => Verdict switch
    {
        IndexVerdict.Valid or IndexVerdict.Written or IndexVerdict.Rebuilt => OutcomeSeverity.Information,
        IndexVerdict.Missing or IndexVerdict.Damaged or IndexVerdict.Older => OutcomeSeverity.Error,
        _ => OutcomeSeverity.Warning,
    };

    /// <summary>UUID of the storage; null where nothing tells it any more.</summary>
    public Guid? StorageUuid { get; init; }

    /// <summary>Title of the session, where the file is its index.</summary>
    public string? Session { get; init; }

    /// <summary>UUID of that session.</summary>
    public Guid? SessionUuid { get; init; }

    /// <summary>Title of the album, where the file is one that can be read.</summary>
    public string? Album { get; init; }

    /// <summary>Revision of the index; null where it has none or cannot be read.</summary>
    public long? Revision { get; init; }

    /// <summary>Number of files that a session index lists, of photos in an album, of lines in the manifest, of sessions in the master index; null where it cannot be read.</summary>
    public long? Entries { get; init; }

    private protected override FormattableString? Mending => Verdict switch
    {
        _ when Ok => null,
        IndexVerdict.NotUnderstood => null,
        IndexVerdict.Offline => $"Test-ImaFileStorage -Storage {Storage}",
        IndexVerdict.FilesDiffer => $"Sync-ImaFileStorage -Storage {Storage}",
        IndexVerdict.Differs => $"Update-ImaIndex -Storage {Storage} -Force",
        _ => $"Update-ImaIndex -Storage {Storage}",
    };
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of an <see cref="IndexFileCheck"/>, the gravest first.</summary>
public static class IndexVerdict
{
    /// <summary>The storage is not there.</summary>
    public const string Offline = "Offline";

    /// <summary>It is not there.</summary>
    public const string Missing = "Missing";

    /// <summary>It cannot be read to its end, belongs elsewhere, or is not the one that the master index names.</summary>
    public const string Damaged = "Damaged";

    /// <summary>A former version was put back: the master index knows a higher revision.</summary>
    public const string Older = "Older";

    /// <summary>It is whole and was written after the master index.</summary>
    public const string Newer = "Newer";

    /// <summary>It is not the one that the catalog remembers: another catalog wrote it.</summary>
    public const string Unmerged = "Unmerged";

    /// <summary>The catalog has edits that are not in it.</summary>
    public const string Unwritten = "Unwritten";

    /// <summary>It lists files that are left to another session, which claims their paths too.</summary>
    public const string Disputed = "Disputed";

    /// <summary>Files that it lists as present are not there or have another size.</summary>
    public const string FilesDiffer = "FilesDiffer";

    /// <summary>Something is said in it that this version does not understand, such as a rating of 9: it is kept and not shown.</summary>
    public const string NotUnderstood = "NotUnderstood";

    /// <summary>The manifest does not say of every file what the session indexes say.</summary>
    public const string Differs = "Differs";

    /// <summary>Everything agrees.</summary>
    public const string Valid = "Valid";

    /// <summary>Of an update: it was written again.</summary>
    public const string Written = "Written";

    /// <summary>Of an update: it was missing or damaged, and was written from what the storage and the catalog still know.</summary>
    public const string Rebuilt = "Rebuilt";
}
