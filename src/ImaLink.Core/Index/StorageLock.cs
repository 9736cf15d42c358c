using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ImaLink.Files;

namespace ImaLink.Index;

/// <summary>
/// The lock of a storage: one process writes at a time. It is the operating system's lock on <c>.imalink/lock</c>, which
/// dies with its process; the text in the file only tells who holds it. Advisory on network file systems: correctness
/// rests on revisions and renames that never replace.
/// </summary>
public sealed class StorageLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private StorageLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, waiting for another process at most <paramref name="timeout"/>.</summary>
    /// <exception cref="ImaLinkException">StorageBusy, naming host and process; or the medium cannot be written.</exception>
    public static StorageLock Acquire(StorageLayout layout, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        OwnFiles.RequireFolder(layout.Lock);
        var waited = Stopwatch.StartNew();
        for (bool isAgain = false; ; isAgain = true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                // FileShare.None is an exclusive lock on Unix, where readers without a lock of their own still get in
                // (Holder below); on Windows FileShare.Read does the same.
                FileShare share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
                if (new FileInfo(layout.Lock).LinkTarget is not null)
                    throw new ImaLinkException(ErrorCode.WriteFailed, $"'{layout.Lock}' is a link, so what it leads to would be overwritten. Delete the link.", layout.Lock);
                if (Inode.IsSpecial(layout.Lock))
                    throw new ImaLinkException(ErrorCode.WriteFailed, $"'{layout.Lock}' is no ordinary file, but a pipe, a socket or a device. Delete it.", layout.Lock);
                var file = new FileStream(layout.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 0);
                try
                {
                    WriteHolder(file, layout);
                }
                catch
                {
                    file.Dispose();
                    throw;
                }

                return new StorageLock(file);
            }
            catch (IOException e) when (IsHeld(e))
            {
                // Once more at least: who only asked whether it is held lets go at once.
                if (isAgain && waited.Elapsed >= timeout)
                    throw new ImaLinkException(ErrorCode.StorageBusy,
                        $"The storage '{layout.Root}' is being written by {Holder(layout)}. Wait for it, or give a longer -LockTimeout.", layout.Root, e);
            }
            catch (Exception e) when (IoErrors.IsIo(e))
            {
                ImaLinkException trouble = IoErrors.Wrap(e, layout.Lock, writing: true);
                throw trouble.Code == ErrorCode.ReadOnly ? IoErrors.Wrap(e, layout.Root, writing: true) : trouble; // all of it is
            }

            cancellationToken.WaitHandle.WaitOne(Pause);
        }
    }

    /// <summary>
    /// Who holds the lock at this moment, for a reader that only wants to tell it; null where nobody does. It is asked by a shared lock that is
    /// let go at once, which needs no permission to write.
    /// </summary>
    internal static string? HolderOf(StorageLayout layout)
    {
        try
        {
            if (!Inode.IsSpecial(layout.Lock))
                new FileStream(layout.Lock, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0).Dispose();
            return null;
        }
        catch (IOException e) when (IsHeld(e))
        {
            return Holder(layout);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // EAGAIN/EWOULDBLOCK (11 on Linux, 35 on macOS) and the sharing violation of Windows.
    private static bool IsHeld(IOException e) =>
        e.GetType() == typeof(IOException)
        && (OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) is 32 or 33 : e.HResult is 11 or 35 or unchecked((int)0x80070020));

    private static void WriteHolder(FileStream file, StorageLayout layout)
    {
        string text = string.Create(CultureInfo.InvariantCulture,
            $"{{\"host\":{Quote(Environment.MachineName)},\"process_id\":{Environment.ProcessId},\"since\":\"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}\"}}\n");
        try
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(text));
            // Journals are appended to and read again. What can only be written from its beginning to its end shows here, before
            // anything else is written.
            file.Position = 0;
            file.Write("{"u8);
            file.Position = 0;
            _ = file.ReadByte();
        }
        catch (IOException e) when (IoErrors.IsNotSeekable(e))
        {
            throw new ImaLinkException(ErrorCode.MediumUnsuitable, $"The medium of '{layout.Root}' can write a file only once, from its beginning to its end, so no storage can be kept there. Nothing was written to it.", layout.Root, e);
        }
        catch (IOException)
        {
            // The text is for others to read; without it the lock holds as well. A full disk can only be relieved by
            // commands that take it.
        }
    }

    private static string Quote(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";

    private static string Holder(StorageLayout layout)
    {
        try
        {
            using JsonDocument holder = JsonDocument.Parse(ReadUnlocked(layout.Lock));
            JsonElement root = holder.RootElement;
            return $"process {root.GetProperty("process_id")} on {root.GetProperty("host")} since {root.GetProperty("since")}";
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "another process";
        }
    }

    private static byte[] ReadUnlocked(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }

        return NativeFiles.ReadWithoutLock(path, 4096);
    }
}
