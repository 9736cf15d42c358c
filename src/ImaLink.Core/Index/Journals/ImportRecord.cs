using System.Text.Json.Serialization;
using ImaLink.Media.Identity;

namespace ImaLink.Index.Journals;

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

    /// <summary>Whether what a companion says is said of its photo, which was there before it.</summary>
    public bool? TakesWords { get; set; }

    /// <summary>Documents that do not travel with this photo, which was there before, and are said of it (<see cref="PlannedFile.Notes"/>).</summary>
    public List<string>? NotedBy { get; set; }

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
        IndexCheck.Require(NotedBy is null || NotedBy.TrueForAll(ImportPlan.IsPath), "A document that speaks of it has no path.");
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
