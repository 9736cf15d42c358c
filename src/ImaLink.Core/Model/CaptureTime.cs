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
        ["EXIF:GPSDateTime", "XMP:GPSDateTime", "QuickTime:CreateDate", "Matroska:DateTimeOriginal", "PNG:ModifyDate", "FileName"];

    /// <summary>
    /// True where <see cref="Time"/> is UTC because its source is, as a film's header and GPS are: nothing is said of the local time.
    /// </summary>
    public bool IsUtc => Offset == TimeSpan.Zero && UtcSources.Contains(Source);

    /// <summary>The local time, by which a picture is placed, sorted and found: UTC becomes that of the zone, what is local is left.</summary>
    /// <param name="zone">The zone of its session; where there is none, UTC stays UTC.</param>
    public CaptureTime In(string? zone) =>
        IsUtc && Precision >= DatePrecision.Minute && TimeZones.At(zone, Time) is var (local, offset) ? this with { Time = local, Offset = offset } : this;

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
                return new CaptureTime(time, precision, ParseOffset(match.Groups["offset"].Value), source ?? "");
        }

        return null;
    }

    /// <summary>The time as an index has it: ISO 8601, no more of it than is known, with its offset where that is known.</summary>
    public override string ToString() =>
        Time.ToString(Formats[(int)Precision] + (Precision == DatePrecision.Second ? Fraction : ""), CultureInfo.InvariantCulture)
        + (Precision >= DatePrecision.Minute && Offset is { } offset ? (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture) : "");

    private static TimeSpan? ParseOffset(string text) => text switch
    {
        "" => null,
        "Z" => TimeSpan.Zero,
        _ => TimeSpan.ParseExact(text.AsSpan(1), "hh\\:mm", CultureInfo.InvariantCulture) * (text[0] == '-' ? -1 : 1),
    };

    [GeneratedRegex("^((?<local>[0-9]{4}(-[0-9]{2}){0,2})|(?<local>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,16})(?<offset>Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?)\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
