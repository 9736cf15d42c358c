namespace ImaLink.Index;

/// <summary>How an index file of a storage was found: the values of <see cref="SessionSource.State"/> and <see cref="IndexInventory.MasterState"/>.</summary>
public static class IndexState
{
    /// <summary>It is there and whole; a session index is the very one that the master index names.</summary>
    public const string Valid = "Valid";

    /// <summary>A whole session index that was written after the master index.</summary>
    public const string Newer = "Newer";

    /// <summary>A whole session index of a lower revision than the master index names: a former version was put back.</summary>
    public const string Older = "Older";

    /// <summary>It is missing or damaged, and its previous version (<c>.bak</c>), or an index of the same session in a wrong place, stands in for it.</summary>
    public const string Backup = "Backup";

    /// <summary>It is not there, and nothing stands in for it.</summary>
    public const string Missing = "Missing";

    /// <summary>A session index that ImaLink's first implementation wrote: its files are found again by name and size.</summary>
    public const string Early = "Early";

    /// <summary>It is damaged, and nothing stands in for it.</summary>
    public const string Damaged = "Damaged";
}
