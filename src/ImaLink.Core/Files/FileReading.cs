using Microsoft.Win32.SafeHandles;

namespace ImaLink.Files;

/// <summary>
/// The one place where a file is opened for reading. What is no ordinary file is refused: a pipe would wait for a writer, for ever, and
/// cards and storages come from anybody.
/// </summary>
internal static class FileReading
{
    private const FileShare Everything = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It cannot be read, or is no ordinary file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    internal static SafeFileHandle Open(string path, FileOptions options = FileOptions.None)
    {
        RequireOrdinary(path);
        return File.OpenHandle(path, FileMode.Open, FileAccess.Read, Everything, options);
    }

    /// <summary>Opens a file as a stream without a buffer of its own.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    internal static FileStream OpenStream(string path, FileOptions options = FileOptions.None)
    {
        RequireOrdinary(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, Everything, 0, options);
    }

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="IOException">It cannot be read, is no ordinary file, or is larger than it may be.</exception>
    internal static byte[] ReadAllBytes(string path, int atMost)
    {
        using FileStream stream = OpenStream(path);
        if (stream.Length > atMost)
            throw new IOException("it is absurdly large");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static void RequireOrdinary(string path)
    {
        if (Inode.IsSpecial(path))
            throw new IOException("it is no ordinary file, but a pipe, a socket or a device");
    }
}
