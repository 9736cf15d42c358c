namespace ImaLink;

/// <summary>Files in several places that hold the same bytes or, where variants were asked for, the same image.</summary>
public sealed record DuplicateGroup
{
    /// <summary>Identity of the image.</summary>
    public required string Hothash { get; init; }

    /// <summary>The files, replicas last; the first is the one that would stay.</summary>
    public required DuplicateFile[] Files { get; init; }

    /// <summary>Number of files.</summary>
    public int Count => Files.Length;

    /// <summary>
    /// Bytes that go when of files with the same bytes only one is left; variants count for nothing, and replicas only where they were asked for.
    /// </summary>
    public long ReclaimableBytes => Files.Where(file => CountsReplicas || !file.IsReplica).GroupBy(file => file.Sha256).SelectMany(same => same.Skip(1)).Select(file => file.Length).Total();

    /// <summary>How many of the files are replicas that <see cref="ReclaimableBytes"/> leaves out: copies on purpose.</summary>
    public int ReplicasLeftOut => CountsReplicas ? 0 : Files.Count(file => file.IsReplica);

    /// <summary>Whether replicas count as what could go.</summary>
    internal bool CountsReplicas { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Files[0].FullName;
}

/// <summary>One file of a <see cref="DuplicateGroup"/>.</summary>
public record DuplicateFile
{
    /// <summary>Full path.</summary>
    public required string FullName { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Lower-case hex SHA-256 of all bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Name of its storage; null where it is registered in none.</summary>
    public string? Storage { get; init; }

    /// <summary>UUID of its storage.</summary>
    public Guid? StorageUuid { get; init; }

    /// <summary>Path in the storage, with <c>/</c>.</summary>
    public string? RelativePath { get; init; }

    /// <summary>Title of its session.</summary>
    public string? Session { get; init; }

    /// <summary>UUID of its session.</summary>
    public Guid? SessionUuid { get; init; }

    /// <summary>Whether Copy-ImaSession placed it, as a copy of a file in another storage.</summary>
    public bool IsReplica { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
