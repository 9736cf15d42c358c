using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>Tells the format of a file from its content alone: a rename changes nothing.</summary>
internal static class FormatDetector
{
    /// <summary>Covers every signature and the fields that tell the members of a family apart.</summary>
    private const int HeadLength = 512;

    /// <summary>Chunks or boxes that are looked through for the one that tells.</summary>
    private const int MostChunks = 64;

    /// <summary>The format, or null where the content is of no known one.</summary>
    public static FormatInfo? Detect(FileBytes file)
    {
        var head = new byte[(int)Math.Min(HeadLength, file.Length)];
        if (!file.TryRead(0, head))
            return null;
        var format = FormatTable.WithSignature(head);
        var name = format?.Name switch
        {
            null => OfFamily(file, head),
            "JPEG" => JpegClassifier.Classify(file),
            "PNG" => Png(file),
            "JP2" => Jpeg2000(head),
            "Extended WEBP" => HasChunk(file, "VP8L"u8) ? "Extended WEBP (lossless)" : format.Name,
            _ => format.Name,
        };
        return name is null ? null : FormatTable.Named(name);
    }

    private static string? OfFamily(FileBytes file, ReadOnlySpan<byte> head) =>
        TiffClassifier.Classify(file)
        ?? IsoMediaBrands.Classify(file, head)
        ?? Matroska(head)
        ?? Bitmap(head)
        ?? PortableMap(head)
        ?? Targa(file);

    private static string Png(FileBytes file)
    {
        var position = PngChunk.First;
        for (var i = 0; i < MostChunks && PngChunk.Read(file, position) is { } chunk && !chunk.Is("IDAT"u8); i++)
        {
            if (chunk.Is("acTL"u8))
                return "APNG";
            position = chunk.End;
        }

        return "PNG";
    }

    private static string Jpeg2000(ReadOnlySpan<byte> head) =>
        head.Length < 24 ? "JP2" : Encoding.Latin1.GetString(head.Slice(20, 4)) switch
        {
            "jpx " => "JPX",
            "jpm " => "JPM",
            "jph " => "JPH",
            _ => "JP2",
        };

    private static bool HasChunk(FileBytes file, ReadOnlySpan<byte> wanted)
    {
        var position = RiffChunk.First;
        for (var i = 0; i < MostChunks && RiffChunk.Read(file, position) is { } chunk; i++)
        {
            if (chunk.Is(wanted))
                return true;
            position = chunk.End;
        }

        return false;
    }

    private static string? Matroska(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return null;
        var header = head[..Math.Min(head.Length, 80)];
        return header.IndexOf("webm"u8) > 0 ? "WEBM" : header.IndexOf("matroska"u8) > 0 ? "MKV" : null;
    }

    /// <summary>
    /// 'BM' alone begins many a text; a bitmap has one of a few header sizes.
    /// </summary>
    private static string? Bitmap(ReadOnlySpan<byte> head)
    {
        if (head.Length < 26 || !head.StartsWith("BM"u8))
            return null;
        var headerSize = BinaryPrimitives.ReadUInt32LittleEndian(head[14..]);
        return headerSize is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124 ? "BMP" : null;
    }

    private static string? PortableMap(ReadOnlySpan<byte> head)
    {
        if (head.Length < 7 || head[0] != 'P' || !IsSpace(head[2]))
            return null;
        if (!char.IsAsciiDigit((char)head[3]) && head[3] != '#')
            return null;
        return (char)head[1] switch
        {
            '1' or '4' => "PBM",
            '2' or '5' => "PGM",
            '3' or '6' => "PPM",
            _ => null,
        };

        static bool IsSpace(byte value) => value is 0x09 or 0x0A or 0x0D or 0x20;
    }

    /// <summary>Only a Targa file of version 2 can be told from other content: it has a footer.</summary>
    private static string? Targa(FileBytes file)
    {
        Span<byte> footer = stackalloc byte[18];
        return file.Length > 44 && file.TryRead(file.Length - footer.Length, footer)
            && footer.SequenceEqual("TRUEVISION-XFILE.\0"u8) ? "TGA" : null;
    }
}
