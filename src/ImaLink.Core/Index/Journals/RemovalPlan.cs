namespace ImaLink.Index.Journals;

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
