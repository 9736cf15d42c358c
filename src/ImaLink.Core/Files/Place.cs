using System.Globalization;
using System.Runtime.InteropServices;

namespace ImaLink.Files;

/// <summary>Knows on which disk a folder lies, and whether it can be written.</summary>
internal static partial class Place
{
    private const int WriteAccess = 2;

    /// <summary>The place of a folder; null where nothing that lasts tells it.</summary>
    internal static StoragePlace? Of(string folder) => Ask(folder, real =>
        OperatingSystem.IsWindows() ? WindowsPlace.Of(real) : OperatingSystem.IsMacOS() ? MacPlace.Of(real) : new LinuxPlace().Of(real));

    /// <summary>What the folder's file system lies on, as the system calls it; null where it does not tell.</summary>
    internal static string? DeviceOf(string folder) => Ask(folder, real =>
        OperatingSystem.IsWindows() ? WindowsPlace.VolumeOf(real) : OperatingSystem.IsMacOS() ? MacPlace.DeviceOf(real) : new LinuxPlace().DeviceOf(real));

    /// <summary>Whether this process may write in a folder; what a remounted or write-protected disk refuses too.</summary>
    internal static bool IsWritable(string folder) => OperatingSystem.IsWindows() ? !WindowsPlace.IsReadOnly(folder) : access(folder, WriteAccess) == 0;

    /// <summary>What is known of a storage, with what its disk tells.</summary>
    internal static FileStorage On(this FileStorage storage, StoragePlace? place)
    {
        bool isWritable = storage.IsAccessible && IsWritable(storage.FullName);
        return storage with
        {
            IsWritable = isWritable,
            FreeBytes = isWritable ? FreeSpace.Of(storage.FullName) : null,
            Device = storage.IsAccessible ? DeviceOf(storage.FullName) : null,
            Place = place?.Id,
            PlaceKnownBy = place is null ? "Unknown" : string.Concat(place.KnownBy.Split('_').Select(word => char.ToUpperInvariant(word.FirstOrDefault('_')) + string.Concat(word.Skip(1)))),
        };
    }

    /// <summary>Whether two folders are for certain on one disk now.</summary>
    internal static bool IsOne(string folder, string other) =>
        (Of(folder)?.Key ?? FileSystemOf(folder)) is { } key && key == (Of(other)?.Key ?? FileSystemOf(other));

    /// <summary>What tells the file system that is mounted now, and nothing later: never kept.</summary>
    internal static string? FileSystemOf(string folder) => Inode.Of(RealPath.Of(folder)) is { } id ? string.Create(CultureInfo.InvariantCulture, $"now {(ulong)(id >> 64):X}") : null;

    private static T? Ask<T>(string folder, Func<string, T?> ask)
        where T : class
    {
        try
        {
            return ask(RealPath.Of(folder));
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

#pragma warning disable SYSLIB1054, IDE1006 // names are the system's own
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int access(string path, int mode);
#pragma warning restore SYSLIB1054, IDE1006
}
