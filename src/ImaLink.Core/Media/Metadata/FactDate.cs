namespace ImaLink.Media.Metadata;

/// <summary>
/// Dates as EXIF ("2024:10:18 14:30:52"), XMP ("2024-10-18T14:30:52.25+02:00"), IPTC ("20241018 143052+0200") and those who read none
/// of the standards write them. Only what is stated counts: "1993:08:  " is August 1993. docs/dates.md tells each form.
/// </summary>
internal static class FactDate
{
    private const int MaxLength = 64;

    // Year 1 is what programs make of no date; the last year is left out, as days are added to what is read.
    private const int EarliestYear = 1000;
    private const int LatestYear = 9998;
    private const int MaxOffset = 14 * 60;

    /// <summary>
    /// A date, and where it stands; null for blanks, zeros and what is no date: cameras without a set clock write such values.
    /// </summary>
    public static CaptureTime? Parse(ReadOnlySpan<char> text, string source)
    {
        text = text.Trim(" \0\r\n\t");
        if (text.Length > MaxLength || !TakeNumber(ref text, 4, 4, out var year) || year is < EarliestYear or > LatestYear
            || !TakeMonthAndDay(ref text, out var month, out var day) || month > 12)
        {
            return null;
        }

        if (month is not { } known)
            return new(new DateTime(year, 1, 1), DatePrecision.Year, null, source);
        if (day > DateTime.DaysInMonth(year, known))
            return null;
        return day is null
            ? new(new DateTime(year, known, 1), DatePrecision.Month, null, source)
            : AddTime(new(new DateTime(year, known, day.Value), DatePrecision.Day, null, source), text);
    }

    /// <summary>"+02:00", "-0800", "+2:00", "-04", "Z", "UTC"; anything else states no offset.</summary>
    public static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        text = text.Trim(" \0");
        if (IsZ(text))
            return true;
        var negative = text.StartsWith("-");
        if (!TakeSeparator(ref text, "+-") || !TakeNumber(ref text, 1, 2, out var hours))
            return false;
        TakeSeparator(ref text, ":");
        if (!TakeNumber(ref text, 2, 2, out var minutes) && !text.TrimStart(' ').IsEmpty)
            return false;
        if (minutes > 59 || hours * 60 + minutes > MaxOffset)
            return false;
        offset = TimeSpan.FromMinutes((negative ? -1 : 1) * (hours * 60 + minutes));
        return true;
    }

    private static bool IsZ(ReadOnlySpan<char> text) => text.Trim(" \0") is "Z" or "z" or "UTC" or "GMT";

    /// <summary>
    /// Replaces the fraction of the second by the digits after the point; unusable digits change nothing.
    /// </summary>
    public static CaptureTime WithSubSeconds(CaptureTime taken, ReadOnlySpan<char> digits)
    {
        digits = digits.Trim();
        if (taken.Precision != DatePrecision.Second || digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return taken;
        var ticks = 0L;
        var unit = TimeSpan.TicksPerSecond / 10;
        foreach (var digit in digits)
        {
            ticks += (digit - '0') * unit;
            unit /= 10;
        }

        return taken with { Time = new DateTime(taken.Time.Ticks - taken.Time.Ticks % TimeSpan.TicksPerSecond + ticks) };
    }

    /// <summary>What is not known of them is null; false where it is no date.</summary>
    private static bool TakeMonthAndDay(ref ReadOnlySpan<char> text, out int? month, out int? day)
    {
        month = day = null;
        if (TakeNumber(ref text, 4, 4, out var together))
        {
            (month, day) = (Known(together / 100), Known(together % 100));
            return text.IndexOfAnyExceptInRange('0', '9') is 0 or 6 || text.Length is 0 or 6;
        }

        return text.IsEmpty
            || (TakeSeparator(ref text, ":-/. ") && TakePart(ref text, out month)
                && (text.IsEmpty || (TakeSeparator(ref text, ":-/. ") && TakePart(ref text, out day))));
    }

    /// <summary>"03", "3", " 3", or "00" and blanks for what is not known.</summary>
    private static bool TakePart(ref ReadOnlySpan<char> text, out int? value)
    {
        value = null;
        if (text.StartsWith(" ") && !text.StartsWith("  "))
            text = text[1..];
        if (TakeNumber(ref text, 1, 2, out var number))
            value = Known(number);
        return text.IsEmpty || (value is null ? ":-/. " : ":-/. T,_Z+").Contains(text[0]);
    }

    private static int? Known(int number) => number == 0 ? null : number;

    /// <summary>The day with its time; the day alone where hour or minute are not known. Null for a time that there is not.</summary>
    private static CaptureTime? AddTime(CaptureTime date, ReadOnlySpan<char> text)
    {
        TakeSeparator(ref text, "T:/.,_");
        text = text.TrimStart(' ');
        if (!TakeNumber(ref text, 1, 2, out var hour))
            return date;
        var separator = text.IsEmpty ? "" : ":. ".Contains(text[0]) ? text[..1].ToString() : "";
        if (!TakeNext(ref text, separator, out var minute))
            return date;
        var hasSeconds = TakeNext(ref text, separator, out var second);
        var fraction = hasSeconds ? TakeFraction(ref text) : [];
        text = text.TrimStart(" \u202f");
        if (hour is > 0 and <= 12 && TakeHalf(ref text) is { } half)
            hour = hour % 12 + half;
        if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0))
            return null;
        var taken = date with
        {
            Time = date.Time.AddHours(hour).AddMinutes(minute).AddSeconds(second),
            Precision = hasSeconds ? DatePrecision.Second : DatePrecision.Minute,
        };
        return WithSubSeconds(taken, fraction).WithOffset(TryParseOffset(text, out var offset) ? offset : null, IsZ(text));
    }

    /// <summary>The next two digits of a time, after its separator; without one they are both there.</summary>
    private static bool TakeNext(ref ReadOnlySpan<char> text, string separator, out int value)
    {
        value = 0;
        if (separator.Length == 0)
            return TakeNumber(ref text, 2, 2, out value);
        if (!text.StartsWith(separator))
            return false;
        var rest = text[1..].TrimStart(' ');
        if (!TakeNumber(ref rest, 1, 2, out value))
            return false;
        text = rest;
        return true;
    }

    private static ReadOnlySpan<char> TakeFraction(ref ReadOnlySpan<char> text)
    {
        if (!TakeSeparator(ref text, ".,"))
            return [];
        var length = text.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? text : text[..length];
        text = text[digits.Length..];
        return digits;
    }

    /// <summary>The hours that AM or PM adds; null where neither stands there.</summary>
    private static int? TakeHalf(ref ReadOnlySpan<char> text)
    {
        foreach (var half in (ReadOnlySpan<string>)["AM", "PM", "A.M.", "P.M."])
        {
            if (!text.StartsWith(half, StringComparison.OrdinalIgnoreCase))
                continue;
            text = text[half.Length..].TrimStart(' ');
            return half[0] == 'P' ? 12 : 0;
        }

        return null;
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, int fewest, int most, out int value)
    {
        value = 0;
        var length = 0;
        for (; length < most && length < text.Length && char.IsAsciiDigit(text[length]); length++)
            value = value * 10 + text[length] - '0';
        if (length < fewest)
        {
            value = 0;
            return false;
        }

        text = text[length..];
        return true;
    }

    private static bool TakeSeparator(ref ReadOnlySpan<char> text, string any)
    {
        if (text.IsEmpty || !any.Contains(text[0]))
            return false;
        text = text[1..];
        return true;
    }
}
