namespace ImaLink;

/// <summary>What Export-ImaSidecar did with one file.</summary>
public sealed record SidecarResult
{
    /// <summary>What it is, a word of <see cref="SidecarVerdict"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether the description stands in the sidecar.</summary>
    public required bool Ok { get; init; }

    /// <summary>"Information", "Warning" or "Error".</summary>
    public required string Severity { get; init; }

    /// <summary>Full path of the sidecar.</summary>
    public required string FullName { get; init; }

    /// <summary>The same in its storage, with <c>/</c>.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Full path of the photo or film that it describes.</summary>
    public required string PhotoPath { get; init; }

    /// <summary>Name of the storage.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>More, where there is more to say.</summary>
    public string? Detail { get; init; }

    /// <summary>The command that mends it, where one does.</summary>
    public string? Remedy { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}

/// <summary>The values of <see cref="SidecarResult.Verdict"/>.</summary>
public static class SidecarVerdict
{
    /// <summary>There was none; it was written.</summary>
    public const string Written = "Written";

    /// <summary>It was there, and the description was merged into it.</summary>
    public const string Merged = "Merged";

    /// <summary>It says all of it already.</summary>
    public const string Unchanged = "Unchanged";

    /// <summary>It was left as it is; the detail says why.</summary>
    public const string Refused = "Refused";
}
