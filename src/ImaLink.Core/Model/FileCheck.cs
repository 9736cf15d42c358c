namespace ImaLink;

/// <summary>What reading one registered file again found.</summary>
public sealed record FileCheck
{
    /// <summary>Full path of the file.</summary>
    public required string FullName { get; init; }

    /// <summary>The verdict (<see cref="FileVerdict"/>).</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether the file, and what travels with it, is as recorded.</summary>
    public required bool Ok { get; init; }

    /// <summary>More, where there is more to say.</summary>
    public string? Detail { get; init; }

    /// <summary>Path in the storage, with <c>/</c>.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Name of the storage.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of the session.</summary>
    public required Guid SessionUuid { get; init; }

    /// <summary>The recorded identity of the image.</summary>
    public required string Hothash { get; init; }

    /// <summary>When all bytes were last read and found as recorded, local: now, where the verdict is Valid.</summary>
    public DateTime? LastVerified { get; init => field = value?.ToLocalTime(); }

    /// <summary>The catalog's own number for the file.</summary>
    public required long Id { get; init; }
}
