using ImaLink.Media.Identity;

namespace ImaLink.Index;

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

    /// <summary>Whether the bytes of its record were not there when it was removed, or could not be proved to be.</summary>
    public bool? WasLost { get; set; }

    /// <summary>Which removal in the source a replica followed by it.</summary>
    public FollowedRemoval? Followed { get; set; }

    /// <summary>Whether it is a document of the session, which belongs to no photo: of its entry path, size and sha256 count.</summary>
    public bool? IsDocument { get; set; }

    public void Check()
    {
        IndexCheck.Require(Hex.IsSha256(Hothash) || IsDocument == true, "It has no hothash.");
        Entry.Hothash = Hothash;
        IndexCheck.File(Entry);
        IndexCheck.Header(Session);
        IndexCheck.Followed(Followed);
    }

    /// <summary>Why the bytes of its record went to the trash on request; null where they did not.</summary>
    internal string? RemovedReason => RecordOnly || WasLost == true || ActualSha256 is not null || IsDocument == true || Reason is null || TrashReason.IsReplaced(Reason) ? null : Reason;

    /// <summary>What its session notes of it, once it is there no more.</summary>
    /// <param name="revision">The session's revision that removed it.</param>
    internal RemovedFile Tombstone(long revision) => new() { Path = Entry.Path!, Sha256 = Entry.Sha256!, Revision = revision, Reason = RemovedReason, Followed = Followed };

    /// <summary>What Get-ImaTrash calls it, in a folder of this name.</summary>
    internal string IdIn(string trash) => $"{trash}/{Number}";

    /// <summary>Name of the file in its folder of the trash.</summary>
    internal string StoredName() => $"{Number:D6}{Path.GetExtension(Entry.Path)}";

    /// <summary>Name of a companion in that folder.</summary>
    internal string StoredName(int companion) => $"{Number:D6}_{companion}{Path.GetExtension(Entry.Companions![companion].Path)}";
}
