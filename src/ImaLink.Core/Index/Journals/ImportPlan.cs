namespace ImaLink.Index.Journals;

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
    public bool IncludeTrashed { get; set; }
    public bool IncludePartner { get; set; }
    public bool NoPreview { get; set; }

    /// <summary>The parts of Google Takeouts among the sources, where they are of several exports; null otherwise.</summary>
    public List<TakeoutFolder>? Takeouts { get; set; }
    public int SourceFiles { get; set; }
    public long SourceBytes { get; set; }

    public void Check()
    {
        IndexCheck.Planned(Session);
        IndexCheck.Require(Paths.TrueForAll(IsPath), "A source is no path.");
        IndexCheck.Require(Takeouts is null || Takeouts.TrueForAll(part => part is not null && IsPath(part.Folder) && part.Export is not null), "A part of a Takeout has no path.");
    }

    internal static bool IsPath(string? path) => path is { Length: > 0 } && !path.Contains('\0');
}
