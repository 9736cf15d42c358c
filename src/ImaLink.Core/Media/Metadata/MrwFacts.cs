using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of Minolta's MRW: the segments PRD (size of the picture) and TTW (EXIF).</summary>
internal static class MrwFacts
{
    private const int MaxSegments = 1024;
    private const uint Picture = 0x00505244; // "\0PRD"
    private const uint Exif = 0x00545457; // "\0TTW"

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var blocks = new FactBlocks(warnings);
        (int? width, int? height) = (null, null);
        Span<byte> size = stackalloc byte[4];
        foreach (var (name, content, isLittleEndian) in Segments(data))
        {
            if (name == Exif)
                blocks.AddExif(content);
            else if (name == Picture && content.TryRead(12, size))
                (height, width) = (UInt16(size, isLittleEndian), UInt16(size[2..], isLittleEndian));
        }

        return blocks.Complete(width, height);
    }

    /// <summary>The EXIF block, which holds the preview too; null if there is none.</summary>
    public static ByteRange? FindExif(ByteRange data)
    {
        foreach (var (name, content, _) in Segments(data))
        {
            if (name == Exif)
                return content;
        }

        return null;
    }

    private static IEnumerable<(uint Name, ByteRange Content, bool IsLittleEndian)> Segments(ByteRange data)
    {
        var head = new byte[8];
        if (!data.TryRead(0, head))
            yield break;
        var isLittleEndian = head[3] == 'I';
        var end = 8 + UInt32(head, isLittleEndian);
        long position = 8;
        for (var i = 0; i < MaxSegments && position < end && data.TryRead(position, head); i++)
        {
            var length = UInt32(head, isLittleEndian);
            yield return (BinaryPrimitives.ReadUInt32BigEndian(head), data.Slice(position + 8, length), isLittleEndian);
            position += 8 + length;
        }
    }

    private static long UInt32(byte[] head, bool isLittleEndian) => isLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4))
        : BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4));

    private static int UInt16(ReadOnlySpan<byte> bytes, bool isLittleEndian) => isLittleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
