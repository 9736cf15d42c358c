namespace ImaLink.Archive;

/// <summary>When so many files of a storage change at once that it is more likely that something else is wrong. Pure.</summary>
internal static class Mass
{
    /// <summary>Fewer are never too many.</summary>
    internal const int Files = 20;

    /// <summary>Whether they are more than a quarter of all, and not few.</summary>
    internal static bool Is(long files, long all) => files >= Files && files * 4 > all;
}
