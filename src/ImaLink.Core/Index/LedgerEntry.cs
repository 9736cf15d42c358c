using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>One line of a session's ledger: what became of one source file.</summary>
public sealed class LedgerEntry : IUntrusted
{
    /// <summary>Full path of the source file.</summary>
    public string SourcePath { get; set; } = "";

    /// <summary>The verdict (<see cref="ImportVerdict"/>).</summary>
    public string Verdict { get; set; } = "";

    /// <summary>Where the file lies in the storage, relative; null where it was not imported.</summary>
    public string? Path { get; set; }

    /// <summary>The file that was there already, relative to its storage.</summary>
    public string? ExistingPath { get; set; }

    /// <summary>UUID of the storage of <see cref="ExistingPath"/>, where it is another one.</summary>
    public Guid? ExistingStorage { get; set; }

    /// <summary>Why, where the verdict alone does not tell.</summary>
    public string? Reason { get; set; }

    /// <summary>What was said of the photo by itself and by the sidecars beside it, and by which; null where nothing was.</summary>
    public string? Said { get; set; }

    /// <summary>The hothash of the image.</summary>
    public string? Hothash { get; set; }

    /// <summary>SHA-256 of all bytes.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Length in bytes.</summary>
    public long FileSize { get; set; }

    /// <summary>True where the image ends early, or seems to (<see cref="Reason"/> says why); else absent.</summary>
    public bool? EndsEarly { get; set; }

    void IUntrusted.Check()
    {
        IndexCheck.Require((Path is null || StorageLayout.IsSafePhotoPath(Path)) && (ExistingPath is null || StorageLayout.IsSafePhotoPath(ExistingPath)),
            $"The path '{IndexCheck.Excerpt(Path ?? ExistingPath)}' does not lie in the storage's photos folder.");
        IndexCheck.Require((Hothash is null || Hex.IsSha256(Hothash)) && (Sha256 is null || Hex.IsSha256(Sha256)), "Its hothash or sha256 is malformed.");
        IndexCheck.Require(IndexCheck.IsSize(FileSize), "Its size is out of range.");
    }
}
