using System.Text.Json.Serialization;
using ImaLink.Media.Identity;
using ImaLink.Index;
using ImaLink.Storage;

namespace ImaLink.Import;

/// <summary>The plan of an import, durable before the first byte is copied: whoever resumes it needs nothing else.</summary>
internal sealed class ImportPlan : IUntrusted
{
    internal const string JournalKind = "import";

    /// <summary>The session as it begins.</summary>
    public SessionHeader Session { get; set; } = new();
    public List<string> Paths { get; set; } = [];
    public string Layout { get; set; } = "";

    /// <summary>Whether a script decided the places; its answers are in the journal.</summary>
    public bool LayoutScripted { get; set; }
    public bool InPlace { get; set; }
    public bool AllowDuplicate { get; set; }
    public bool SkipVariant { get; set; }
    public bool SkipKnownElsewhere { get; set; }
    public bool NoPreview { get; set; }
    public int SourceFiles { get; set; }
    public long SourceBytes { get; set; }

    public void Check()
    {
        IndexCheck.Planned(Session);
        IndexCheck.Require(Paths.TrueForAll(IsPath), "A source is no path.");
    }

    internal static bool IsPath(string? path) => path is { Length: > 0 } && !path.Contains('\0');
}

/// <summary>One source file of the plan.</summary>
internal sealed class PlannedFile : IUntrusted
{
    /// <summary>1, 2, 3, … in the order of the walk.</summary>
    public int Number { get; set; }

    /// <summary>Full path.</summary>
    public string Path { get; set; } = "";

    /// <summary>Path relative to the source folder, with <c>/</c>.</summary>
    public string Source { get; set; } = "";

    public long Size { get; set; }

    /// <summary>The number of the photo that this file travels with; null for a photo.</summary>
    public int? CompanionOf { get; set; }

    /// <summary>The kind of a companion, with or without a photo beside it, or "document"; null for anything else.</summary>
    public string? Kind { get; set; }

    [JsonIgnore]
    internal bool IsCompanion => Kind is not null || CompanionOf is not null;

    /// <summary>Whether its name is no text, so that nothing can be said of its bytes.</summary>
    public bool? HasBrokenName { get; set; }

    /// <summary>What kept the file from being looked at when the plan was made.</summary>
    public string? Trouble { get; set; }

    public void Check() => IndexCheck.Require(Number > 0 && ImportPlan.IsPath(Path), "A source file has no number or no path.");
}

/// <summary>The place a layout script gave to a file.</summary>
internal sealed class LayoutLine : IUntrusted
{
    public int Number { get; set; }
    public string? Path { get; set; }
    public string? Trouble { get; set; }

    public void Check() => IndexCheck.Require(Path is null || StorageLayout.IsSafePhotoPath($"{StorageLayout.PhotosFolder}/{Path}"),
        $"The place '{IndexCheck.Excerpt(Path)}' does not lie in the storage.");
}

/// <summary>
/// One line of an import's journal: the verdict on one source file, written durably before the file gets its final name. A
/// later line with the same number takes the place of an earlier one. A line with number 0 says that everything before it
/// has been placed durably.
/// </summary>
internal sealed class ImportRecord : IUntrusted
{
    public int Number { get; set; }
    public LedgerEntry? Ledger { get; set; }

    /// <summary>What is registered of an imported file.</summary>
    public FileEntry? Entry { get; set; }

    /// <summary>A companion, and the path of the file that it travels with.</summary>
    public CompanionEntry? Companion { get; set; }
    public string? Holder { get; set; }

    /// <summary>What belongs to no photo and is kept with the session.</summary>
    public DocumentEntry? Document { get; set; }

    /// <summary>Seconds worked so far, in a line with number 0.</summary>
    public double? Elapsed { get; set; }

    /// <summary>Where the file is to be placed, relative to the storage; null where nothing is placed.</summary>
    [JsonIgnore]
    internal string? Target => Entry?.Path ?? Companion?.Path ?? Document?.Path;

    public void Check()
    {
        IndexCheck.Require(Number == 0 || Ledger is not null, "It has no verdict.");
        if (Entry is not null)
        {
            IndexCheck.Require(Number > 0 && Hex.IsSha256(Ledger!.Hothash ?? "") && Companion is null, "It has no number or hothash, or is of two files.");
            IndexCheck.File(Entry);
        }

        if (Companion is not null)
        {
            IndexCheck.Require(Number > 0 && Holder is not null, "It has no number or holder.");
            IndexCheck.Companion(Companion, Holder!);
        }

        if (Document is not null)
        {
            IndexCheck.Require(Number > 0 && Entry is null && Companion is null, "It has no number, or is of two files.");
            IndexCheck.Document(Document);
        }

        (Ledger as IUntrusted)?.Check();
    }
}
