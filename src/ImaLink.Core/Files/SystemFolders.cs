namespace ImaLink.Files;

/// <summary>Folders that are not the owner's: no walk over folders of photos or drives enters them unless it is told to.</summary>
internal static class SystemFolders
{
    /// <summary>Whether a folder, by its name, is hidden or belongs to an operating system or a device.</summary>
    internal static bool IsName(ReadOnlySpan<char> name) =>
        name is ['.', ..] || name is "System Volume Information" or "$RECYCLE.BIN" or "lost+found" or "@eaDir" or "__MACOSX";

    /// <summary>Whether this is a folder in which an operating system shows itself instead of files.</summary>
    internal static bool IsVirtual(string fullName) => !OperatingSystem.IsWindows() && fullName is "/proc" or "/sys" or "/dev";
}
