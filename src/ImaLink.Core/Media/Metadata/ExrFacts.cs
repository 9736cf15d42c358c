using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts of OpenEXR: its standard attributes (OpenEXR, "Standard Attributes") and the EXIF and XMP blocks that some programs add. Of
/// a file of several parts those of the first.
/// </summary>
internal static class ExrFacts
{
    private const int MaxAttributes = 1000;
    private const int MaxText = 256;

    /// <summary>Whether a file begins like one.</summary>
    public static bool IsExr(ReadOnlySpan<byte> start) => start is [0x76, 0x2F, 0x31, 0x01, ..];

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var blocks = new FactBlocks(warnings);
        var facts = new ImageFacts();
        (int? Width, int? Height) picture = default, window = default;
        ByteRange exif = default;
        var position = ExrAttribute.First;
        for (var i = 0; i < MaxAttributes && ExrAttribute.Read(data, position) is { } attribute; i++)
        {
            var value = data.Slice(attribute.Start, attribute.Length);
            facts = Take(facts, attribute.Name, value);
            if (attribute.Name == "dataWindow")
                picture = ReadSize(value);
            else if (attribute.Name == "displayWindow")
                window = ReadSize(value);
            else if (attribute.Name == "exif")
                exif = value.Slice(4, value.Length); // its length comes first
            else if (attribute.Name == "xmp")
                blocks.AddXmp(value);
            position = attribute.End;
        }

        blocks.AddFacts(facts);
        if (exif.Length > 0)
            blocks.AddExif(exif);
        return blocks.Complete(picture.Width ?? window.Width, picture.Height ?? window.Height);
    }

    private static ImageFacts Take(ImageFacts facts, string name, ByteRange value) => name switch
    {
        // Programs do not agree about the sign of 'utcOffset', so no offset is known.
        "capDate" => facts with { TakenAt = FactDate.Parse(ReadText(value), "OpenEXR:DateTimeOriginal") },
        "expTime" => facts with { ExposureTime = Positive(ReadNumber(value)) },
        "aperture" => facts with { Aperture = Positive(ReadNumber(value)) },
        "isoSpeed" => facts with { Iso = ReadNumber(value) is >= 1 and < int.MaxValue and var iso ? (int)Math.Round(iso) : null },
        "nominalFocalLength" => facts with { FocalLength = Positive(ReadNumber(value)) },
        "latitude" => facts with { GpsLatitude = ReadNumber(value) is >= -90 and <= 90 and var degrees ? degrees : null },
        "longitude" => facts with { GpsLongitude = ReadNumber(value) is >= -180 and <= 180 and var degrees ? degrees : null },
        "altitude" => facts with { GpsAltitude = ReadNumber(value) },
        "cameraMake" => facts with { CameraMake = ReadText(value) },
        "cameraModel" => facts with { CameraModel = ReadText(value) },
        "lensModel" => facts with { LensModel = ReadText(value) },
        _ => facts,
    };

    /// <summary>Two corners, both of them within.</summary>
    private static (int?, int?) ReadSize(ByteRange value)
    {
        Span<byte> bytes = stackalloc byte[16];
        return value.TryRead(0, bytes) ? (Side(bytes), Side(bytes[4..])) : (null, null);

        static int? Side(ReadOnlySpan<byte> corners) =>
            (long)BinaryPrimitives.ReadInt32LittleEndian(corners[8..]) - BinaryPrimitives.ReadInt32LittleEndian(corners) + 1
                is > 0 and <= int.MaxValue and var side ? (int)side : null;
    }

    private static double? ReadNumber(ByteRange value)
    {
        Span<byte> bytes = stackalloc byte[4];
        return value.TryRead(0, bytes) && BinaryPrimitives.ReadSingleLittleEndian(bytes) is var number && float.IsFinite(number) ? number : null;
    }

    private static string? ReadText(ByteRange value) =>
        Encoding.UTF8.GetString(value.ToArray(MaxText)).Split('\0')[0].Trim() is { Length: > 0 } text ? text : null;

    private static double? Positive(double? value) => value > 0 ? value : null;
}
