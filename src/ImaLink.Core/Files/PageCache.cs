using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Files;

/// <summary>What the system keeps in memory of a file, so that reading back what was written asks the medium.</summary>
internal static partial class PageCache
{
    private const int DontNeed = 4;

    /// <summary>Asks the system to forget what was flushed; only Linux is known to listen.</summary>
    internal static void Forget(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
            _ = posix_fadvise(file, 0, 0, DontNeed);
    }

#pragma warning disable SYSLIB1054, IDE1006 // the name is the system's own
    [LibraryImport("libc")]
    private static partial int posix_fadvise(SafeFileHandle descriptor, long offset, long length, int advice);
#pragma warning restore SYSLIB1054, IDE1006
}
