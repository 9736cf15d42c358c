using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts out of the chunks of PNG and its kin MNG and JNG: header, eXIf, XMP, and the profiles that ImageMagick writes
/// as text.
/// </summary>
internal static class PngFacts
{
    private const int MaxChunks = 1 << 16;
    private const int MaxText = 4 << 20;

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
            else if (chunk.Is("iTXt"u8) || chunk.Is("zTXt"u8) || chunk.Is("tEXt"u8))
                ReadText(content, (byte)(chunk.Name >> 24), warnings, blocks);
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

    private static void ReadText(ByteRange content, byte kind, List<string> warnings, FactBlocks blocks)
    {
        Span<byte> start = stackalloc byte[(int)Math.Min(80, content.Length)];
        if (!content.TryRead(0, start) || start.IndexOf((byte)0) is not (> 0 and var nameEnd))
            return;
        var name = start[..nameEnd];
        if (kind == (byte)'i' && name.SequenceEqual("XML:com.adobe.xmp"u8))
        {
            // Language and translated keyword, both empty in XMP, end with a NUL each.
            var text = content.Slice(nameEnd + 5, content.Length);
            blocks.AddXmp(start[nameEnd + 1] == 0 ? text : ByteRange.Of(Inflate(text, warnings)));
        }
        else if (PngDates.SourceOf(name) is { } source)
            blocks.AddFacts(PngDates.ReadText(content.Slice(nameEnd + 1, content.Length), source, kind));
        else if (name.StartsWith("Raw profile type "u8))
        {
            var profile = name["Raw profile type ".Length..];
            var isExif = profile.SequenceEqual("exif"u8) || profile.SequenceEqual("APP1"u8);
            var isXmp = profile.SequenceEqual("xmp"u8);
            var isIptc = profile.SequenceEqual("iptc"u8);
            if (!isExif && !isXmp && !isIptc)
                return;
            var text = content.Slice(nameEnd + (kind == (byte)'z' ? 2 : 1), content.Length);
            var bytes = ParseHexProfile(kind == (byte)'z' ? Inflate(text, warnings) : text.ToArray(MaxText));
            if (isXmp)
                blocks.AddXmp(ByteRange.Of(bytes));
            else if (isIptc)
                PhotoshopResources.Read(ByteRange.Of(bytes), blocks, iptcOnly: true);
            else if (bytes.AsSpan().StartsWith(XmpFacts.JpegHeader))
                blocks.AddXmp(ByteRange.Of(bytes[XmpFacts.JpegHeader.Length..]));
            else
                blocks.AddExif(ByteRange.Of(bytes));
        }
    }

    /// <summary>A blank line, the name, the length in decimal, then hex digits with line ends between them.</summary>
    private static byte[] ParseHexProfile(byte[] text)
    {
        var lines = Encoding.ASCII.GetString(text).Split('\n', 4);
        if (lines.Length < 4)
            return [];
        var digits = string.Concat(lines[3].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        try
        {
            return Convert.FromHexString(digits);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static byte[] Inflate(ByteRange data, List<string> warnings)
    {
        using var packed = new MemoryStream(data.ToArray(MaxText), writable: false);
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        using var result = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int count; result.Length < MaxText && (count = unpacked.Read(buffer)) > 0;)
                result.Write(buffer, 0, count);
        }
        catch (InvalidDataException)
        {
            warnings.Add("A compressed text of the PNG is damaged.");
        }

        return result.ToArray();
    }
}
