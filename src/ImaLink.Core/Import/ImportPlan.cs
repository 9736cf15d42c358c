using System.Text.Json.Serialization;
using ImaLink.Index;

namespace ImaLink.Import;

/// <summary>The plan of an import, durable before the first byte is copied: whoever resumes it needs nothing else.</summary>
internal sealed class ImportPlan
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
}

/// <summary>One source file of the plan.</summary>
internal sealed class PlannedFile
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

    /// <summary>What kept the file from being looked at when the plan was made.</summary>
    public string? Trouble { get; set; }
}

/// <summary>The place a layout script gave to a file.</summary>
internal sealed class LayoutLine
{
    public int Number { get; set; }
    public string? Path { get; set; }
    public string? Trouble { get; set; }
}

/// <summary>
/// One line of an import's journal: the verdict on one source file, written durably before the file gets its final name. A
/// later line with the same number takes the place of an earlier one. A line with number 0 says that everything before it
/// has been placed durably.
/// </summary>
internal sealed class ImportRecord
{
    public int Number { get; set; }
    public LedgerEntry? Ledger { get; set; }

    /// <summary>What is registered of an imported file.</summary>
    public FileEntry? Entry { get; set; }

    /// <summary>A companion, and the path of the file that it travels with.</summary>
    public CompanionEntry? Companion { get; set; }
    public string? Holder { get; set; }

    /// <summary>Seconds worked so far, in a line with number 0.</summary>
    public double? Elapsed { get; set; }

    /// <summary>Where the file is to be placed, relative to the storage; null where nothing is placed.</summary>
    [JsonIgnore]
    internal string? Target => Entry?.Path ?? Companion?.Path;
}
