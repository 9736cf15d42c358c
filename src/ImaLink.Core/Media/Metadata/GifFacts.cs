using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of GIF: size of the screen, and the XMP packet in an application extension.</summary>
internal static class GifFacts
{
    private const int HeaderLength = 13;

    // Blocks hold up to 255 bytes; a film of many pictures is not worth reading for a packet at its end.
    private const int MaxBlocks = 1 << 14;

    // The packet is followed by bytes that lead a reader of blocks to its end: 1, FF, FE, … 0, 0.
    private const int TrailerLength = 258;

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (!data.TryRead(0, header))
            return new();
        var blocks = new FactBlocks(warnings);
        FindXmp(data, HeaderLength + ColoursLength(header[10]), blocks);
        return blocks.Complete(
            BinaryPrimitives.ReadUInt16LittleEndian(header[6..]), BinaryPrimitives.ReadUInt16LittleEndian(header[8..]));
    }

    private static void FindXmp(ByteRange data, long position, FactBlocks blocks)
    {
        Span<byte> bytes = stackalloc byte[14];
        for (var left = MaxBlocks; left > 0 && data.TryRead(position, bytes[..2]); left--)
        {
            if (bytes[0] == 0x2C) // a picture: its frame, colours, and the size of its codes
            {
                if (!data.TryRead(position, bytes[..10]))
                    return;
                position += 11 + ColoursLength(bytes[9]);
            }
            else if (bytes[0] != 0x21)
            {
                return;
            }
            else if (bytes[1] == 0xFF && data.TryRead(position, bytes) && bytes[3..].SequenceEqual("XMP DataXMP"u8))
            {
                var start = position + bytes.Length;
                position = start;
                SkipBlocks(data, ref position, ref left);
                blocks.AddXmp(data.Slice(start, position - start - TrailerLength));
                return;
            }
            else
            {
                position += 2;
            }

            SkipBlocks(data, ref position, ref left);
        }
    }

    private static void SkipBlocks(ByteRange data, ref long position, ref int left)
    {
        Span<byte> length = stackalloc byte[1];
        for (; left > 0 && data.TryRead(position, length); left--)
        {
            position += 1 + length[0];
            if (length[0] == 0)
                return;
        }
    }

    private static int ColoursLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
}
