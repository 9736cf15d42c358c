using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>The last look at an index, right before it is replaced: is it still the one that was merged?</summary>
internal static class LastLook
{
    /// <exception cref="IndexChangedException">It is another one.</exception>
    internal static void Require(string path, string? expected)
    {
        if (expected is null ? File.Exists(path) : IndexDigest.Of(path) != expected)
            throw new IndexChangedException();
    }

    internal static ImaLinkException KeepsChanging(string path) => new(ErrorCode.StorageBusy,
        $"'{path}' changes again and again while it is to be written, so it was left as it is. Find out which other program writes it, such as one that synchronises folders, wait for it, and run the command again.", path);
}

/// <summary>An index is another one than was merged: merge it, and try again.</summary>
#pragma warning disable CA1064 // never leaves the classes that write indexes
internal sealed class IndexChangedException : Exception;
#pragma warning restore CA1064
