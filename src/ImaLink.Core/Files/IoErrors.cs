using System.Runtime.InteropServices;

namespace ImaLink.Files;

/// <summary>Turns what the operating system says into an <see cref="ImaLinkException"/> that says what to do next.</summary>
public static class IoErrors
{
    // errno values that are the same on Linux and macOS.
    private const int NoEntry = 2, IoError = 5, Access = 13, Exists = 17, NotDirectory = 20, IsDirectory = 21, TooManyFiles = 24,
        FileTooBig = 27, NoSpace = 28, NotSeekable = 29, ReadOnlyFileSystem = 30, NotPermitted = 1;

    private static readonly int NameTooLong = OperatingSystem.IsMacOS() ? 63 : 36;
    private static readonly int TooManyLinks = OperatingSystem.IsMacOS() ? 62 : 40;
    private static readonly int QuotaExceeded = OperatingSystem.IsMacOS() ? 69 : 122;

    // Win32 error codes, as found in the low word of an HResult.
    private const int WinSharing = 32, WinDiskFull = 112, WinHandleDiskFull = 39, WinWriteProtect = 19;

    /// <summary>Whether this is an exception of the file system that <see cref="Wrap"/> knows how to explain.</summary>
    public static bool IsIo(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Whether a file system says that it cannot write or read anywhere but where it stopped (ESPIPE).</summary>
    internal static bool IsNotSeekable(IOException exception) => !OperatingSystem.IsWindows() && exception.HResult == NotSeekable;

    /// <summary>Explains an exception of the file system; an <see cref="ImaLinkException"/> is returned as it is.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="path">The file or folder it is about.</param>
    /// <param name="writing">Whether the file was being written; decides between ReadFailed and WriteFailed.</param>
    public static ImaLinkException Wrap(Exception exception, string path, bool writing = false) => exception switch
    {
        ImaLinkException own => own,
        LinkException link => new ImaLinkException(ErrorCode.AccessDenied, link.Message, path, link),
        FileNotFoundException or DirectoryNotFoundException => Create(ErrorCode.PathNotFound, path, exception),
        PathTooLongException => Create(ErrorCode.PathTooLong, path, exception),
        UnauthorizedAccessException when !writing && IsReadableFolder(path) => Create(ErrorCode.PathIsDirectory, path, exception),
        UnauthorizedAccessException => Create(ErrorCode.AccessDenied, path, exception),
        IOException io => Create(Classify(io.HResult, writing), path, exception),
        _ => Create(writing ? ErrorCode.WriteFailed : ErrorCode.ReadFailed, path, exception),
    };

    /// <summary>Explains a failed system call.</summary>
    internal static ImaLinkException FromErrno(int errno, string path, bool writing = true) =>
        Create(Classify(errno, writing), path, new IOException(Marshal.GetPInvokeErrorMessage(errno), errno));

    /// <summary>A folder that may not be read denies access; one that may was taken for a file.</summary>
    private static bool IsReadableFolder(string path)
    {
        try
        {
            if (!Directory.Exists(path))
                return false;
            _ = Directory.EnumerateFileSystemEntries(path).Any();
            return true;
        }
        catch (Exception e) when (IsIo(e))
        {
            return false;
        }
    }

    private static ErrorCode Classify(int code, bool writing)
    {
        int low = code & 0xFFFF;
        if (OperatingSystem.IsWindows())
        {
            return low switch
            {
                WinDiskFull or WinHandleDiskFull => ErrorCode.StorageFull,
                WinWriteProtect => ErrorCode.ReadOnly,
                WinSharing => ErrorCode.AccessDenied,
                _ => writing ? ErrorCode.WriteFailed : ErrorCode.ReadFailed,
            };
        }

        return code switch
        {
            NoEntry or NotDirectory => ErrorCode.PathNotFound,
            Access or NotPermitted => ErrorCode.AccessDenied,
            IsDirectory => ErrorCode.PathIsDirectory,
            NoSpace or FileTooBig => ErrorCode.StorageFull,
            ReadOnlyFileSystem => ErrorCode.ReadOnly,
            _ when code == QuotaExceeded => ErrorCode.StorageFull,
            _ when code == NameTooLong => ErrorCode.PathTooLong,
            _ when code == TooManyLinks => ErrorCode.PathNotFound,
            _ => writing ? ErrorCode.WriteFailed : ErrorCode.ReadFailed,
        };
    }

    private static ImaLinkException Create(ErrorCode code, string path, Exception cause) => new(code, code switch
    {
        ErrorCode.PathNotFound => $"'{path}' does not exist or cannot be reached. Check the path; is the drive connected?",
        ErrorCode.PathTooLong => $"'{path}' is longer than this file system allows. Use a shorter name.",
        ErrorCode.PathIsDirectory => $"'{path}' is a folder, where a file is expected.",
        ErrorCode.AccessDenied => $"Access to '{path}' was denied. Check its permissions and whether another program holds it.",
        ErrorCode.StorageFull => $"There is no room left to write '{path}'. Free some space and run the command again.",
        ErrorCode.ReadOnly => $"'{path}' cannot be written: the medium is read-only. Mount it for writing or take off its write protection, then run the command again.",
        ErrorCode.WriteFailed => $"'{path}' could not be written ({cause.Message}). Check the medium.",
        _ => $"'{path}' could not be read ({cause.Message}). Check the medium.",
    }, path, cause);
}
