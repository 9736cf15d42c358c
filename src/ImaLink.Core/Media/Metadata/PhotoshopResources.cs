using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Photoshop's image resources, as PSD files, APP13 segments of JPEG and TIFF tag 34377 hold them (Adobe Photoshop
/// File Formats Specification, "Image Resource Blocks").
/// </summary>
internal static class PhotoshopResources
{
    private const ushort Iptc = 0x0404;
    private const ushort Exif = 0x0422;
    private const ushort Xmp = 0x0424;
    private const int MaxResources = 4096;

    /// <summary>What precedes the resources in a JPEG's APP13 segment.</summary>
    public static ReadOnlySpan<byte> JpegHeader => "Photoshop 3.0\0"u8;

    /// <summary>Takes the metadata blocks among the resources; only PSD keeps EXIF and XMP there.</summary>
    public static void Read(ByteRange resources, FactBlocks blocks, bool iptcOnly = false)
    {
        Span<byte> bytes = stackalloc byte[7];
        long position = 0;
        for (var i = 0; i < MaxResources && resources.TryRead(position, bytes); i++)
        {
            // "8BIM", and what other programs write in its place, is followed by the id and a name in Pascal's manner.
            if (!bytes.StartsWith("8BIM"u8) && !bytes.StartsWith("MeSa"u8) && !bytes.StartsWith("PHUT"u8)
                && !bytes.StartsWith("AgHg"u8) && !bytes.StartsWith("DCSR"u8))
                return;
            var id = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
            position += 6 + (1 + bytes[6] + 1) / 2 * 2;
            if (!resources.TryReadUInt32BigEndian(position, out var length))
                return;
            var content = resources.Slice(position + 4, length);
            if (id == Iptc)
                blocks.AddIptc(content);
            else if (id == Exif && !iptcOnly)
                blocks.AddExif(content);
            else if (id == Xmp && !iptcOnly)
                blocks.AddXmp(content);
            position += 4 + length + (length & 1);
        }
    }
}
