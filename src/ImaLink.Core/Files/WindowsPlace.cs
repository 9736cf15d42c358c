using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Files;

/// <summary>What Windows tells of the disk below a folder.</summary>
internal static partial class WindowsPlace
{
    private const int MaxPath = 1024, QueryProperty = 0x2D1400, ReadWriteShared = 3, OpenExisting = 3, ReadOnlyVolume = 0x80000;

    internal static StoragePlace? Of(string path)
    {
        string volume = VolumeOf(path);
        var descriptor = new byte[1024];
        (uint serial, _) = InformationOf(volume);
        return Decide(ShareOf(volume), Describe(volume, descriptor) ? descriptor : null, serial);
    }

    /// <summary>The drive, or the folder in which a volume is mounted.</summary>
    internal static string VolumeOf(string path)
    {
        var buffer = new ushort[MaxPath];
        return GetVolumePathName(path, ref buffer[0], MaxPath) ? Text(buffer) : Path.GetPathRoot(path)!;
    }

    internal static bool IsReadOnly(string path) => (InformationOf(VolumeOf(path)).Flags & ReadOnlyVolume) != 0;

    /// <summary>The place, by what was asked.</summary>
    /// <param name="share">Server and share; null on a disk of the machine.</param>
    /// <param name="descriptor">The disk's STORAGE_DEVICE_DESCRIPTOR; null where it has none.</param>
    /// <param name="volumeSerial">The number that the volume got when it was formatted; 0 for none.</param>
    internal static StoragePlace? Decide(string? share, byte[]? descriptor, uint volumeSerial)
    {
        if (share is not null)
            return StoragePlace.Of(StoragePlace.Network, share.TrimEnd('\\'), "mount");
        bool isRemovable = descriptor is not null && descriptor[10] != 0;
        if (descriptor is not null && !isRemovable && TextAt(descriptor, 24) is { } serial && SerialNumbers.IsUsable(serial))
            return StoragePlace.Of(StoragePlace.Disk, string.Join(' ', new[] { TextAt(descriptor, 12), TextAt(descriptor, 16), serial }.OfType<string>()), "serial");
        string id = $"{(volumeSerial >> 16).ToString("X4", CultureInfo.InvariantCulture)}-{(volumeSerial & 0xFFFF).ToString("X4", CultureInfo.InvariantCulture)}";
        return SerialNumbers.IsUsable(id) ? StoragePlace.Of(StoragePlace.FileSystem, id, "file_system_uuid") : null;
    }

    private static string? TextAt(byte[] descriptor, int field)
    {
        int at = BinaryPrimitives.ReadInt32LittleEndian(descriptor.AsSpan(field));
        if (at <= 0 || at >= descriptor.Length)
            return null;
        ReadOnlySpan<byte> rest = descriptor.AsSpan(at);
        int end = rest.IndexOf((byte)0);
        string text = string.Join(' ', Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 0 ? text : null;
    }

    private static string? ShareOf(string volume)
    {
        if (volume.StartsWith(@"\\", StringComparison.Ordinal) && !volume.StartsWith(@"\\?\", StringComparison.Ordinal))
            return volume;
        var buffer = new ushort[MaxPath];
        int length = MaxPath;
        return volume is [_, ':', ..] && WNetGetConnection(volume[..2], ref buffer[0], ref length) == 0 ? Text(buffer) : null;
    }

    private static bool Describe(string volume, byte[] descriptor)
    {
        var name = new ushort[MaxPath];
        if (!GetVolumeNameForVolumeMountPoint(volume, ref name[0], MaxPath))
            return false;
        using SafeFileHandle disk = CreateFile(Text(name).TrimEnd('\\'), 0, ReadWriteShared, 0, OpenExisting, 0, 0);
        var query = new byte[12];
        return !disk.IsInvalid && DeviceIoControl(disk, QueryProperty, ref query[0], query.Length, ref descriptor[0], descriptor.Length, out _, 0);
    }

    private static (uint Serial, uint Flags) InformationOf(string volume) =>
        GetVolumeInformation(volume, 0, 0, out uint serial, out _, out uint flags, 0, 0) ? (serial, flags) : (0, 0);

    private static string Text(ushort[] buffer) => new string(MemoryMarshal.Cast<ushort, char>(buffer)).Split('\0')[0];

#pragma warning disable SYSLIB1054, IDE1006 // names are the system's own
    [LibraryImport("kernel32", EntryPoint = "GetVolumePathNameW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetVolumePathName(string path, ref ushort volume, int length);

    [LibraryImport("kernel32", EntryPoint = "GetVolumeNameForVolumeMountPointW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetVolumeNameForVolumeMountPoint(string mountPoint, ref ushort name, int length);

    [LibraryImport("kernel32", EntryPoint = "GetVolumeInformationW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetVolumeInformation(string volume, nint name, int nameLength, out uint serial, out uint longest, out uint flags, nint type, int typeLength);

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(string name, int access, int share, nint security, int disposition, int flags, nint template);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool DeviceIoControl(SafeFileHandle device, int code, ref byte input, int inputLength, ref byte output, int outputLength, out int returned, nint overlapped);

    [LibraryImport("mpr", EntryPoint = "WNetGetConnectionW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int WNetGetConnection(string drive, ref ushort share, ref int length);
#pragma warning restore SYSLIB1054, IDE1006
}
