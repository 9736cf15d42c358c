namespace ImaLink.Integrity;

/// <summary>Which files are to be checked, and how long that may take.</summary>
public sealed record FileCheckRequest
{
    /// <summary>The files; those of several filters are put together.</summary>
    public required IReadOnlyList<FileFilter> Filters { get; init; }

    /// <summary>Only files that were last found as recorded before this time, UTC, or never; the oldest first.</summary>
    public DateTime? OlderThan { get; init; }

    /// <summary>No further file is begun after this time; the oldest come first, so that the next run goes on.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Whether a storage that is not there is an error also where no filter names it; else it is a warning.</summary>
    public bool RequireOnline { get; init; }

    internal bool OldestFirst => OlderThan is not null || MaxDuration is not null;
}
