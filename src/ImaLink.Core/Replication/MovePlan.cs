namespace ImaLink.Replication;

/// <summary>The plan of moving a storage; it lies in the target, where the storage will be.</summary>
internal sealed class MovePlan
{
    internal const string JournalKind = "move";

    public Guid Storage { get; set; }

    /// <summary>Full path of the storage's directory as it was.</summary>
    public string Source { get; set; } = "";
}

/// <summary>A file that was copied and read back in the target; written before it takes its name there.</summary>
internal sealed class MovedFile
{
    /// <summary>Path in the storage, with <c>/</c>.</summary>
    public string Path { get; set; } = "";
    public string Sha256 { get; set; } = "";
    public long FileSize { get; set; }
    public string ModifiedAt { get; set; } = "";
}
