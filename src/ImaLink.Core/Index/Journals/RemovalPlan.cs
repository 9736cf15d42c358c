using System.Text.Json.Serialization;

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

    /// <summary>
    /// Files that another session counts on pass to it. Version 0.1 wrote them here; null says that they stand beside the plan, a line each, and
    /// keeps version 0.1 from taking it for one without any.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public List<PassedFile>? Passes { get; set; } = [];

    /// <summary>Sessions of other storages that such files pass to, as they go on in this one.</summary>
    public List<SessionHeader> Heirs { get; set; } = [];

    public void Check()
    {
        IndexCheck.Require(Passes?.Contains(null!) != true, "A file that passes to another session is null.");
        Heirs.ForEach(IndexCheck.Planned);
    }
}

/// <summary>A file that passes to another session.</summary>
internal sealed class PassedFile : IUntrusted
{
    public string Path { get; set; } = "";
    public Guid ToSession { get; set; }

    public void Check() => IndexCheck.Require(Path.Length > 0, "A file that passes to another session has no path.");
}
