namespace ImaLink;

/// <summary>
/// Sizes, revisions and session numbers come from indexes, which may say anything: what is read is bounded, and what is added up
/// or counted on from there ends at its bound instead of running over it.
/// </summary>
internal static class Sizes
{
    /// <summary>The largest whole number that every reader of JSON understands: no file is larger, and no index was written more often.</summary>
    internal const long Max = 1L << 53;

    /// <summary>The highest number of a session.</summary>
    internal const int MaxSessionNumber = 1 << 30;

    /// <summary>The revision that follows one.</summary>
    internal static long NextRevision(long revision) => Math.Min(revision, Max - 1) + 1;

    /// <summary>The sum of sizes, none of which is negative.</summary>
    internal static long Total(this IEnumerable<long> sizes)
    {
        long total = 0;
        foreach (long size in sizes)
            total = size > long.MaxValue - total ? long.MaxValue : total + size;
        return total;
    }
}
