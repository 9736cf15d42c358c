using System.Globalization;
using System.Text;
using System.Xml;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The facts that an XMP packet states, for files whose EXIF is missing or poor. A forward-only scan for a dozen
/// properties: no tree is built, so neither size nor depth of a hostile packet matters.
/// </summary>
internal static class XmpFacts
{
    private const int MaxPacket = 4 << 20;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        ConformanceLevel = ConformanceLevel.Fragment,
    };

    // Names are unique among these, so the namespace is dropped once it has been checked.
    private static readonly HashSet<string> Namespaces =
    [
        "http://ns.adobe.com/exif/1.0/",
        "http://ns.adobe.com/tiff/1.0/",
        "http://ns.adobe.com/xap/1.0/",
        "http://cipa.jp/exif/1.0/",
        "http://ns.adobe.com/exif/1.0/aux/",
        "http://purl.org/dc/elements/1.1/",
        "http://ns.adobe.com/lightroom/1.0/",
        "http://www.digikam.org/ns/1.0/",
    ];

    /// <summary>What precedes the packet in a JPEG's APP1 segment.</summary>
    public static ReadOnlySpan<byte> JpegHeader => "http://ns.adobe.com/xap/1.0/\0"u8;

    /// <summary>
    /// Fills in what is still unknown from the packet, reading it only if it can tell anything of that.
    /// </summary>
    public static ImageFacts Complete(ImageFacts facts, ByteRange packet, List<string> warnings)
    {
        if (packet.Length == 0)
            return facts;
        var bytes = ToUtf8(packet.ToArray(MaxPacket));
        return CanComplete(facts, bytes) ? facts.Or(Read(bytes, warnings)) : facts;
    }

    // Finding a name is a thousand times cheaper than parsing, and most packets repeat what EXIF said or say less. The
    // prefixes are not fixed by the standard, but every writer uses these.
    private static bool CanComplete(ImageFacts facts, ReadOnlySpan<byte> packet) =>
        (facts.TakenAt is null && (packet.IndexOf("DateTimeOriginal"u8) >= 0 || packet.IndexOf("CreateDate"u8) >= 0))
        || (facts.Orientation is null && packet.IndexOf("tiff:Orientation"u8) >= 0)
        || (facts.CameraMake is null && packet.IndexOf("tiff:Make"u8) >= 0)
        || (facts.CameraModel is null && packet.IndexOf("tiff:Model"u8) >= 0)
        || (facts.LensModel is null && packet.IndexOf(":LensModel"u8) >= 0)
        || (facts.Iso is null && packet.IndexOf("ISOSpeedRatings"u8) >= 0)
        || (facts.Aperture is null && packet.IndexOf("exif:FNumber"u8) >= 0)
        || (facts.ExposureTime is null && packet.IndexOf("exif:ExposureTime"u8) >= 0)
        || (facts.FocalLength is null && packet.IndexOf("exif:FocalLength"u8) >= 0)
        || (facts.GpsLatitude is null && packet.IndexOf("exif:GPSLatitude"u8) >= 0)
        || (facts.GpsAltitude is null && packet.IndexOf("exif:GPSAltitude"u8) >= 0)
        || packet.IndexOf("xmp:Rating"u8) >= 0 || packet.IndexOf("xap:Rating"u8) >= 0
        || packet.IndexOf("dc:subject"u8) >= 0 || packet.IndexOf("hierarchicalSubject"u8) >= 0
        || packet.IndexOf("TagsList"u8) >= 0
        || packet.IndexOf("dc:title"u8) >= 0 || packet.IndexOf("dc:description"u8) >= 0;

    // The standard allows UTF-16 and UTF-32 too; the packet begins with a byte order mark or "<" in one of them.
    private static byte[] ToUtf8(byte[] packet) => packet switch
    {
        [0xfe, 0xff, ..] or [0, (byte)'<', ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, packet),
        [0xff, 0xfe, ..] or [(byte)'<', 0, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, packet),
        _ => packet,
    };

    private static ImageFacts Read(byte[] packet, List<string> warnings)
    {
        var values = new XmpValues();
        try
        {
            Scan(packet, values);
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException or ArgumentException)
        {
            warnings.Add("The XMP packet is damaged.");
        }

        return ToFacts(values);
    }

    private static void Scan(byte[] packet, XmpValues values)
    {
        var text = Encoding.UTF8.GetString(packet).Trim('\0', '\uFEFF', ' ', '\r', '\n', '\t');
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        string? property = null;
        var propertyDepth = 0;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (property is not null && reader.Depth <= propertyDepth)
                    property = null;
                if (property is null && Namespaces.Contains(reader.NamespaceURI))
                    (property, propertyDepth) = (reader.LocalName, reader.Depth);
                while (reader.MoveToNextAttribute())
                {
                    if (Namespaces.Contains(reader.NamespaceURI))
                        values.Add(reader.LocalName, reader.Value);
                }
            }
            else if (property is not null && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                values.Add(property!, reader.Value);
            }
            else if (reader.NodeType == XmlNodeType.EndElement && reader.Depth <= propertyDepth)
            {
                property = null;
            }
        }
    }

    private static ImageFacts ToFacts(XmpValues values)
    {
        var altitude = Number(values, "GPSAltitude");
        return new ImageFacts
        {
            TakenAt = FactDate.Parse(values.First("DateTimeOriginal"), "XMP:DateTimeOriginal")
                ?? FactDate.Parse(values.First("DateTimeDigitized"), "XMP:DateTimeDigitized")
                ?? FactDate.Parse(values.First("CreateDate"), "XMP:CreateDate"),
            Orientation = Number(values, "Orientation") is >= 1 and <= 8 and var o ? (int)o : null,
            CameraMake = Text(values, "Make"),
            CameraModel = Text(values, "Model"),
            LensModel = Text(values, "LensModel"),
            Iso = Positive(Number(values, "ISOSpeedRatings")) is <= int.MaxValue and var iso ? (int)iso : null,
            Aperture = Positive(Number(values, "FNumber")),
            ExposureTime = Positive(Number(values, "ExposureTime")),
            FocalLength = Positive(Number(values, "FocalLength")),
            GpsLatitude = Degrees(values, "GPSLatitude", 90),
            GpsLongitude = Degrees(values, "GPSLongitude", 180),
            GpsAltitude = values.First("GPSAltitudeRef") == "1" ? -altitude : altitude,
            // -1 is Bridge's "rejected".
            Rating = Number(values, "Rating") is >= 0 and <= 5 and var stars ? (int)stars : null,
            Keywords = ReadKeywords(values),
            Title = Text(values, "title"),
            Description = Text(values, "description"),
        };
    }

    /// <summary>
    /// The hierarchies that Lightroom and digiKam write, and the flat keywords that are no level of any of them.
    /// </summary>
    private static List<string> ReadKeywords(XmpValues values)
    {
        var paths = values.All("hierarchicalSubject").Select(path => path.Replace('|', '/'))
            .Concat(values.All("TagsList")).Select(path => path.Trim()).Where(path => path.Length > 0).ToArray();
        var levels = paths.SelectMany(path => path.Split('/')).ToHashSet(StringComparer.Ordinal);
        var flat = values.All("subject").Select(word => word.Trim())
            .Where(word => word.Length > 0 && !levels.Contains(word));
        return [.. paths.Concat(flat).Distinct(StringComparer.Ordinal)];
    }

    private static string? Text(XmpValues values, string name) =>
        values.First(name)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>"28/10" or "2.8".</summary>
    private static double? Number(XmpValues values, string name)
    {
        if (values.First(name) is not { } text)
            return null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var value = slash < 0 ? Parse(text) : Parse(text.AsSpan(0, slash)) / Parse(text.AsSpan(slash + 1));
        return double.IsFinite(value) ? value : null;
    }

    /// <summary>"51,19,58.8N" or "51,19.98N".</summary>
    private static double? Degrees(XmpValues values, string name, double limit)
    {
        if (Text(values, name) is not { } text)
            return null;
        var side = char.ToUpperInvariant(text[^1]);
        var parts = (char.IsLetter(side) ? text[..^1] : text).Split(',');
        if (parts.Length > 3)
            return null;
        double degrees = 0;
        for (var i = parts.Length - 1; i >= 0; i--)
            degrees = degrees / 60 + Parse(parts[i]);
        degrees = side is 'S' or 'W' ? -degrees : degrees;
        return Math.Abs(degrees) <= limit ? degrees : null;
    }

    private static double Parse(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private static double? Positive(double? value) => value > 0 ? value : null;
}
