using System.Globalization;
using System.Text.RegularExpressions;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The date in the name of a file, as phones, messengers and their owners write it: IMG-20150304-WA0001, PXL_20210623_185137,
/// 2015-03-04 10.11.12. The last place to look: numbers of eight digits are no dates where the calendar or the letters around them speak
/// against it.
/// </summary>
internal static partial class NameDate
{
    private const int EarliestYear = 1900;
    private const int LatestYear = 2049;

    // Digits that stand alone are as likely a number, unless somebody has photographed into files then.
    private const int EarliestDigitalYear = 1990;

    /// <summary>The date; null if the name has none.</summary>
    /// <param name="name">Name of a file, without its folder.</param>
    public static CaptureTime? Parse(string? name)
    {
        if (name is null)
            return null;
        foreach (Match match in Pattern().Matches(name))
        {
            if (ToDate(match) is { } date)
                return name.StartsWith("PXL_", StringComparison.Ordinal) && date.Precision == DatePrecision.Second ? date with { Offset = TimeSpan.Zero } : date;
        }

        return null;
    }

    private static CaptureTime? ToDate(Match match)
    {
        var (year, month, day) = (Number(match, "year"), Number(match, "month"), Number(match, "day"));
        var isParted = match.Groups["part"].Length > 0;
        if (year < (isParted ? EarliestYear : EarliestDigitalYear) || year > LatestYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return null;
        var date = new CaptureTime(new DateTime(year, month, day), DatePrecision.Day, null, DateSources.FileName);
        if (match.Groups["hour"].Success)
        {
            var hour = Number(match, "hour");
            if (match.Groups["half"].Success && hour is > 0 and <= 12)
                hour = hour % 12 + (match.Groups["half"].Value[0] is 'P' or 'p' ? 12 : 0);
            var (minute, second) = (Number(match, "minute"), Number(match, "second"));
            if (hour < 24 && minute < 60 && second < 60)
                return FactDate.WithSubSeconds(date with { Time = date.Time + new TimeSpan(hour, minute, second), Precision = DatePrecision.Second }, match.Groups["milli"].Value);
        }

        // A day by itself: not at a letter's side (DSC20150304), but for the names of a messenger.
        return isParted || match.Groups["alone"].Success ? date : null;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    // 20210623_185137123, 2015-03-04 10.11.12, 2020-01-02 at 10.11.12 AM, 20150304101112, 2015-03-04, IMG-20150304-WA0001
    [GeneratedRegex(
        """
        (?<![0-9])(?<year>(19|20)[0-9]{2})(?<part>[-_.]?)(?<month>[0-9]{2})\k<part>(?<day>[0-9]{2})
        (?: ([-_\ T.]|\ at\ )? (?<hour>[0-9]{2}|[0-9](?=[-_.\ ]))(?<colon>[-_.\ ]?)(?<minute>[0-9]{2})\k<colon>(?<second>[0-9]{2}) (?<milli>[0-9]{3})? (?![0-9])
            ([\ \u202f]?(?<half>[AP]M)(?![A-Z]))?
          | (?<alone>(?<![A-Za-z][0-9]{8})(?![A-Za-z])) )?
        (?![0-9])
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
