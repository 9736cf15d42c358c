using System.Runtime.InteropServices;
using System.Text;

namespace ImaLink.Files;

/// <summary>What macOS tells of the file system in which a folder lies; the disk below it takes its frameworks, which are not asked.</summary>
internal static partial class MacPlace
{
    private const int TypeAt = 72, TypeLength = 16, SourceAt = 1112, SourceLength = 1024, AttributeGroups = 5;
    private const uint VolumeUuid = 0x80040000; // of the volume, its UUID
    private static readonly string[] NetworkTypes = ["nfs", "smbfs", "afpfs", "webdav"];

    internal static StoragePlace? Of(string path)
    {
        (string type, string source) = MountOf(path);
        if (NetworkTypes.Contains(type))
            return StoragePlace.Of(StoragePlace.Network, source.StartsWith("//", StringComparison.Ordinal) && source.IndexOf('@', StringComparison.Ordinal) is > 0 and var user ? "//" + source[(user + 1)..] : source, "mount");
        Span<byte> wanted = stackalloc byte[24], answer = stackalloc byte[20];
        BitConverter.TryWriteBytes(wanted, (ushort)AttributeGroups);
        BitConverter.TryWriteBytes(wanted[8..], VolumeUuid);
        if (getattrlist(path, ref MemoryMarshal.GetReference(wanted), ref MemoryMarshal.GetReference(answer), answer.Length, 0) != 0)
            return null;
        string uuid = new Guid(answer[4..], bigEndian: true).ToString();
        return SerialNumbers.IsUsable(uuid) ? StoragePlace.Of(StoragePlace.FileSystem, uuid, "file_system_uuid") : null;
    }

    internal static string? DeviceOf(string path) => MountOf(path).Source is { Length: > 0 } source ? source : null;

    private static (string Type, string Source) MountOf(string path)
    {
        var buffer = new byte[4096];
        int failed = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? statfs(path, ref buffer[0]) : statfs64(path, ref buffer[0]);
        return failed != 0 ? ("", "") : (Text(buffer.AsSpan(TypeAt, TypeLength)), Text(buffer.AsSpan(SourceAt, SourceLength)));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Split('\0')[0];

#pragma warning disable SYSLIB1054, IDE1006 // names are the system's own
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statfs(string path, ref byte buffer);

    [LibraryImport("libc", EntryPoint = "statfs$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statfs64(string path, ref byte buffer);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int getattrlist(string path, ref byte wanted, ref byte answer, nint length, uint options);
#pragma warning restore SYSLIB1054, IDE1006
}
