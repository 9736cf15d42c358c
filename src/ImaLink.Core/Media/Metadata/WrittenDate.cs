using System.Globalization;
using System.Text.RegularExpressions;

namespace ImaLink.Media.Metadata;

/// <summary>Dates with the name of their month, as mail and C write them: "Fri, 18 Oct 2024 14:30:52 +0200", "Fri Oct 18 14:30:52 2024".</summary>
internal static partial class WrittenDate
{
    private const int MaxLength = 64;

    // RFC 822 names these and no others.
    private static readonly Dictionary<string, string> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UT"] = "Z",
        ["UTC"] = "Z",
        ["GMT"] = "Z",
        ["EST"] = "-05:00",
        ["EDT"] = "-04:00",
        ["CST"] = "-06:00",
        ["CDT"] = "-05:00",
        ["MST"] = "-07:00",
        ["MDT"] = "-06:00",
        ["PST"] = "-08:00",
        ["PDT"] = "-07:00",
    };

    /// <summary>A date of this or of any form that <see cref="FactDate"/> reads; null for what is none.</summary>
    public static CaptureTime? Parse(string text, string source)
    {
        text = text.Trim('\0', ' ', '\r', '\n', '\t');
        if (text.Length > MaxLength)
            return null;
        var match = Mail().Match(text);
        if (!match.Success)
            match = C().Match(text);
        if (!match.Success)
            return FactDate.Parse(text, source);
        var month = Array.FindIndex(
            CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames, name => name.Equals(match.Groups["month"].Value, StringComparison.OrdinalIgnoreCase)) + 1;
        if (month == 0)
            return null;
        var zone = match.Groups["zone"].Value;
        return FactDate.Parse(
            string.Create(CultureInfo.InvariantCulture, $"{match.Groups["year"].Value}:{month:00}:{match.Groups["day"].Value} {match.Groups["time"].Value} {Zones.GetValueOrDefault(zone, zone)}"), source);
    }

    [GeneratedRegex(@"^([a-z]{3,9},? *)?(?<day>[0-9]{1,2})[ -](?<month>[a-z]{3})[a-z]{0,6},?[ -](?<year>[0-9]{4}),? +(?<time>[0-9:.]+) *(?<zone>.*)$", Options)]
    private static partial Regex Mail();

    [GeneratedRegex(@"^([a-z]{3,9},? +)?(?<month>[a-z]{3})[a-z]{0,6} +(?<day>[0-9]{1,2}),? +(?<time>[0-9:.]+) +(?<year>[0-9]{4})$", Options)]
    private static partial Regex C();

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
}
