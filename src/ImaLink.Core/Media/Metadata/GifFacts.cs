using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of GIF: size of the screen, and the XMP packet in an application extension.</summary>
internal static class GifFacts
{
    // Blocks hold up to 255 bytes; a film of many pictures is not worth reading for a packet at its end.
    private const int MaxBlocks = 1 << 14;

    // The packet is followed by bytes that lead a reader of blocks to its end: 1, FF, FE, … 0, 0.
    private const int TrailerLength = 258;

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        Span<byte> header = stackalloc byte[GifBlock.HeaderLength];
        if (!data.TryRead(0, header))
            return new();
        var blocks = new FactBlocks(warnings);
        FindXmp(data, GifBlock.First(header), blocks);
        return blocks.Complete(
            BinaryPrimitives.ReadUInt16LittleEndian(header[6..]), BinaryPrimitives.ReadUInt16LittleEndian(header[8..]));
    }

    private static void FindXmp(ByteRange data, long position, FactBlocks blocks)
    {
        Span<byte> name = stackalloc byte[12];
        for (var left = MaxBlocks; left > 0 && GifBlock.Read(data, position) is { Kind: not GifBlock.Trailer } block; left--)
        {
            position = block.Start;
            var isXmp = block is { Kind: GifBlock.Extension, Label: 0xFF } && data.TryRead(position, name) && name[1..].SequenceEqual("XMP DataXMP"u8);
            if (isXmp)
                position += name.Length;
            var start = position;
            GifBlock.SkipData(data, ref position, ref left);
            if (!isXmp)
                continue;
            blocks.AddXmp(data.Slice(start, position - start - TrailerLength));
            return;
        }
    }
}
