namespace ImaLink;

/// <summary>One thing to worry about, and the command that mends it.</summary>
public sealed record HealthFinding
{
    /// <summary>What it is: a word of <see cref="HealthId"/>, which stays the same.</summary>
    public required string Id { get; init; }

    /// <summary>"Error" where something is lost, damaged or in the way, else "Warning".</summary>
    public required string Severity { get; init; }

    /// <summary>What it is about: a storage, or the full path of the catalog.</summary>
    public required string Target { get; init; }

    /// <summary>What was found, and what a hand has to do first where no command can.</summary>
    public required string Message { get; init; }

    /// <summary>The command that mends it, as text that works when pasted; where a hand has to do something first, the command after it. Null where there is none.</summary>
    public string? Remedy => Mend is null ? null : CommandText.Of(Mend, NamedCatalog);

    /// <summary>Name of the storage; null for the catalog.</summary>
    public string? Storage { get; init; }

    /// <summary>UUID of the storage.</summary>
    public Guid? StorageUuid { get; init; }

    /// <summary>The command.</summary>
    internal FormattableString? Mend { get; init; }

    /// <summary>The catalog that the command has to name; null for the usual one.</summary>
    internal string? NamedCatalog { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Target}";
}

/// <summary>The values of <see cref="HealthFinding.Id"/>.</summary>
public static class HealthId
{
    /// <summary>The catalog is damaged, or no catalog.</summary>
    public const string CatalogDamaged = "CatalogDamaged";

    /// <summary>The catalog has no backup, or none since.</summary>
    public const string CatalogNotBackedUp = "CatalogNotBackedUp";

    /// <summary>The catalog lies on a network share.</summary>
    public const string CatalogOnNetwork = "CatalogOnNetwork";

    /// <summary>The storage is not there.</summary>
    public const string StorageOffline = "StorageOffline";

    /// <summary>The storage was moved elsewhere; what lies here is not written any more.</summary>
    public const string StorageRetired = "StorageRetired";

    /// <summary>The storage cannot be written.</summary>
    public const string StorageReadOnly = "StorageReadOnly";

    /// <summary>The storage has little room left.</summary>
    public const string StorageFull = "StorageFull";

    /// <summary>A copy of the storage says that it is the same one.</summary>
    public const string StorageCloned = "StorageCloned";

    /// <summary>The storage has no photos, or none where some are recorded.</summary>
    public const string StorageEmpty = "StorageEmpty";

    /// <summary>An index of the storage is missing or broken.</summary>
    public const string IndexDamaged = "IndexDamaged";

    /// <summary>The catalog has edits that are not in the indexes of the storage.</summary>
    public const string EditsWaiting = "EditsWaiting";

    /// <summary>An operation in the storage was interrupted.</summary>
    public const string OperationUnfinished = "OperationUnfinished";

    /// <summary>The storage was not compared with its records for long.</summary>
    public const string ScanDue = "ScanDue";

    /// <summary>Registered files are missing.</summary>
    public const string FilesMissing = "FilesMissing";

    /// <summary>Files were not read again for long, or were not as recorded when they were.</summary>
    public const string FilesNotVerified = "FilesNotVerified";

    /// <summary>Files have too few verified copies on different disks.</summary>
    public const string FewCopies = "FewCopies";

    /// <summary>Files have enough copies in several storages, and these lie on too few disks.</summary>
    public const string CopiesInOnePlace = "CopiesInOnePlace";

    /// <summary>The trash holds what was removed long ago.</summary>
    public const string TrashOld = "TrashOld";

    /// <summary>The trash takes much room.</summary>
    public const string TrashLarge = "TrashLarge";
}

/// <summary>What is thought to be well.</summary>
public sealed record HealthThresholds
{
    /// <summary>On how many disks each file has to be.</summary>
    public int MinCopies { get; init; } = 2;

    /// <summary>Files have to be read again since then.</summary>
    public DateTime VerifiedSince { get; init => field = value.ToLocalTime(); } = DateTime.Now.AddDays(-365);

    /// <summary>Storages have to be compared with their records since then.</summary>
    public DateTime ScannedSince { get; init => field = value.ToLocalTime(); } = DateTime.Now.AddDays(-90);

    /// <summary>The catalog has to be backed up since then.</summary>
    public DateTime BackedUpSince { get; init => field = value.ToLocalTime(); } = DateTime.Now.AddDays(-31);

    /// <summary>What lies in the trash has to be removed since then.</summary>
    public DateTime TrashSince { get; init => field = value.ToLocalTime(); } = DateTime.Now.AddDays(-90);

    /// <summary>How many bytes the trash of a storage may take.</summary>
    public long MaxTrashBytes { get; init; } = 50_000_000_000;

    /// <summary>How many bytes have to be free.</summary>
    public long MinFreeBytes { get; init; } = 1_000_000_000;

    /// <summary>The catalog that remedies have to name; null for the usual one.</summary>
    public string? NamedCatalog { get; init; }
}
