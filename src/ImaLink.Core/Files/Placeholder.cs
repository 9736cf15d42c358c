namespace ImaLink.Files;

/// <summary>
/// A file of a cloud drive whose bytes are not on this disk: its name, size and time are there, and reading it would fetch it. It is
/// neither read nor judged. Windows (OneDrive, Dropbox, iCloud) and macOS (iCloud, File Providers) tell; Linux has no word for it, and
/// a mount like rclone's fetches what is read.
/// </summary>
internal static class Placeholder
{
    /// <summary>What is said of one.</summary>
    internal const string Words = "Its bytes are not on this disk: a cloud drive keeps them elsewhere. Make it available offline, and run the command again.";

    // FILE_ATTRIBUTE_OFFLINE, _RECALL_ON_OPEN, _RECALL_ON_DATA_ACCESS; SF_DATALESS.
    private const uint AwayOnWindows = 0x1000 | 0x40000 | 0x400000, AwayOnMacOS = 0x40000000;

    /// <summary>How a file is looked at; a test lets files be away on a system that has none.</summary>
    internal static Func<string, bool> Look { get; set; } = Ask;

    /// <summary>Whether the bytes of a file are elsewhere. It is not opened; where it is not there, or nothing is told, they are not.</summary>
    internal static bool IsAt(string path) => Look(path);

    /// <summary>Refuses to read a file whose bytes are elsewhere.</summary>
    /// <exception cref="ImaLinkException">FileOffline.</exception>
    internal static void Refuse(string path)
    {
        if (IsAt(path))
            throw new ImaLinkException(ErrorCode.FileOffline, $"'{path}' was not read. {Words}", path);
    }

    /// <summary>The decision. Pure.</summary>
    /// <param name="attributesOnWindows">What Windows says of the file; 0 elsewhere.</param>
    /// <param name="flagsOnMacOS">What macOS says of the file (<c>st_flags</c>); 0 elsewhere.</param>
    internal static bool IsAway(uint attributesOnWindows, uint flagsOnMacOS) =>
        (attributesOnWindows & AwayOnWindows) != 0 || (flagsOnMacOS & AwayOnMacOS) != 0;

    private static bool Ask(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() ? IsAway((uint)File.GetAttributes(path), 0)
                : OperatingSystem.IsMacOS() && IsAway(0, Inode.FlagsOnMacOS(path));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }
}
