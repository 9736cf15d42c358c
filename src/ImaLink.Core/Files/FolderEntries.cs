using System.IO.Enumeration;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace ImaLink.Files;

/// <summary>What lies in a folder under one name, as listing the folder tells: nothing was opened, and no link followed.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsFolder">Whether it is a folder, and no link to one.</param>
/// <param name="IsLink">Whether it is a link.</param>
/// <param name="Size">Length in bytes; 0 for folders and links.</param>
/// <param name="Modified">Time of last modification in ticks, UTC; 0 for folders and links.</param>
internal readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink, long Size, long Modified);

/// <summary>
/// Lists one folder. On Linux with the system's own calls: .NET asks for each file by its full path, and for the rights of the user, which
/// took more than half of the time of a walk.
/// </summary>
internal static partial class FolderEntries
{
    // Of an entry and of what statx tells, alike on every Linux of 64 bits.
    private const int TypeOffset = 18, NameOffset = 19;
    private const int NoFollow = 0x100, TypeSizeAndTime = 0x1 | 0x200 | 0x40, StatLength = 256;
    private const int NoEntry = 2;
    private const byte Unknown = 0, Folder = 4, Link = 10;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Lists a folder, in any order.</summary>
    /// <param name="folder">Full path.</param>
    /// <returns>The entries, and the names that are no text (<see cref="BrokenNames"/>).</returns>
    /// <exception cref="IOException">It cannot be listed, or not to its end: half a folder is none.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is refused.</exception>
    internal static (List<FolderEntry> Entries, List<string> Broken) Of(string folder)
    {
        if (OperatingSystem.IsLinux() && nint.Size == 8)
            return OnLinux(folder);
        return ([.. new FileSystemEnumerable<FolderEntry>(folder, Map, Everything)], []);
    }

    private static FolderEntry Map(ref FileSystemEntry entry)
    {
        bool isLink = entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
        return isLink || entry.IsDirectory
            ? new FolderEntry(entry.FileName.ToString(), !isLink, isLink, 0, 0)
            : new FolderEntry(entry.FileName.ToString(), false, false, entry.Length, entry.LastWriteTimeUtc.UtcTicks);
    }

    private static unsafe (List<FolderEntry> Entries, List<string> Broken) OnLinux(string folder)
    {
        var (entries, broken) = (new List<FolderEntry>(), new List<string>());
        byte* stat = stackalloc byte[StatLength];
        nint stream = opendir(folder);
        if (stream == 0)
            throw Trouble(folder);
        try
        {
            int descriptor = dirfd(stream);
            byte* found;
            while ((found = readdir(stream)) != null)
            {
                ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(found + NameOffset);
                if (name is [(byte)'.'] or [(byte)'.', (byte)'.'])
                    continue;
                if (!Utf8.IsValid(name))
                    broken.Add(BrokenNames.Escaped(name));
                else if (Entry(descriptor, found, name, stat, folder) is { } entry)
                    entries.Add(entry);
            }

            if (Marshal.GetLastPInvokeError() != 0)
                throw Trouble(folder);
            return (entries, broken);
        }
        finally
        {
            _ = closedir(stream);
        }
    }

    /// <returns>Null for what went away meanwhile.</returns>
    private static unsafe FolderEntry? Entry(int descriptor, byte* found, ReadOnlySpan<byte> name, byte* stat, string folder)
    {
        byte type = found[TypeOffset];
        if (type is Folder or Link)
            return new FolderEntry(Encoding.UTF8.GetString(name), type == Folder, type == Link, 0, 0);
        if (statx(descriptor, found + NameOffset, NoFollow, TypeSizeAndTime, stat) != 0)
            return Marshal.GetLastPInvokeError() == NoEntry ? null : throw Trouble(Path.Combine(folder, Encoding.UTF8.GetString(name)));
        if (type == Unknown && (*(ushort*)(stat + 28) >> 12) is Folder or Link)
            return new FolderEntry(Encoding.UTF8.GetString(name), *(ushort*)(stat + 28) >> 12 == Folder, *(ushort*)(stat + 28) >> 12 == Link, 0, 0);
        long modified = DateTime.UnixEpoch.Ticks + *(long*)(stat + 112) * TimeSpan.TicksPerSecond + *(uint*)(stat + 120) / TimeSpan.NanosecondsPerTick;
        return new FolderEntry(Encoding.UTF8.GetString(name), false, false, *(long*)(stat + 40), modified);
    }

    private static IOException Trouble(string path)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: '{path}'", error);
    }

#pragma warning disable SYSLIB1054, IDE1006 // names are the system's own
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint opendir(string path);

    [LibraryImport("libc")]
    private static partial int dirfd(nint directory);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial byte* readdir(nint directory);

    [LibraryImport("libc")]
    private static partial int closedir(nint directory);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int statx(int directory, byte* path, int flags, uint mask, byte* buffer);
#pragma warning restore SYSLIB1054, IDE1006
}
