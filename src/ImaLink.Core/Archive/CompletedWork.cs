namespace ImaLink.Archive;

/// <summary>
/// What opening a storage completed of this catalog's own interrupted operations. The command that was interrupted and is given again
/// finds its work here: done, and not undone by somebody else.
/// </summary>
internal sealed class CompletedWork
{
    /// <summary>The rows of files that were removed.</summary>
    internal HashSet<long> RemovedFiles { get; } = [];

    /// <summary>The sessions that were removed.</summary>
    internal HashSet<Guid> RemovedSessions { get; } = [];

    /// <summary>Paths in the storage of what came back from the trash, by the id that the item had there.</summary>
    internal Dictionary<string, string> Restored { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Paths in the storage of files that were repaired.</summary>
    internal HashSet<string> Repaired { get; } = new(StringComparer.Ordinal);
}
