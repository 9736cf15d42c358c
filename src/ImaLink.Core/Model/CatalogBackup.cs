namespace ImaLink;

/// <summary>A backup of the catalog: one file, complete in itself, verified when it was written.</summary>
public sealed record CatalogBackup
{
    /// <summary>Full path of the backup.</summary>
    public required string FullName { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Full path of the catalog that it is a backup of.</summary>
    public required string Catalog { get; init; }

    /// <summary>UUID of that catalog.</summary>
    public required Guid CatalogUuid { get; init; }

    /// <summary>When the backup was begun, local; what was written later is not in it.</summary>
    public required DateTime CreatedAt { get; init => field = value.ToLocalTime(); }

    /// <summary>Number of storages.</summary>
    public required long Storages { get; init; }

    /// <summary>Number of sessions.</summary>
    public required long Sessions { get; init; }

    /// <summary>Number of photos.</summary>
    public required long Photos { get; init; }

    /// <summary>Number of registered files.</summary>
    public required long Files { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}

/// <summary>A catalog that was restored from a backup.</summary>
public sealed record RestoredCatalog
{
    /// <summary>Full path of the catalog.</summary>
    public required string FullName { get; init; }

    /// <summary>Full path of the backup that it was restored from.</summary>
    public required string FromBackup { get; init; }

    /// <summary>Where the catalog that was there before is kept; null where there was none.</summary>
    public string? Replaced { get; init; }

    /// <summary>The catalog's UUID: a new one, as the one in the backup may have written more since.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>UUID of the catalog that the backup was made of.</summary>
    public required Guid FormerUuid { get; init; }

    /// <summary>Number of storages.</summary>
    public required long Storages { get; init; }

    /// <summary>Number of sessions.</summary>
    public required long Sessions { get; init; }

    /// <summary>Number of photos.</summary>
    public required long Photos { get; init; }

    /// <summary>Number of registered files.</summary>
    public required long Files { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
