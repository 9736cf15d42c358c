using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ImaLink.Metadata;

/// <summary>Facts out of a PNG's chunks: header, eXIf, XMP, and the profiles that ImageMagick writes as text.</summary>
internal static class PngFacts
{
    private const int MaxChunks = 1 << 16;
    private const int MaxText = 4 << 20;

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var facts = new ImageFacts();
        var fromText = new ImageFacts();
        ByteRange xmp = default;
        Span<byte> header = stackalloc byte[8];
        long position = 8;
        for (var i = 0; ; i++)
        {
            // Uncached: between two chunk headers lies image data that nobody wants to read.
            if (i == MaxChunks || !data.TryReadUncached(position, header))
            {
                warnings.Add("The PNG chunks are cut off or damaged.");
                break;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(header);
            var type = header[4..];
            var content = data.Slice(position + 8, length);
            if (type.SequenceEqual("IEND"u8))
                break;
            if (type.SequenceEqual("IHDR"u8))
                facts = ReadSize(content);
            else if (type.SequenceEqual("eXIf"u8))
                facts = facts.Or(ExifFacts.Read(SkipExifHeader(content), warnings));
            else if (type.SequenceEqual("iTXt"u8) || type.SequenceEqual("zTXt"u8) || type.SequenceEqual("tEXt"u8))
                ReadText(content, type[0], warnings, ref fromText, ref xmp);
            position += 12 + (long)length;
        }

        return XmpFacts.Complete(facts.Or(fromText with { Width = null, Height = null }), xmp, warnings);
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

    // Some writers put JPEG's "Exif\0\0" in front.
    private static ByteRange SkipExifHeader(ByteRange data)
    {
        Span<byte> start = stackalloc byte[6];
        return data.TryRead(0, start) && start.SequenceEqual("Exif\0\0"u8) ? data.Slice(6, data.Length - 6) : data;
    }

    private static void ReadText(
        ByteRange content, byte kind, List<string> warnings, ref ImageFacts facts, ref ByteRange xmp)
    {
        Span<byte> start = stackalloc byte[(int)Math.Min(80, content.Length)];
        if (!content.TryRead(0, start) || start.IndexOf((byte)0) is not (> 0 and var nameEnd))
            return;
        var name = start[..nameEnd];
        if (kind == (byte)'i' && name.SequenceEqual("XML:com.adobe.xmp"u8))
        {
            // Language and translated keyword, both empty in XMP, end with a NUL each.
            var text = content.Slice(nameEnd + 5, content.Length);
            xmp = start[nameEnd + 1] == 0 ? text : Wrap(Inflate(text, warnings));
        }
        else if (name.StartsWith("Raw profile type "u8))
        {
            var profile = name["Raw profile type ".Length..];
            var isExif = profile.SequenceEqual("exif"u8) || profile.SequenceEqual("APP1"u8);
            var isXmp = profile.SequenceEqual("xmp"u8);
            if (!isExif && !isXmp)
                return;
            var text = content.Slice(nameEnd + (kind == (byte)'z' ? 2 : 1), content.Length);
            var bytes = ParseHexProfile(kind == (byte)'z' ? Inflate(text, warnings) : text.ToArray(MaxText));
            if (isXmp)
                xmp = Wrap(bytes);
            else if (bytes.AsSpan().StartsWith(XmpFacts.JpegHeader))
                xmp = Wrap(bytes[XmpFacts.JpegHeader.Length..]);
            else
                facts = facts.Or(ExifFacts.Read(SkipExifHeader(Wrap(bytes)), warnings));
        }
    }

    private static ByteRange Wrap(byte[] bytes) => new(new ByteReader(new MemoryStream(bytes, writable: false)));

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
