using System.Security.Cryptography;
using ImaLink.Files;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The checksum that iCloud has of a file: base64 of the byte 1 and the SHA-1 of two constant texts and the file's bytes (as mautrix's MMCS client computes it, and as others found it to hold for what they
/// downloaded). It tells which of several files of one name a row of a list means; nothing else is founded on it.
/// </summary>
internal static class AppleChecksum
{
    private const int Length = 21, Chunk = 1 << 20;

    /// <summary>Whether a text is such a checksum.</summary>
    internal static bool Is(string? text) => text is { Length: 28 } && text.AsSpan().IndexOfAny('=', ' ') < 0 && new byte[Length] is var bytes
        && Convert.TryFromBase64String(text, bytes, out int length) && length == Length && bytes[0] == 1;

    /// <summary>The checksum of a file; null where it cannot be read.</summary>
    internal static string? Of(string path)
    {
        try
        {
            using SafeFileHandle file = FileReading.Open(path, FileOptions.SequentialScan);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
            hash.AppendData("com.apple.XattrObjectSalt\0com.apple.DataObjectSalt\0"u8);
            var buffer = new byte[Chunk];
            long position = 0;
            for (int read; (read = RandomAccess.Read(file, buffer, position)) > 0; position += read)
                hash.AppendData(buffer, 0, read);
            return Convert.ToBase64String([1, .. hash.GetHashAndReset()]);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }
}
