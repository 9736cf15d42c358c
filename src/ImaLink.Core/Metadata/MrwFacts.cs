using System.Buffers.Binary;

namespace ImaLink.Metadata;

/// <summary>Facts of Minolta's MRW: the segments PRD (size of the picture) and TTW (EXIF).</summary>
internal static class MrwFacts
{
    private const int MaxSegments = 1024;

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var blocks = new FactBlocks(warnings);
        (int? width, int? height) = (null, null);
        Span<byte> head = stackalloc byte[8];
        if (!data.TryRead(0, head))
            return new();
        var isLittleEndian = head[3] == 'I';
        var end = 8 + UInt32(head[4..]);
        long position = 8;
        Span<byte> size = stackalloc byte[4];
        for (var i = 0; i < MaxSegments && position < end && data.TryRead(position, head); i++)
        {
            var content = data.Slice(position + 8, UInt32(head[4..]));
            if (head.StartsWith("\0PRD"u8) && content.TryRead(12, size))
                (height, width) = (UInt16(size), UInt16(size[2..]));
            else if (head.StartsWith("\0TTW"u8))
                blocks.AddExif(content);
            position += 8 + UInt32(head[4..]);
        }

        return blocks.Complete(width, height);

        long UInt32(ReadOnlySpan<byte> bytes) => isLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

        int UInt16(ReadOnlySpan<byte> bytes) => isLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }
}
