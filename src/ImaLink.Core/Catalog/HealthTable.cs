namespace ImaLink.Catalog;

/// <summary>
/// So many different files of which the copies lie alike: a word for each copy, of the number of its storage and a letter for what is known of it (<see cref="CopyLetter"/>).
/// </summary>
internal sealed record CopyPattern(string Copies, long Files);

/// <summary>What is known of one copy, as a letter.</summary>
internal static class CopyLetter
{
    /// <summary>It was found as recorded, and since the time that was asked for.</summary>
    internal const char Verified = 'v';

    /// <summary>It was found as recorded, before that time.</summary>
    internal const char Older = 'o';

    /// <summary>It was moved and found again by its fingerprint, and nobody has read it since.</summary>
    internal const char Linked = 'l';

    /// <summary>Nobody has found it as recorded.</summary>
    internal const char Unread = 'u';

    /// <summary>It is missing.</summary>
    internal const char Missing = 'm';
}

/// <summary>Counts what there is to worry about in the files of all storages.</summary>
internal sealed class HealthTable(CatalogDatabase catalog)
{
    /// <summary>
    /// How the copies of all files lie, in one walk through the index of bytes: there are very many files, and few ways in which copies lie.
    /// </summary>
    /// <param name="verifiedSince">A time as indexes have it.</param>
    internal IEnumerable<CopyPattern> Copies(string verifiedSince)
    {
        var patterns = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string copies in catalog.Query("""
            SELECT group_concat(storage_id || CASE WHEN state <> 'Present' THEN 'm' WHEN last_verified IS NULL THEN iif(linked_since IS NULL, 'u', 'l') WHEN last_verified < @0 THEN 'o' ELSE 'v' END, ' ')
            FROM file GROUP BY sha256
            """, row => row.GetString(0), verifiedSince))
            patterns[copies] = patterns.GetValueOrDefault(copies) + 1;
        return patterns.Select(pattern => new CopyPattern(pattern.Key, pattern.Value));
    }
}
