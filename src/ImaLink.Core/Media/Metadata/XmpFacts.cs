using System.Xml.Linq;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>The facts that an XMP packet states, for files whose EXIF is missing or poor, and the words of the photo's owner.</summary>
internal static class XmpFacts
{
    // Nobody parts keywords so finely; a packet that does is made to cost memory.
    private const int MaxLevels = 100;

    private static readonly (string Source, XName Name)[] Dates =
    [
        ("XMP:DateTimeOriginal", XmpName.DateTimeOriginal),
        ("XMP:DateCreated", XmpName.DateCreated),
        ("XMP:DateTimeDigitized", XmpName.DateTimeDigitized),
        ("XMP:CreateDate", XmpName.CreateDate),
        ("XMP:GPSDateTime", XmpName.GpsTimeStamp),
    ];

    /// <summary>What precedes the packet in a JPEG's APP1 segment.</summary>
    public static ReadOnlySpan<byte> JpegHeader => "http://ns.adobe.com/xap/1.0/\0"u8;

    /// <summary>The same as some programs write it.</summary>
    public static ReadOnlySpan<byte> JpegHeaderWithBlank => "http://ns.adobe.com/xap/1.0/ \0"u8;

    /// <summary>Reads a packet, and the extension that it names.</summary>
    public static ImageFacts Read(ByteRange packet, ExtendedXmp extensions, List<string> warnings)
    {
        var properties = new Dictionary<XName, XElement>();
        XmpPacket.Read(packet.ToArray(XmpPacket.MaxLength), properties, warnings);
        if (properties.Remove(XmpName.HasExtendedXmp, out var named) && extensions.Find(named.Value.Trim(), warnings) is { } extension)
            XmpPacket.Read(extension, properties, warnings);
        return properties.Count == 0 ? new() : ToFacts(XmpValues.Read(properties.Values, warnings));
    }

    private static ImageFacts ToFacts(XmpValues values)
    {
        var altitude = Number(values, XmpName.GpsAltitude);
        var facts = new ImageFacts
        {
            Dates = [.. Dates.Select(date => DateOf(values.First(date.Name), date.Source)).OfType<CaptureTime>()],
            Orientation = Number(values, XmpName.Orientation) is >= 1 and <= 8 and var o ? (int)o : null,
            CameraMake = values.First(XmpName.Make),
            CameraModel = values.First(XmpName.Model),
            LensModel = values.First(XmpName.LensModel) ?? values.First(XmpName.LensModelInExif) ?? values.First(XmpName.LensModelInAux),
            Iso = Positive(Number(values, XmpName.IsoSpeedRatings) ?? Number(values, XmpName.PhotographicSensitivity))
                is <= int.MaxValue and var iso ? (int)iso : null,
            Aperture = Positive(Number(values, XmpName.FNumber)),
            ExposureTime = Positive(Number(values, XmpName.ExposureTime)),
            FocalLength = Positive(Number(values, XmpName.FocalLength)),
            BurstId = Identifier.Of(values.First(XmpName.BurstId)),
            // -1 is what Bridge and others write of what is rejected.
            Rating = Number(values, XmpName.Rating) is (-1 or (>= 0 and <= 5)) and var stars
                ? (int)stars
                : Words.Stars(Number(values, XmpName.RatingPercent)),
            Keywords = ReadKeywords(values),
            Title = values.First(XmpName.Title),
            Description = values.First(XmpName.Description) ?? values.First(XmpName.ImageDescription),
            Author = values.All(XmpName.Creator) is { Count: > 0 } authors ? string.Join(", ", authors.Distinct(StringComparer.Ordinal)) : null,
            Rights = values.First(XmpName.Rights),
            Location = Words.Location(values.First(XmpName.City), values.First(XmpName.State), values.First(XmpName.Country), values.First(XmpName.CountryCode), values.First(XmpName.Sublocation)),
        };
        return Place.Add(
            facts, XmpPlace.Degrees(values.First(XmpName.GpsLatitude), values.First(XmpName.GpsLatitudeRef), 'N', 'S'),
            XmpPlace.Degrees(values.First(XmpName.GpsLongitude), values.First(XmpName.GpsLongitudeRef), 'E', 'W'),
            values.First(XmpName.GpsAltitudeRef) == "1" ? -altitude : altitude);
    }

    // What satellites tell is UTC, and many a program leaves the Z away.
    private static CaptureTime? DateOf(string? text, string source) =>
        FactDate.Parse(text, source) is { Source: "XMP:GPSDateTime", Precision: >= DatePrecision.Minute, Offset: null } satellite
            ? satellite with { Offset = TimeSpan.Zero }
            : FactDate.Parse(text, source);

    /// <summary>
    /// The paths that Lightroom, digiKam and Windows write, and the flat keywords that are no level of any of them. Of a path and
    /// one that leads on from it the longer says all.
    /// </summary>
    private static List<string> ReadKeywords(XmpValues values)
    {
        string[] paths =
        [
            .. values.All(XmpName.HierarchicalSubject).Select(path => path.Replace('|', '/')),
            .. values.All(XmpName.TagsList), .. values.All(XmpName.LastKeywordXmp),
        ];
        // darktable notes in them what it did itself.
        paths = [.. paths.Where(path => !path.StartsWith("darktable/", StringComparison.Ordinal) && path.AsSpan().Count('/') < MaxLevels)];
        var sorted = paths.Order(StringComparer.Ordinal).ToArray();
        var levels = paths.SelectMany(path => path.Split('/')).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. paths.Where(path => !IsParent(path))
                .Concat(values.All(XmpName.Subject).Where(word => !levels.Contains(word))).Distinct(StringComparer.Ordinal),
        ];

        bool IsParent(string path)
        {
            var start = path + "/";
            var found = Array.BinarySearch(sorted, start, StringComparer.Ordinal);
            found = found < 0 ? ~found : found;
            return found < sorted.Length && sorted[found].StartsWith(start, StringComparison.Ordinal);
        }
    }

    private static double? Number(XmpValues values, XName name) =>
        values.First(name) is { } text && XmpPlace.Number(text) is var number && double.IsFinite(number) ? number : null;

    private static double? Positive(double? value) => value > 0 ? value : null;
}
