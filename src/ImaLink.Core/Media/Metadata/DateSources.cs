namespace ImaLink.Media.Metadata;

/// <summary>
/// Where a file states when its picture was taken, and which of the places counts: the table of docs/dates.md. Order and names are those
/// of ExifTool's composites and of the Metadata Working Group.
/// </summary>
internal static class DateSources
{
    public const string FileName = "FileName";

    /// <summary>All of them; what stands first counts first.</summary>
    public static readonly string[] Order =
    [
        // When it was taken.
        "EXIF:DateTimeOriginal",
        "QuickTime:CreationDate",
        "QuickTime:ContentCreateDate",
        "XML:CreationDateValue",
        "CanonRaw:DateTimeOriginal",
        "SigmaRaw:DateTimeOriginal",
        "RIFF:DateTimeOriginal",
        "OpenEXR:DateTimeOriginal",
        "Radiance:Capdate",
        "H264:DateTimeOriginal",
        "Matroska:CreationDate",
        "Matroska:DateRecorded",
        "XMP:DateTimeOriginal",
        "IPTC:DateCreated",
        "XMP:DateCreated",

        // When it became a file: at once in a digital camera, years later in a scanner.
        "EXIF:CreateDate",
        "XMP:DateTimeDigitized",
        "XMP:CreateDate",
        "IPTC:DigitalCreationDate",
        "Matroska:CreateDate",
        "Matroska:DateTimeOriginal",
        "QuickTime:CreateDate",

        // What tells it roughly.
        "QuickTime:Year",
        "EXIF:ModifyDate",
        "EXIF:GPSDateTime",
        "XMP:GPSDateTime",
        "EXIF:GPSDateStamp",
        "PNG:CreationTime",
        "PNG:CreateDate",
        "PNG:ModifyDate",
        FileName,
    ];

    private static readonly Dictionary<string, int> Ranks = Order.Select((source, rank) => (source, rank)).ToDictionary(StringComparer.Ordinal);
    private static readonly int LastExact = Ranks["QuickTime:CreateDate"];

    /// <summary>
    /// The date that counts: the first of this order. Where another that tells of the taking agrees with it in all that it states and
    /// states more, that one is it: the day of IPTC and the time of day in EXIF are one moment.
    /// </summary>
    public static CaptureTime? Choose(IReadOnlyList<CaptureTime> dates)
    {
        // Nearly always there is one, or two that repeat each other.
        if (dates.Count == 0)
            return null;
        var ordered = dates.OrderBy(Rank).ToList();
        return ordered.Aggregate((chosen, other) => IsMoreOf(chosen, other) ? other : chosen);
    }

    private static int Rank(CaptureTime date) => Ranks.GetValueOrDefault(date.Source, Order.Length);

    // A day is stated in local time: one that is UTC cannot tell its hour.
    private static bool IsMoreOf(CaptureTime chosen, CaptureTime other) =>
        other.Precision > chosen.Precision && Rank(other) <= LastExact && (!other.IsUtc || chosen.Precision < DatePrecision.Day)
        && Part(other.Time, chosen.Precision) == Part(chosen.Time, chosen.Precision);

    private static DateTime Part(DateTime time, DatePrecision precision) => precision switch
    {
        DatePrecision.Year => new(time.Year, 1, 1),
        DatePrecision.Month => new(time.Year, time.Month, 1),
        DatePrecision.Day => time.Date,
        _ => new(time.Ticks - time.Ticks % TimeSpan.TicksPerMinute),
    };
}
