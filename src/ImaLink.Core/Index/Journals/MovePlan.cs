using ImaLink.Media.Identity;

namespace ImaLink.Index.Journals;

/// <summary>The plan of moving a storage; it lies in the target, where the storage will be.</summary>
internal sealed class MovePlan : IUntrusted
{
    internal const string JournalKind = "move";

    public Guid Storage { get; set; }

    /// <summary>Full path of the storage's directory as it was.</summary>
    public string Source { get; set; } = "";

    public void Check() => IndexCheck.Require(Storage != Guid.Empty, "It names no storage.");
}

/// <summary>A file that was copied and read back in the target; written before it takes its name there.</summary>
internal sealed class MovedFile : IUntrusted
{
    /// <summary>Path in the storage, with <c>/</c>.</summary>
    public string Path { get; set; } = "";
    public string Sha256 { get; set; } = "";
    public long FileSize { get; set; }
    public string ModifiedAt { get; set; } = "";

    public void Check() => IndexCheck.Require(StorageLayout.IsSafePath(Path) && Hex.IsSha256(Sha256),
        $"'{IndexCheck.Excerpt(Path)}' does not lie in the storage, or has no sha256.");
}
