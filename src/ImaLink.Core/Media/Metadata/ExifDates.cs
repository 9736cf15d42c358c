using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>The dates of an EXIF or TIFF structure, each with its sub-seconds and its offset, and that of the satellites.</summary>
internal static class ExifDates
{
    private const ushort GpsTimeStamp = 0x0007;
    private const ushort GpsDateStamp = 0x001d;

    private static readonly (string Source, ushort Tag, ushort SubSeconds, ushort Offset)[] Tags =
    [
        ("EXIF:DateTimeOriginal", 0x9003, 0x9291, 0x9011),
        ("EXIF:CreateDate", 0x9004, 0x9292, 0x9012),
        ("EXIF:ModifyDate", 0x0132, 0x9290, 0x9010),
    ];

    public static IReadOnlyList<CaptureTime> Read(TiffTree tree, List<string> warnings)
    {
        var dates = new List<CaptureTime>();
        foreach (var (source, tag, subSeconds, offset) in Tags)
        {
            if (ExifFacts.Text(tree, tag) is not { } text)
                continue;
            if (FactDate.Parse(text, source) is not { } taken)
                warnings.Add($"EXIF date 0x{tag:x4} is no date.");
            else
                dates.Add(Complete(taken, ExifFacts.Text(tree, subSeconds), ExifFacts.Text(tree, offset)));
        }

        if (tree.Ifds.FindLast(ifd => ifd.Kind == IfdKind.Gps) is { } gps && ReadGps(tree, gps) is { } satellite)
            dates.Add(satellite);
        return dates.Count == 0 ? [] : dates;
    }

    private static CaptureTime Complete(CaptureTime taken, string? subSeconds, string? offset)
    {
        taken = FactDate.WithSubSeconds(taken, subSeconds);
        return taken.Precision >= DatePrecision.Minute && FactDate.TryParseOffset(offset, out var stated) ? taken with { Offset = stated } : taken;
    }

    /// <summary>Day and time of the satellites, which know UTC only; a day without its time is the local one, for what is known.</summary>
    private static CaptureTime? ReadGps(TiffTree tree, Ifd gps)
    {
        if (gps.Find(GpsDateStamp) is not { } stamp || FactDate.Parse(tree.GetText(stamp), "EXIF:GPSDateStamp") is not { } day)
            return null;
        if (gps.Find(GpsTimeStamp) is not { } entry || day.Precision < DatePrecision.Day
            || (tree.GetNumber(entry), tree.GetNumber(entry, 1), tree.GetNumber(entry, 2)) is not ( >= 0 and < 24 and { } hours, >= 0 and < 60 and { } minutes, >= 0 and < 61 and { } seconds))
        {
            return day;
        }

        // Fractions are of whole milliseconds; the quotients of some phones are not.
        var time = TimeSpan.FromMilliseconds(Math.Round((hours * 3600 + minutes * 60 + seconds) * 1000));
        return new(day.Time.Date + time, DatePrecision.Second, TimeSpan.Zero, "EXIF:GPSDateTime");
    }
}
