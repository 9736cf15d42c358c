using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts out of the chunks of PNG and its kin MNG and JNG: header, eXIf, XMP, and the profiles that ImageMagick writes
/// as text.
/// </summary>
internal static class PngFacts
{
    private const int MaxChunks = 1 << 16;

    /// <summary>Bytes of texts that are read, each counted as a 64th of this at least: a hostile file repeats them without end.</summary>
    private const int MaxTexts = 4 << 20;

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
        var texts = (long)MaxTexts;
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
            else if (texts > 0 && PngText.Read(chunk, content) is { } text)
                texts -= ReadText(text, warnings, blocks);
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

    /// <summary>Reads a text if it is one of those that say something.</summary>
    /// <returns>What that took of <see cref="MaxTexts"/>.</returns>
    private static long ReadText(PngText text, List<string> warnings, FactBlocks blocks)
    {
        const int most = MaxTexts / 64;
        if (text.Is("XML:com.adobe.xmp"u8))
        {
            var packet = text.ToRange(warnings);
            blocks.AddXmp(packet);
            return most + packet.Length;
        }

        if (text.DateSource is { } source)
        {
            var date = text.ToRange(warnings);
            blocks.AddFacts(PngDates.ReadText(date, source));
            return most + date.Length;
        }

        var isXmp = text.Is("Raw profile type xmp"u8);
        var isIptc = text.Is("Raw profile type iptc"u8) || text.Is("Raw profile type 8bim"u8);
        if (!isXmp && !isIptc && !text.Is("Raw profile type exif"u8) && !text.Is("Raw profile type APP1"u8))
            return 0;
        var content = text.ToRange(warnings);
        var profile = PngText.Profile(content);
        if (isXmp)
            AddXmp(profile, blocks);
        else if (isIptc)
            ReadIptc(profile, blocks);
        else
            ReadApp1(profile, blocks);
        return most + content.Length;
    }

    private static void ReadApp1(byte[] bytes, FactBlocks blocks)
    {
        if (bytes.AsSpan().StartsWith(XmpFacts.JpegHeader))
            AddXmp(bytes[XmpFacts.JpegHeader.Length..], blocks);
        else if (bytes.Length > 0)
            blocks.AddExif(ByteRange.Of(bytes));
    }

    // Writers leave bytes behind a packet, which are no XML.
    private static void AddXmp(byte[] bytes, FactBlocks blocks) =>
        blocks.AddXmp(ByteRange.Of(bytes[..(Array.LastIndexOf(bytes, (byte)'>') + 1)]));

    /// <summary>The block alone, or among Photoshop's resources.</summary>
    private static void ReadIptc(byte[] bytes, FactBlocks blocks)
    {
        if (bytes is [0x1C, ..])
            blocks.AddIptc(ByteRange.Of(bytes));
        else
            PhotoshopResources.Read(ByteRange.Of(bytes), blocks, iptcOnly: true);
    }
}
