using ImaLink.Identity;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Storage;

namespace ImaLink.Repair;

/// <summary>The plan of a repair: journaled when the copies are verified, then carried out by whoever comes next.</summary>
internal sealed class RepairPlan : IUntrusted
{
    internal const string JournalKind = "repair";

    /// <summary>Name of the folder in the trash that gets the damaged files.</summary>
    public string Trash { get; set; } = "";

    public List<RepairedFile> Files { get; set; } = [];

    public void Check() => IndexCheck.Require(
        Files.TrueForAll(file => file is not null && StorageLayout.IsSafePhotoPath(file.Path) && Hex.IsSha256(file.Sha256)),
        "A file has no sha256, or does not lie in the storage's photos folder.");
}

/// <summary>A file that is brought back.</summary>
internal sealed class RepairedFile
{
    /// <summary>Name of its verified copy; number of the damaged file in the trash, where there is one.</summary>
    public int Number { get; set; }

    /// <summary>Path in the storage.</summary>
    public string Path { get; set; } = "";

    /// <summary>The recorded SHA-256, which the copy has.</summary>
    public string Sha256 { get; set; } = "";
}

/// <summary>A damaged file or companion, and where its bytes may be had.</summary>
/// <param name="Target">The registered file.</param>
/// <param name="Path">Path in the storage of the file or of its companion.</param>
/// <param name="Sha256">The recorded SHA-256.</param>
/// <param name="Size">The recorded size.</param>
/// <param name="ModifiedAt">The recorded time; null where none is.</param>
/// <param name="Sight">What was seen of it.</param>
/// <param name="Sources">Full paths of files that are recorded to have the same bytes.</param>
internal sealed record DamagedFile(
    CheckTarget Target, string Path, string Sha256, long Size, DateTime? ModifiedAt, FileSight Sight, List<string> Sources);
