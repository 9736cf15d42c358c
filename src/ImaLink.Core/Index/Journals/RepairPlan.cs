using ImaLink.Media.Identity;

namespace ImaLink.Index.Journals;

/// <summary>The plan of a repair: journaled when the copies are verified, then carried out by whoever comes next.</summary>
internal sealed class RepairPlan : IUntrusted
{
    internal const string JournalKind = "repair";

    /// <summary>Name of the folder in the trash that gets the damaged files.</summary>
    public string Trash { get; set; } = "";

    /// <summary>The files of one batch: whoever repairs more makes a plan for each.</summary>
    public List<RepairedFile> Files { get; set; } = [];

    public void Check()
    {
        IndexCheck.Require(
            Files.TrueForAll(file => file is not null && StorageLayout.IsSafePhotoPath(file.Path) && Hex.IsSha256(file.Sha256)),
            "A file has no sha256, or does not lie in the storage's photos folder.");
        foreach (RepairedFile file in Files.Where(file => file.Entry is not null))
        {
            IndexCheck.Require(Hex.IsSha256(file.Hothash ?? "") && Hex.IsSha256(file.Replaces ?? "") && file.Entry!.Path == file.Path && file.Entry.Sha256 == file.Sha256,
                "A file that is to hold other content has no hothash, or its entry is another file's.");
            IndexCheck.File(file.Entry!);
        }

        foreach (RepairedFile file in Files.Where(file => file.Companion is not null))
        {
            IndexCheck.Require(file.Entry is null && Hex.IsSha256(file.Replaces ?? "") && file.Companion!.Path == file.Path && file.Companion.Sha256 == file.Sha256,
                "A companion that is to hold other content is another file's.");
            IndexCheck.Companion(file.Companion!, file.Path);
        }
    }
}

/// <summary>A file that is brought back.</summary>
internal sealed class RepairedFile
{
    /// <summary>Name of its verified copy; number of the damaged file in the trash, where there is one.</summary>
    public int Number { get; set; }

    /// <summary>Path in the storage.</summary>
    public string Path { get; set; } = "";

    /// <summary>The SHA-256 that the copy has.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>What is recorded of a file that is taken back to its former content, or replaced by a newer version; null where what is recorded stays.</summary>
    public FileEntry? Entry { get; set; }

    /// <summary>The hothash of that content.</summary>
    public string? Hothash { get; set; }

    /// <summary>What is recorded of a companion that a newer version replaces; null for all else.</summary>
    public CompanionEntry? Companion { get; set; }

    /// <summary>The SHA-256 that was recorded until then.</summary>
    public string? Replaces { get; set; }
}
