using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Files;

/// <summary>
/// What a file is to its file system, whatever it is called there: two names with one id are one file, and taking one away frees
/// nothing.
/// </summary>
internal static partial class Inode
{
    private const int AtCurrentDirectory = -100, NoFollow = 0x100, InodeAndLinks = 0x104, Type = 1;
    private const int TypeBits = 0xF000, OrdinaryFile = 0x8000, Folder = 0x4000;

    /// <summary>The id; null where the system does not tell.</summary>
    internal static UInt128? Of(string path) => Of(path, leastNames: 1);

    /// <summary>The id, where a file has several names; null where it has one, or the system does not tell.</summary>
    internal static UInt128? OfLinked(string path) => Of(path, leastNames: 2);

    /// <summary>The flags that macOS keeps of a file (<c>st_flags</c>); 0 where it does not tell.</summary>
    internal static uint FlagsOnMacOS(string path)
    {
        Span<byte> buffer = stackalloc byte[256];
        return Lstat(path, buffer) == 0 ? BitConverter.ToUInt32(buffer[116..]) : 0;
    }

    /// <summary>Whether what lies at a path, or where a link there leads, is neither a file nor a folder; only Linux tells.</summary>
    internal static bool IsSpecial(string path)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        Span<byte> buffer = stackalloc byte[256];
        try
        {
            return statx(AtCurrentDirectory, path, 0, Type, ref MemoryMarshal.GetReference(buffer)) == 0
                && (BitConverter.ToUInt16(buffer[28..]) & TypeBits) is not (OrdinaryFile or Folder);
        }
        catch (EntryPointNotFoundException)
        {
            return false; // an older C library
        }
    }

    private static int Lstat(string path, Span<byte> buffer) => RuntimeInformation.ProcessArchitecture == Architecture.Arm64
        ? lstat(path, ref MemoryMarshal.GetReference(buffer)) : lstat64(path, ref MemoryMarshal.GetReference(buffer));

    private static UInt128? Of(string path, int leastNames)
    {
        Span<byte> buffer = stackalloc byte[256];
        try
        {
            if (OperatingSystem.IsLinux())
            {
                if (statx(AtCurrentDirectory, path, NoFollow, InodeAndLinks, ref MemoryMarshal.GetReference(buffer)) != 0 || BitConverter.ToUInt32(buffer[16..]) < leastNames)
                    return null;
                return new UInt128(BitConverter.ToUInt64(buffer[136..]), BitConverter.ToUInt64(buffer[32..]));
            }

            if (OperatingSystem.IsMacOS())
            {
                if (Lstat(path, buffer) != 0 || BitConverter.ToUInt16(buffer[6..]) < leastNames)
                    return null;
                return new UInt128(BitConverter.ToUInt32(buffer), BitConverter.ToUInt64(buffer[8..]));
            }

            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!GetFileInformationByHandle(file, ref MemoryMarshal.GetReference(buffer)) || BitConverter.ToUInt32(buffer[40..]) < leastNames)
                return null;
            return new UInt128(BitConverter.ToUInt32(buffer[28..]), BinaryPrimitives.ReadUInt32LittleEndian(buffer[44..]) * (1UL << 32) + BitConverter.ToUInt32(buffer[48..]));
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

#pragma warning disable SYSLIB1054, IDE1006 // names are the system's own
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int directory, string path, int flags, uint mask, ref byte buffer);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lstat(string path, ref byte buffer);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lstat64(string path, ref byte buffer);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetFileInformationByHandle(SafeFileHandle file, ref byte buffer);
#pragma warning restore SYSLIB1054, IDE1006
}
