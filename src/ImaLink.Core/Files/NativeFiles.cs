using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Files;

/// <summary>
/// The system calls that .NET does not offer or whose errors it hides (measured: <c>Flush(true)</c> swallows fsync errors,
/// a directory cannot be flushed, <c>File.Move</c> is a check and a rename that replaces). Each returns 0 or an error number.
/// </summary>
internal static partial class NativeFiles
{
    private const int AtCurrentDirectory = -100, RenameNoReplace = 1, RenameExclusive = 4;
    private const int MoveWriteThrough = 8;
    private const int NotPermitted = 1, Interrupted = 4, Exists = 17, InvalidArgument = 22, TooManyLinks = 31;
    internal static readonly int NotSupported = OperatingSystem.IsMacOS() ? 45 : 95;
    private static readonly int NotImplemented = OperatingSystem.IsMacOS() ? 78 : 38;
    private static readonly int CloseOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    internal static int FlushFile(SafeFileHandle handle)
    {
        if (OperatingSystem.IsWindows())
            return FlushFileBuffers(handle) ? 0 : Marshal.GetLastPInvokeError();
        if (OperatingSystem.IsMacOS())
            RandomAccess.FlushToDisk(handle); // F_FULLFSYNC; its errors are hidden, the fsync below reports them
        int error;
        do
        {
            error = fsync(handle) == 0 ? 0 : Marshal.GetLastPInvokeError();
        } while (error == Interrupted);
        return error;
    }

    internal static int FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            return 0; // NTFS orders directory changes in its log; a directory cannot be flushed without special rights
        int descriptor = open(path, CloseOnExec);
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError();
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        int error = FlushFile(handle);
        // Some network and FUSE file systems cannot flush a directory at all; they say so. EIO is never taken for that.
        return IsUnknown(error) ? 0 : error;
    }

    /// <summary>Renames and replaces what is there, atomically.</summary>
    internal static int Replace(string from, string to)
    {
        if (OperatingSystem.IsWindows())
            return MoveFileEx(from, to, 1 | MoveWriteThrough) ? 0 : Marshal.GetLastPInvokeError();
        return rename(from, to) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Whether an error says that the file system knows no such call; what it takes for invalid may be the call or the name.</summary>
    internal static bool IsUnknown(int error) => !OperatingSystem.IsWindows() && (error == InvalidArgument || error == NotImplemented || error == NotSupported);

    /// <summary>Whether an error of <see cref="Link"/> says that the file system has no second names: exFAT forbids them.</summary>
    internal static bool CannotLink(int error) => !OperatingSystem.IsWindows() && error is NotPermitted or TooManyLinks;

    /// <summary>Whether an error says that something has the name.</summary>
    internal static bool IsTaken(int error) => OperatingSystem.IsWindows() ? error is 80 or 183 : error == Exists;

    /// <summary>Gives a file a second name, never replacing.</summary>
    internal static int Link(string from, string to) =>
        OperatingSystem.IsWindows()
            ? CreateHardLink(to, from, 0) ? 0 : Marshal.GetLastPInvokeError()
            : link(from, to) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Reads the beginning of a file without asking for a lock, as .NET does when it opens one.</summary>
    internal static byte[] ReadWithoutLock(string path, int atMost)
    {
        int descriptor = open(path, CloseOnExec);
        if (descriptor < 0)
            throw IoErrors.FromErrno(Marshal.GetLastPInvokeError(), path, writing: false);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        var bytes = new byte[atMost];
        return bytes[..RandomAccess.Read(handle, bytes, 0)];
    }

    /// <summary>Renames, never replacing.</summary>
    internal static int RenameExclusively(string from, string to)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                return MoveFileEx(from, to, MoveWriteThrough) ? 0 : Marshal.GetLastPInvokeError();
            int result = OperatingSystem.IsMacOS()
                ? renamex_np(from, to, RenameExclusive)
                : renameat2(AtCurrentDirectory, from, AtCurrentDirectory, to, RenameNoReplace);
            return result == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        catch (EntryPointNotFoundException)
        {
            return NotImplemented; // an older C library
        }
    }

    /// <summary>How a file system without such a rename does it: for a moment the file has both names.</summary>
    internal static int LinkAndUnlink(string from, string to)
    {
        int error = Link(from, to);
        if (error != 0)
            return error;
        return unlink(from) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

#pragma warning disable SYSLIB1054, IDE1006 // names are the system's own
    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle descriptor);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat2(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renamex_np(string from, string to, uint flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unlink(string path);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool FlushFileBuffers(SafeFileHandle handle);

    [LibraryImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool MoveFileEx(string from, string to, uint flags);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string to, string from, nint security);
#pragma warning restore SYSLIB1054, IDE1006
}
