using System.Globalization;
using System.Text.RegularExpressions;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Degrees as XMP has them ("51,19.98N", "51,19,58.8N"), and as programs write them that copy EXIF ("51/1,19/1,588/10" with the
/// hemisphere in a property of its own) or a map ("-51.333", "51 deg 19' 58.8" N"). Without any letter the sign counts, as for ExifTool.
/// </summary>
internal static partial class XmpPlace
{
    private const int MaxText = 100;

    /// <summary>The degrees; null for what is none.</summary>
    /// <param name="text">The property.</param>
    /// <param name="side">The hemisphere, where a property of its own states it.</param>
    /// <param name="positive">Letter of the hemisphere that counts positive.</param>
    /// <param name="negative">Letter of the other.</param>
    public static double? Degrees(string? text, string? side, char positive, char negative)
    {
        if (text is not { Length: > 0 and <= MaxText } || Pattern().Match(text) is not { Success: true } match)
            return null;
        var letters = match.Groups["side"].Value + match.Groups["before"].Value + side?.Trim();
        var letter = letters.Length > 0 ? char.ToUpperInvariant(letters[0]) : '\0';
        if (letter != positive && letter != negative && letter != '\0')
            return null;

        var parts = match.Groups["part"].Captures;
        var degrees = Number(parts[0].Value);
        // Some phones write seconds as 0/0: the minutes are good all the same.
        for (var (i, unit) = (1, 60.0); i < parts.Count; i++, unit *= 60)
            degrees += Number(parts[i].Value) is var part && double.IsFinite(part) ? part / unit : 0;
        var isNegative = letter == negative || (letter == '\0' && match.Groups["sign"].Value == "-");
        return !double.IsFinite(degrees) ? null : isNegative ? -degrees : degrees;
    }

    /// <summary>"28/10" or "2.8"; NaN for what is no number.</summary>
    public static double Number(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        return slash < 0 ? Parse(text) : Parse(text[..slash]) / Parse(text[(slash + 1)..]);
    }

    private static double Parse(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    [GeneratedRegex("""
        ^\s*(?<before>[NSEWnsew])?\s*(?<sign>[+-])?(?<part>[0-9]+(\.[0-9]*)?(/[0-9]+)?)
        (\s*(,|:|°|º|'|′|deg|\s)\s*(?<part>[0-9]+(\.[0-9]*)?(/[0-9]+)?)){0,2}
        \s*("|''|″|'|′|°|º|deg)?\s*(?<side>[NSEWnsew])?[A-Za-z]*\s*$
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Pattern();
}
