using ImaLink.Media.Identity;

namespace ImaLink.Index.Journals;

/// <summary>The plan of giving files of a storage other names: the steps stand beside it, a line each.</summary>
internal sealed class RelocationPlan : IUntrusted
{
    internal const string JournalKind = "relocate";

    /// <summary>How many files there are, for those who are told of it.</summary>
    public int Files { get; set; }

    public void Check() => IndexCheck.Require(Files >= 0, "It has a negative number of files.");
}

/// <summary>One step: a file gets another name. Where names are swapped, one of them is set aside among what is on its way in.</summary>
internal sealed class RelocatedFile : IUntrusted
{
    /// <summary>Which file; its name while it is set aside.</summary>
    public int Number { get; set; }

    /// <summary>Path in the storage that it leaves; null where it was set aside.</summary>
    public string? From { get; set; }

    /// <summary>Path in the storage that it gets; null where it is set aside.</summary>
    public string? To { get; set; }

    /// <summary>What it is recorded to hold.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Of a companion, the path that its file had before; else null.</summary>
    public string? Holder { get; set; }

    public void Check() => IndexCheck.Require(Number > 0 && (From ?? To) is not null && IsSafe(From) && IsSafe(To) && IsSafe(Holder) && Hex.IsSha256(Sha256),
        $"'{IndexCheck.Excerpt(From ?? To)}' does not lie in the storage's photos folder, or has no sha256.");

    private static bool IsSafe(string? path) => path is null || StorageLayout.IsSafePhotoPath(path);
}
