using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts of Sigma's X3F: size in the header, properties by name ('PROP'), and the JPEG with EXIF that newer cameras
/// add.
/// </summary>
internal static class X3fFacts
{
    private const int SectionHeader = 24;
    private const int ImageHeader = 28;
    private const int MaxProperties = 1024;
    private const int MaxText = 1 << 18;

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var blocks = new FactBlocks(warnings);
        var properties = new ImageFacts();
        var (width, height, orientation) = ReadHeader(data);
        foreach (var section in X3fSection.All(data))
        {
            if (section.Is("PROP"u8))
                properties = ReadProperties(data.Slice(section.Start, section.Length));
            else if (FindJpeg(data, section) is { } jpeg)
            {
                var facts = JpegFacts.Read(jpeg, warnings);
                // Only the JPEG that stands for the whole picture has EXIF.
                if (facts.CameraModel is null)
                    continue;
                blocks.AddFacts(facts);
                (width, height) = (facts.Width ?? width, facts.Height ?? height);
            }
        }

        blocks.AddFacts(properties with { Orientation = orientation });
        return blocks.Complete(width, height);
    }

    /// <summary>The JPEG in a section; null if it holds something else.</summary>
    public static ByteRange? FindJpeg(ByteRange data, in X3fSection section)
    {
        if (!section.Is("IMAG"u8) && !section.Is("IMA2"u8))
            return null;
        var jpeg = data.Slice(section.Start + ImageHeader, section.Length - ImageHeader);
        Span<byte> start = stackalloc byte[2];
        return jpeg.TryRead(0, start) && start is [0xFF, 0xD8] ? jpeg : null;
    }

    private static (int? Width, int? Height, int? Orientation) ReadHeader(ByteRange data)
    {
        Span<byte> header = stackalloc byte[52];
        if (!data.TryRead(0, header))
            return default;
        // Version 4 moved the size.
        var at = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) >= 4 ? 40 : 28;
        return (
            BinaryPrimitives.ReadInt32LittleEndian(header[at..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[(at + 4)..]),
            Rotation.ToOrientation(BinaryPrimitives.ReadInt32LittleEndian(header[(at + 8)..])));
    }

    /// <summary>A table of places, in characters, of names and values; then the texts themselves, in UTF-16.</summary>
    private static ImageFacts ReadProperties(ByteRange section)
    {
        Span<byte> head = stackalloc byte[SectionHeader];
        if (!section.TryRead(0, head) || !head.StartsWith("SECp"u8))
            return new();
        var count = (int)Math.Min(MaxProperties, BinaryPrimitives.ReadUInt32LittleEndian(head[8..]));
        var texts = section.Slice(SectionHeader + count * 8, section.Length).ToArray(MaxText);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Span<byte> places = stackalloc byte[8];
        for (var i = 0; i < count && section.TryRead(SectionHeader + i * 8, places); i++)
        {
            var name = TextAt(texts, BinaryPrimitives.ReadUInt32LittleEndian(places));
            values[name] = TextAt(texts, BinaryPrimitives.ReadUInt32LittleEndian(places[4..]));
        }

        return ToFacts(values);
    }

    private static string TextAt(byte[] texts, long place)
    {
        var start = place * 2;
        var end = start;
        while (end + 1 < texts.Length && (texts[end] | texts[end + 1]) != 0)
            end += 2;
        return start < texts.Length ? Encoding.Unicode.GetString(texts, (int)start, (int)(end - start)) : "";
    }

    private static ImageFacts ToFacts(Dictionary<string, string> values)
    {
        var seconds = Number("TIME");
        return new()
        {
            TakenAt = seconds is > 0 and < uint.MaxValue ? new(new DateTime(1970, 1, 1).AddSeconds(seconds.Value), DatePrecision.Second, null, "SigmaRaw:DateTimeOriginal") : null,
            CameraMake = Text("CAMMANUF"),
            CameraModel = Text("CAMMODEL"),
            Iso = Number("ISO") is > 0 and < int.MaxValue and var iso ? (int)iso : null,
            Aperture = Number("APERTURE"),
            ExposureTime = Number("SHUTTER"),
            FocalLength = Number("FLENGTH"),
        };

        string? Text(string name) => values.GetValueOrDefault(name)?.Trim() is { Length: > 0 } text ? text : null;

        double? Number(string name) =>
            double.TryParse(Text(name), CultureInfo.InvariantCulture, out var value)
            && value > 0 && double.IsFinite(value)
                ? value
                : null;
    }
}
