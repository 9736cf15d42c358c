using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of AVI: size in the main header, date ('IDIT'), XMP ('_PMX').</summary>
internal static class AviFacts
{
    private const int MaxChunks = 1 << 12;
    private const int MaxDepth = 4;

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var blocks = new FactBlocks(warnings);
        var found = new ImageFacts();
        var left = MaxChunks;
        Walk(data, RiffChunk.First, data.Length, 0, blocks, ref found, ref left);
        blocks.AddFacts(new ImageFacts { Dates = found.Dates });
        return blocks.Complete(found.Width, found.Height);
    }

    private static void Walk(
        ByteRange data, long position, long end, int depth, FactBlocks blocks, ref ImageFacts found, ref int left)
    {
        Span<byte> kind = stackalloc byte[4];
        for (; left > 0 && position < end && RiffChunk.Read(data, position) is { } chunk; position = chunk.End, left--)
        {
            var content = data.Slice(chunk.Start, chunk.Length);
            if (chunk.Is("LIST"u8))
            {
                // The pictures themselves are thousands of chunks that say nothing.
                if (depth < MaxDepth && content.TryRead(0, kind) && !kind.SequenceEqual("movi"u8))
                    Walk(data, chunk.Start + 4, Math.Min(end, chunk.End), depth + 1, blocks, ref found, ref left);
            }
            else if (chunk.Is("avih"u8))
                found = found.Or(ReadSize(content));
            else if (chunk.Is("IDIT"u8))
                found = found.Or(ReadDate(content));
            else if (chunk.Is("_PMX"u8))
                blocks.AddXmp(content);
        }
    }

    private static ImageFacts ReadSize(ByteRange header)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (!header.TryRead(32, bytes))
            return new();
        var width = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var height = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        return new() { Width = width > 0 ? width : null, Height = height > 0 ? height : null };
    }

    // "Mon Mar 10 15:04:43 2003", "2009/10/27/ 12:14", "2001/ 1/27  1:42PM" and the like.
    private static ImageFacts ReadDate(ByteRange content) =>
        new() { TakenAt = WrittenDate.Parse(Encoding.ASCII.GetString(content.ToArray(64)), "RIFF:DateTimeOriginal") };
}
