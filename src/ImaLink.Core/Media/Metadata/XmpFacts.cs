using System.Xml.Linq;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>The facts that an XMP packet states, for files whose EXIF is missing or poor, and the words of the photo's owner.</summary>
internal static class XmpFacts
{
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
            Label = Labels.Of(values.First(XmpName.Label), Number(values, XmpName.ColorLabel)),
            Flag = Number(values, XmpName.PickLabel) switch { 1 => "reject", 3 => "pick", _ => null },
            IsFavorite = values.First(XmpName.Favorite) is "True" or "true",
            IsHidden = values.First(XmpName.Hidden) is "True" or "true",
            Keywords = TagUnion.Of(
                values.All(XmpName.HierarchicalSubject).Concat(values.All(XmpName.CatalogSets)).Select(path => path.Replace('|', '/'))
                    .Concat(values.All(XmpName.TagsList)).Concat(values.All(XmpName.LastKeywordXmp)), values.All(XmpName.Subject)),
            Persons = XmpPersons.Read(values),
            Title = values.First(XmpName.Title),
            AltText = values.First(XmpName.AltText),
            Description = values.First(XmpName.Description) ?? values.First(XmpName.ImageDescription),
            Author = values.All(XmpName.Creator) is { Count: > 0 } authors ? string.Join(", ", authors.Distinct(StringComparer.Ordinal)) : null,
            Rights = values.First(XmpName.Rights) ?? values.First(XmpName.UsageTerms),
            Location = Words.Location(values.First(XmpName.City), values.First(XmpName.State), values.First(XmpName.Country), values.First(XmpName.CountryCode), values.First(XmpName.Sublocation))
                ?? Location(values, XmpName.LocationCreated) ?? Location(values, XmpName.LocationShown),
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

    /// <summary>Where it was taken, or what is to be seen, as archives write it: several fields of the first place.</summary>
    private static Dictionary<string, string>? Location(XmpValues values, XName property) => values.Structure(property)?.Items.FirstOrDefault() is { } place
        ? Words.Location(place.Text(property.Namespace + "City"), place.Text(property.Namespace + "ProvinceState"), place.Text(property.Namespace + "CountryName"),
            place.Text(property.Namespace + "CountryCode"), place.Text(property.Namespace + "Sublocation"))
        : null;

    private static double? Number(XmpValues values, XName name) =>
        values.First(name) is { } text && XmpPlace.Number(text) is var number && double.IsFinite(number) ? number : null;

    private static double? Positive(double? value) => value > 0 ? value : null;
}
