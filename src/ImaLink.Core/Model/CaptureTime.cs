using System.Globalization;
using System.Text.RegularExpressions;

namespace ImaLink;

/// <summary>How much of a date is known.</summary>
public enum DatePrecision
{
    /// <summary>The year.</summary>
    Year,

    /// <summary>Year and month.</summary>
    Month,

    /// <summary>The day.</summary>
    Day,

    /// <summary>The time of day, without seconds.</summary>
    Minute,

    /// <summary>The time of day, with whatever fraction of a second is stated.</summary>
    Second,
}

/// <summary>When a picture was taken, as far as its file says so: <c>taken_at</c> and <c>taken_at_source</c> of a session index.</summary>
/// <param name="Time">
/// Local time as the file states it (kind Unspecified), UTC where <see cref="IsUtc"/>. What is not known is the lowest: 1993-08 is midnight of 1993-08-01.
/// </param>
/// <param name="Precision">How much of <paramref name="Time"/> is known.</param>
/// <param name="Offset">The offset of <paramref name="Time"/> from UTC; null where it is not stated.</param>
/// <param name="Source">Where it stands, named as ExifTool does: <c>EXIF:DateTimeOriginal</c>; "" where that was not recorded.</param>
public sealed partial record CaptureTime(DateTime Time, DatePrecision Precision, TimeSpan? Offset, string Source)
{
    private const string Fraction = ".FFFFFFF";

    // By precision.
    private static readonly string[] Formats = ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    // What these state is UTC by nature. A name that states an offset is that of a phone which writes UTC into its names.
    private static readonly HashSet<string> UtcSources =
        ["EXIF:GPSDateTime", "XMP:GPSDateTime", "QuickTime:CreateDate", "Matroska:DateTimeOriginal", "PNG:ModifyDate", "FileName", "Takeout:PhotoTakenTime", "Apple:OriginalCreationDate"];

    // Whoever writes one of these notes what its clock counts: a phone in London writes +0000, a recorder that knows no zone writes Z.
    private static readonly string[] FilmSources = ["QuickTime:", "Matroska:", "RIFF:", "XML:"];

    /// <summary>
    /// True where <see cref="Time"/> is UTC because its source is, as a film's header and GPS are, or because a film says so by a bare Z: nothing is
    /// said of the local time.
    /// </summary>
    public bool IsUtc => Offset == TimeSpan.Zero && (StatesUtc || UtcSources.Contains(Source));

    /// <summary>
    /// True where a film states Z and no offset, which RFC 9557 tells apart from +00:00. Elsewhere they are the same: the programs of photos write Z
    /// for a local time in London.
    /// </summary>
    private bool StatesUtc { get; init; }

    /// <summary>The local time, by which a picture is placed, sorted and found: UTC becomes that of the zone, what is local is left.</summary>
    /// <param name="zone">The zone of its session; where there is none, UTC stays UTC.</param>
    public CaptureTime In(string? zone) =>
        IsUtc && Precision >= DatePrecision.Minute && TimeZones.At(zone, Time) is var (local, offset) ? new(local, Precision, offset, Source) : this;

    /// <summary>This time with the offset that is stated beside it: "Z" or a numeric one.</summary>
    /// <param name="offset">How far it is ahead of UTC; null where that is not stated.</param>
    /// <param name="isZ">Whether it is stated as a bare Z.</param>
    internal CaptureTime WithOffset(TimeSpan? offset, bool isZ) =>
        this with { Offset = offset, StatesUtc = isZ && Array.Exists(FilmSources, film => Source.StartsWith(film, StringComparison.Ordinal)) };

    /// <summary>Reads a time as an index has it; null where the text is none.</summary>
    /// <param name="text">"1993", "1993-08", "1993-08-07", "2015-03-04T01:02", "2015-03-04T01:02:03.25+02:00".</param>
    /// <param name="source">Its <c>taken_at_source</c>.</param>
    public static CaptureTime? Parse(string? text, string? source)
    {
        if (text is null || Shape().Match(text) is not { Success: true } match)
            return null;
        string local = match.Groups["local"].Value.Replace(' ', 'T');
        for (DatePrecision precision = DatePrecision.Year; precision <= DatePrecision.Second; precision++)
        {
            string format = Formats[(int)precision] + (precision == DatePrecision.Second ? Fraction : "");
            if (DateTime.TryParseExact(local, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time))
            {
                string offset = match.Groups["offset"].Value;
                return new CaptureTime(time, precision, null, source ?? "").WithOffset(ParseOffset(offset), isZ: offset == "Z");
            }
        }

        return null;
    }

    /// <summary>The time as an index has it: ISO 8601, no more of it than is known, with its offset where that is known.</summary>
    public override string ToString() =>
        Time.ToString(Formats[(int)Precision] + (Precision == DatePrecision.Second ? Fraction : ""), CultureInfo.InvariantCulture)
        + (Precision < DatePrecision.Minute || Offset is not { } offset ? ""
            : StatesUtc && IsUtc ? "Z"
            : (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture));

    private static TimeSpan? ParseOffset(string text) => text switch
    {
        "" => null,
        "Z" => TimeSpan.Zero,
        _ => TimeSpan.ParseExact(text.AsSpan(1), "hh\\:mm", CultureInfo.InvariantCulture) * (text[0] == '-' ? -1 : 1),
    };

    [GeneratedRegex("^((?<local>[0-9]{4}(-[0-9]{2}){0,2})|(?<local>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,16})(?<offset>Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?)\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
