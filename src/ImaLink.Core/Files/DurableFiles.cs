using Microsoft.Win32.SafeHandles;

namespace ImaLink.Files;

/// <summary>One kind of change to the disk, as tests see it at the fault point.</summary>
internal enum DurableOperation
{
    Create,
    Write,
    Flush,
    FlushDirectory,
    CreateDirectory,
    Rename,
    Replace,
    Link,
    Delete,
}

/// <summary>
/// The one class that writes files so that they survive a crash: every result is checked,
/// a file is flushed before it gets its name, a directory after. Safe for use by many threads.
/// </summary>
public sealed partial class DurableFiles
{
    /// <summary>
    /// How the name of a file ends while it is written. What is called so is ours and half-written: it is deleted by whoever writes the file again, also in folders where the owner has files, and
    /// no other program gives such names.
    /// </summary>
    internal const string Unfinished = ".imalink.new";

    /// <summary>The fault point: called before every change to the disk; a test makes it throw or kill the process.</summary>
    internal Action<DurableOperation, string>? FaultPoint { get; init; }

    // What two threads write at once under one name would be written into one another.
    private readonly object[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new object())];

    /// <summary>Creates a new, empty file; one that exists is never opened.</summary>
    /// <exception cref="ImaLinkException">The file exists or could not be created.</exception>
    public DurableFile Create(string path) => Open(path, FileMode.CreateNew);

    /// <summary>Opens a file for appending, creating it where it does not exist.</summary>
    /// <exception cref="ImaLinkException">The file could not be opened, or is a link.</exception>
    public DurableFile Append(string path)
    {
        OwnFiles.Require(path);
        DurableFile file = Open(path, FileMode.OpenOrCreate);
        file.Position = file.Length;
        return file;
    }

    /// <summary>
    /// Replaces a file atomically: the new content is complete and durable before it takes the name. With
    /// <paramref name="keepBackup"/> the content it replaces, which the caller has verified, stays as <c>path.bak</c>.
    /// </summary>
    /// <exception cref="ImaLinkException">Something could not be written; the file is then as it was.</exception>
    public void Replace(string path, Action<Stream> write, bool keepBackup = false, Action? lastLook = null)
    {
        OwnFiles.RequireFolder(path);
        string temporary = path + Unfinished;
        Delete(temporary);
        try
        {
            using (DurableFile file = Create(temporary))
            {
                using (var buffered = new BufferedStream(file, 1 << 16))
                {
                    write(buffered);
                    buffered.Flush();
                    file.Commit();
                }
            }

            lastLook?.Invoke();
            if (keepBackup && OwnFiles.Exists(path))
                Backup(path);
            Call(DurableOperation.Replace, path, () => NativeFiles.Replace(temporary, path));
            FlushDirectory(Path.GetDirectoryName(path)!);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Writes a new file atomically: it appears under its name complete and durable, or not at all.</summary>
    /// <returns>False where something of that name exists; it is left alone.</returns>
    /// <exception cref="ImaLinkException">The file could not be written.</exception>
    public bool TryWriteNew(string path, Action<Stream> write)
    {
        OwnFiles.RequireFolder(path);
        string temporary = path + Unfinished;
        Delete(temporary);
        try
        {
            using DurableFile file = Create(temporary);
            write(file);
            file.Commit();
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        bool placed = TryPlace(temporary, path, isResumed: true); // of our own files none is empty
        if (placed)
            FlushDirectory(Path.GetDirectoryName(path)!);
        else
            Delete(temporary);
        return placed;
    }

    /// <summary>Writes a file that can be made again at any time: atomically, without waiting for the medium. Two threads may write one file.</summary>
    /// <param name="path">The file; its folder is created.</param>
    /// <param name="bytes">What it holds.</param>
    /// <param name="within">The folder that nothing is written outside of.</param>
    /// <exception cref="ImaLinkException">The file could not be written, or a link on the way leads elsewhere.</exception>
    public void WriteRebuildable(string path, ReadOnlySpan<byte> bytes, string within)
    {
        string folder = Path.GetDirectoryName(path)!;
        RequireNoLink(folder, within);
        Guard(folder, () => Directory.CreateDirectory(folder));
        lock (_turns[(uint)path.GetHashCode(StringComparison.OrdinalIgnoreCase) % _turns.Length])
        {
            string temporary = path + Unfinished;
            Delete(temporary);
            try
            {
                using (DurableFile file = Create(temporary))
                    file.Write(bytes);
                Call(DurableOperation.Replace, path, () => NativeFiles.Replace(temporary, path));
            }
            catch
            {
                TryDelete(temporary);
                throw;
            }
        }
    }

    /// <summary>Makes the names in a directory durable.</summary>
    /// <exception cref="ImaLinkException">The medium refused.</exception>
    public void FlushDirectory(string path) =>
        Call(DurableOperation.FlushDirectory, path, () => NativeFiles.FlushDirectory(path));

    /// <summary>
    /// Creates a directory and its parents, durably; nothing happens where it exists. What lies above
    /// <paramref name="within"/> is not created: a storage whose drive was pulled must not come to life below the mount point.
    /// What lies below it has to lie there: a link is not followed.
    /// </summary>
    /// <exception cref="ImaLinkException">It could not be created, or a link leads elsewhere.</exception>
    public void CreateDirectory(string path, string? within = null)
    {
        if (within is not null)
            RequireNoLink(path, within);
        if (Directory.Exists(path))
            return;
        string? parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent) && path != within)
            CreateDirectory(parent, within);
        FaultPoint?.Invoke(DurableOperation.CreateDirectory, path);
        if (within is not null && !Directory.Exists(within))
            throw IoErrors.Wrap(new DirectoryNotFoundException(), within, writing: true);
        Guard(path, () => Directory.CreateDirectory(path));
        if (!string.IsNullOrEmpty(parent))
            FlushDirectory(parent);
    }

    /// <summary>Deletes a file of the program's own; nothing happens where it does not exist.</summary>
    /// <exception cref="ImaLinkException">It could not be deleted.</exception>
    public void Delete(string path)
    {
        if (!File.Exists(path) && new FileInfo(path).LinkTarget is null)
            return;
        FaultPoint?.Invoke(DurableOperation.Delete, path);
        Guard(path, () => File.Delete(path));
    }

    /// <summary>Deletes a folder of the program's own with all that is in it; nothing happens where it does not exist.</summary>
    /// <exception cref="ImaLinkException">It could not be deleted.</exception>
    public void DeleteTree(string path)
    {
        if (!Directory.Exists(path))
            return;
        FaultPoint?.Invoke(DurableOperation.Delete, path);
        Guard(path, () => Directory.Delete(path, recursive: true));
    }

    /// <summary>Whether a half-written file was left by a run that ended: nobody has it open.</summary>
    internal static bool IsLeft(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }

    internal void FlushFile(SafeFileHandle handle, string path) =>
        Call(DurableOperation.Flush, path, () => NativeFiles.FlushFile(handle));

    internal void WriteAt(SafeFileHandle handle, ReadOnlySpan<byte> bytes, long offset, string path)
    {
        FaultPoint?.Invoke(DurableOperation.Write, path);
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path, writing: true);
        }
    }

    /// <summary>Refuses a folder that seems to lie within another and lies elsewhere.</summary>
    /// <exception cref="ImaLinkException">AccessDenied: it is a link, or one leads to it.</exception>
    internal static void RequireNoLink(string folder, string within)
    {
        if (RealPath.LinkBelow(within, folder) is { } link)
            throw IoErrors.Wrap(new LinkException(link), link, writing: true);
    }

    /// <summary>Keeps the present content as <c>.bak</c>: a second name where the file system can, else a copy.</summary>
    private void Backup(string path)
    {
        string backup = path + ".bak", temporary = backup + Unfinished;
        Delete(temporary);
        FaultPoint?.Invoke(DurableOperation.Link, temporary);
        if (NativeFiles.Link(path, temporary) != 0)
        {
            using FileStream source = OwnFiles.OpenRead(path);
            using DurableFile copy = Create(temporary);
            source.CopyTo(copy);
            copy.Commit();
        }

        Call(DurableOperation.Replace, backup, () => NativeFiles.Replace(temporary, backup));
        Delete(temporary); // a rename between two names of one file, as after a write that failed, does nothing
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    private DurableFile Open(string path, FileMode mode)
    {
        FaultPoint?.Invoke(DurableOperation.Create, path);
        try
        {
            SafeFileHandle handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
            return new DurableFile(this, path, handle, 0);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path, writing: true);
        }
    }

    private void Call(DurableOperation operation, string path, Func<int> systemCall)
    {
        FaultPoint?.Invoke(operation, path);
        int error = systemCall();
        if (error != 0)
            throw IoErrors.FromErrno(error, path);
    }

    private static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path, writing: true);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // What failed before is what the user must hear; the leftover is deleted by the next write.
        }
    }
}
