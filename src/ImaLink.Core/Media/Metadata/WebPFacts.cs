using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of WebP (RFC 9649): the size of the canvas or of the one picture, EXIF, XMP.</summary>
internal static class WebPFacts
{
    private const int MaxChunks = 1 << 14;

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var blocks = new FactBlocks(warnings);
        (int Width, int Height)? size = null;
        var position = RiffChunk.First;
        for (var i = 0; i < MaxChunks && RiffChunk.Read(data, position) is { } chunk; i++)
        {
            var content = data.Slice(chunk.Start, chunk.Length);
            size ??= ReadSize(chunk, content);
            if (chunk.Is("EXIF"u8))
                blocks.AddExif(content);
            else if (chunk.Is("XMP "u8))
                blocks.AddXmp(content);
            position = chunk.End;
        }

        if (position < data.Length)
            warnings.Add("The chunks of the file are cut off or damaged.");
        return blocks.Complete(size?.Width, size?.Height);
    }

    private static (int, int)? ReadSize(in RiffChunk chunk, ByteRange content)
    {
        Span<byte> bytes = stackalloc byte[10];
        if (chunk.Is("VP8X"u8) && content.TryRead(0, bytes))
            return (UInt24(bytes[4..]) + 1, UInt24(bytes[7..]) + 1);
        // A key frame: three bytes, a start code, width and height of 14 bits.
        if (chunk.Is("VP8 "u8) && content.TryRead(0, bytes)
            && bytes[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 1, 0x2A]))
            return ((bytes[6] | bytes[7] << 8) & 0x3FFF, (bytes[8] | bytes[9] << 8) & 0x3FFF);
        if (!chunk.Is("VP8L"u8) || !content.TryRead(0, bytes[..5]) || bytes[0] != 0x2F)
            return null;
        var bits = bytes[1] | bytes[2] << 8 | bytes[3] << 16 | bytes[4] << 24;
        return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
