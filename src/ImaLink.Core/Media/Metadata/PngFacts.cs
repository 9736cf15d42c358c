using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts out of the chunks of PNG and its kin MNG and JNG: header, eXIf, tIME, and texts.
/// </summary>
internal static class PngFacts
{
    private const int MaxChunks = 1 << 16;

    /// <summary>Whether a file with these first eight bytes is a PNG, MNG or JNG.</summary>
    public static bool IsPng(ReadOnlySpan<byte> start) =>
        start is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..]
            or [0x8a, (byte)'M', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..]
            or [0x8b, (byte)'J', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..];

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var blocks = new FactBlocks(warnings);
        var size = new ImageFacts();
        var end = PngChunk.EndName(data);
        var position = PngChunk.First;
        var texts = new PngTexts(blocks, warnings);
        for (var i = 0; ; i++)
        {
            // Between two chunks lies image data that nobody wants to read.
            if (i == MaxChunks || PngChunk.Read(data with { IsSparse = true }, position) is not { } chunk)
            {
                warnings.Add("The PNG chunks are cut off or damaged.");
                break;
            }

            if (chunk.Name == end)
                break;
            var content = data.Slice(chunk.Start, chunk.Length);
            if (size.Width is null && (chunk.Is("IHDR"u8) || chunk.Is("MHDR"u8) || chunk.Is("JHDR"u8)))
                size = ReadSize(content);
            else if (chunk.Is("eXIf"u8))
                blocks.AddExif(content);
            else if (chunk.Is("tIME"u8))
                blocks.AddFacts(PngDates.ReadTime(content));
            else if (PngText.Read(chunk, content) is { } text)
                texts.Add(text);
            position = chunk.End;
        }

        return blocks.Complete(size.Width, size.Height);
    }

    private static ImageFacts ReadSize(ByteRange header)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (!header.TryRead(0, bytes))
            return new();
        var width = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var height = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
        return new() { Width = width > 0 ? width : null, Height = height > 0 ? height : null };
    }
}
