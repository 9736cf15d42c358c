using System.Text.Json.Serialization;
using ImaLink.Media.Identity;
using ImaLink.Index;

namespace ImaLink.Removal;

/// <summary>One line of <c>entries.jsonl</c> in a folder of the trash: a file that was removed, with all that was recorded of it.</summary>
internal sealed class TrashEntry : IUntrusted
{
    public int Number { get; set; }
    public string RemovedAt { get; set; } = "";

    /// <summary>Why it lies here, a word of <see cref="TrashReason"/>; earlier versions did not say.</summary>
    public string? Reason { get; set; }

    /// <summary>The session it belonged to.</summary>
    public SessionHeader Session { get; set; } = new();
    public string Hothash { get; set; } = "";

    /// <summary>Its entry in the session's index; the path in it is where it lay.</summary>
    public FileEntry Entry { get; set; } = new();

    /// <summary>Whether nothing was moved here: the file was missing, or stayed where it was.</summary>
    public bool RecordOnly { get; set; }

    /// <summary>SHA-256 and size of the file where it was not the recorded one any more when it was removed.</summary>
    public string? ActualSha256 { get; set; }
    public long? ActualSize { get; set; }

    /// <summary>Whether it is a document of the session, which belongs to no photo: of its entry path, size and sha256 count.</summary>
    public bool? IsDocument { get; set; }

    public void Check()
    {
        IndexCheck.Require(Hex.IsSha256(Hothash) || IsDocument == true, "It has no hothash.");
        Entry.Hothash = Hothash;
        IndexCheck.File(Entry);
        IndexCheck.Header(Session);
    }

    /// <summary>What Get-ImaTrash calls it, in a folder of this name.</summary>
    internal string IdIn(string trash) => $"{trash}/{Number}";

    /// <summary>Name of the file in its folder of the trash.</summary>
    internal string StoredName() => $"{Number:D6}{Path.GetExtension(Entry.Path)}";

    /// <summary>Name of a companion in that folder.</summary>
    internal string StoredName(int companion) => $"{Number:D6}_{companion}{Path.GetExtension(Entry.Companions![companion].Path)}";
}

/// <summary>The plan of a removal: it is journaled, then carried out by whoever comes next.</summary>
internal sealed class RemovalPlan : IUntrusted
{
    internal const string JournalKind = "remove";

    /// <summary>Name of the folder in the trash whose entries are to be removed.</summary>
    public string Trash { get; set; } = "";

    /// <summary>The session to be removed as a whole, if one is, its title and its number.</summary>
    public Guid? Session { get; set; }
    public string? SessionTitle { get; set; }
    public int SessionNumber { get; set; }

    /// <summary>Files that another session counts on pass to it.</summary>
    public List<PassedFile> Passes { get; set; } = [];

    /// <summary>Sessions of other storages that such files pass to, as they go on in this one.</summary>
    public List<SessionHeader> Heirs { get; set; } = [];

    public void Check()
    {
        IndexCheck.Require(Passes.TrueForAll(passed => passed is not null), "A file that passes to another session is null.");
        Heirs.ForEach(IndexCheck.Planned);
    }
}

/// <summary>A file that passes to another session.</summary>
internal sealed class PassedFile
{
    public string Path { get; set; } = "";
    public Guid ToSession { get; set; }
}

/// <summary>The plan of bringing files back from the trash.</summary>
internal sealed class RestorePlan : IUntrusted
{
    internal const string JournalKind = "restore";

    public List<RestoredFile> Files { get; set; } = [];

    public void Check()
    {
        IndexCheck.Require(Files.TrueForAll(file => file is not null && file.Companions.TrueForAll(companion => companion is not null)), "A file or companion is null.");
        Files.ForEach(file => file.Entry.Check());
        IndexCheck.Require(Files.DistinctBy(file => (file.Trash, file.Entry.Number)).Count() == Files.Count, "A file occurs twice.");
    }
}

/// <summary>A file that is brought back, and where to.</summary>
internal sealed class RestoredFile
{
    public string Trash { get; set; } = "";

    /// <summary>Its entry in that folder, so that the folder's list is not needed any more.</summary>
    public TrashEntry Entry { get; set; } = new();
    public string Path { get; set; } = "";

    /// <summary>What Get-ImaTrash calls it.</summary>
    [JsonIgnore]
    internal string Id => Entry.IdIn(Trash);

    /// <summary>Where its companions go, in their order.</summary>
    public List<string> Companions { get; set; } = [];
}
