using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Photoshop's image resources, as PSD files, APP13 segments of JPEG and TIFF tag 34377 hold them (Adobe Photoshop
/// File Formats Specification, "Image Resource Blocks").
/// </summary>
internal static class PhotoshopResources
{
    /// <summary>The resource that holds an IPTC block.</summary>
    internal const ushort Iptc = 0x0404;

    /// <summary>The resource with the digest of the IPTC block, by which programs tell whether it was written after the XMP.</summary>
    internal const ushort IptcDigest = 0x0425;

    private const ushort Exif = 0x0422;
    private const ushort Xmp = 0x0424;
    private const int MaxResources = 4096;

    /// <summary>What precedes the resources in a JPEG's APP13 segment.</summary>
    public static ReadOnlySpan<byte> JpegHeader => "Photoshop 3.0\0"u8;

    /// <summary>Takes the metadata blocks among the resources; only PSD keeps EXIF and XMP there.</summary>
    public static void Read(ByteRange resources, FactBlocks blocks, bool iptcOnly = false)
    {
        foreach ((ushort id, _, long start, long length, _) in Walk(resources))
        {
            var content = resources.Slice(start, length);
            if (id == Iptc)
                blocks.AddIptc(content);
            else if (id == Exif && !iptcOnly)
                blocks.AddExif(content);
            else if (id == Xmp && !iptcOnly)
                blocks.AddXmp(content);
        }
    }

    /// <summary>The resources: id, where the head of each stands, where its content begins and how long it says to be, and where the next one begins.</summary>
    internal static IEnumerable<(ushort Id, long Head, long Start, long Length, long End)> Walk(ByteRange resources)
    {
        long position = 0;
        for (var i = 0; i < MaxResources && ReadHead(resources, position) is var (id, start, length); i++)
        {
            var end = start + length + (length & 1);
            yield return (id, position, start, length, end);
            position = end;
        }
    }

    private static (ushort Id, long Start, long Length)? ReadHead(ByteRange resources, long position)
    {
        Span<byte> bytes = stackalloc byte[7];
        // "8BIM", and what other programs write in its place, is followed by the id and a name in Pascal's manner.
        if (!resources.TryRead(position, bytes) || (!bytes.StartsWith("8BIM"u8) && !bytes.StartsWith("MeSa"u8) && !bytes.StartsWith("PHUT"u8)
            && !bytes.StartsWith("AgHg"u8) && !bytes.StartsWith("DCSR"u8)))
            return null;
        var start = position + 6 + (1 + bytes[6] + 1) / 2 * 2 + 4;
        return resources.TryReadUInt32BigEndian(start - 4, out var length) ? (BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]), start, length) : null;
    }
}
