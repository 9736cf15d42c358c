using System.Globalization;

namespace ImaLink.Files;

/// <summary>Looks for room before the first byte is written.</summary>
internal static class FreeSpace
{
    private const long Reserve = 1 << 20; // for indexes and journal

    /// <summary>Free bytes for this user where a directory lies; null where the system does not tell.</summary>
    internal static long? Of(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether there is room for so many bytes, as far as the system tells.</summary>
    internal static bool IsEnough(string directory, long bytes) => bytes == 0 || Of(directory) is not { } free || free >= bytes + Reserve;

    /// <exception cref="ImaLinkException">StorageFull, with figures.</exception>
    internal static void Require(string directory, long bytes)
    {
        if (!IsEnough(directory, bytes) && Of(directory) is { } free)
        {
            throw new ImaLinkException(ErrorCode.StorageFull, string.Create(CultureInfo.InvariantCulture,
                $"There is no room in '{directory}': {bytes:N0} bytes are to be written and {Reserve:N0} more kept free for indexes, but {free:N0} are free. Nothing was copied. Make room, or choose another disk, and run the command again."), directory);
        }
    }
}
