namespace ImaLink;

/// <summary>
/// What became of one session of a storage when the catalog was restored; without a session, what there is to say of the
/// storage itself.
/// </summary>
public sealed record RestoreReport
{
    /// <summary>Name of the storage in the catalog; where it was not restored, the name of its directory.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Full path of the storage's own directory.</summary>
    public required string FullName { get; init; }

    /// <summary>Title of the session; null for what is said of the storage itself.</summary>
    public string? Session { get; init; }

    /// <summary>UUID of the session; null where nothing tells it any more.</summary>
    public Guid? SessionUuid { get; init; }

    /// <summary>How the index was found (<see cref="RestoreState"/>).</summary>
    public required string State { get; init; }

    /// <summary>The index that was read; null where none was usable.</summary>
    public string? IndexFile { get; init; }

    /// <summary>Files that the catalog now holds of the session.</summary>
    public long Restored { get; init; }

    /// <summary>
    /// Files that are recorded but not in their place, as the index says and as -Verify finds; of a session whose index is
    /// gone, those that the master index counts and that were not found again.
    /// </summary>
    public long Missing { get; init; }

    /// <summary>
    /// Files that the master index counts and that could not be read out of a damaged index, and those that -Verify finds to
    /// hold other bytes than recorded.
    /// </summary>
    public long Damaged { get; init; }

    /// <summary>What was wrong and what stood in for it; null where all is well.</summary>
    public string? Detail { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}

/// <summary>The values of <see cref="RestoreReport.State"/>.</summary>
public static class RestoreState
{
    /// <summary>The index is whole.</summary>
    public const string Valid = "Valid";

    /// <summary>The index is whole and was written after the master index.</summary>
    public const string Newer = "Newer";

    /// <summary>The index is whole and is a former version that was put back.</summary>
    public const string Older = "Older";

    /// <summary>The index is missing or damaged; its previous version was read, and of the damaged one what is whole.</summary>
    public const string Backup = "Backup";

    /// <summary>The index was written by ImaLink's first implementation; its files were looked for by name and size.</summary>
    public const string Early = "Early";

    /// <summary>The index is lost; files under <c>photos/</c> were found to have belonged to the session.</summary>
    public const string Recovered = "Recovered";

    /// <summary>The index is missing, and nothing stands in for it.</summary>
    public const string Missing = "Missing";

    /// <summary>The index is damaged, and nothing stands in for it; what is whole in it was read.</summary>
    public const string Damaged = "Damaged";
}
