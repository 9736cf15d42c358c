using System.IO.Compression;
using ImaLink.Media.Metadata;

namespace ImaLink.Media.Libraries;

/// <summary>The XMP packet that Lightroom keeps of a photo: a text, or in later versions its length (4 bytes, big endian) and its bytes, packed by zlib.</summary>
internal static class LightroomPacket
{
    private const int LengthBytes = 4;
    private const byte Zlib = 0x78;

    /// <summary>What it says, as a sidecar does; damage is told in the warnings.</summary>
    internal static ImageFacts Read(byte[] bytes)
    {
        if (bytes.Length == 0)
            return new();
        using var packet = new MemoryStream();
        try
        {
            if (bytes.Length > LengthBytes && bytes[LengthBytes] == Zlib && bytes[0] != '<')
            {
                using var packed = new MemoryStream(bytes, LengthBytes, bytes.Length - LengthBytes);
                using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
                CopyBounded(unpacked, packet);
            }
            else
            {
                packet.Write(bytes);
            }
        }
        catch (InvalidDataException)
        {
            return new() { Warnings = ["Its XMP in the catalog is damaged."] };
        }

        packet.Position = 0;
        ImageFacts facts = SidecarReader.Read(packet);
        return facts with { Warnings = [.. facts.Warnings.Select(warning => $"Of its XMP in the catalog: {warning}")] };
    }

    /// <summary>One byte more than is read of a packet, at most, so that it is told.</summary>
    private static void CopyBounded(Stream from, MemoryStream to)
    {
        byte[] buffer = new byte[1 << 16];
        for (int read; to.Length <= XmpPacket.MaxLength && (read = from.Read(buffer)) > 0;)
            to.Write(buffer, 0, read);
    }
}
