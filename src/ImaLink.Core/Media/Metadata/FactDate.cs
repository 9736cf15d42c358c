namespace ImaLink.Media.Metadata;

/// <summary>Dates as EXIF ("2024:10:18 14:30:52") and XMP ("2024-10-18T14:30:52.25+02:00") write them.</summary>
internal static class FactDate
{
    private const int MinutesPerDay = 24 * 60;

    /// <summary>A date, and where it stands; null for what is none.</summary>
    public static CaptureTime? Parse(ReadOnlySpan<char> text, string source) =>
        TryParse(text, out var time, out var offset) ? new(time, DatePrecision.Second, offset, source) : null;

    /// <summary>
    /// The local time and, where stated, its offset. False for blanks, zeros and anything that is no date: cameras
    /// without a set clock write such values.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime time, out TimeSpan? offset)
    {
        time = default;
        offset = null;
        text = text.Trim();
        if (!TakeNumber(ref text, 4, out var year) || !TakeSeparator(ref text, ":-/.")
            || !TakeNumber(ref text, 2, out var month) || !TakeSeparator(ref text, ":-/.")
            || !TakeNumber(ref text, 2, out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        time = new DateTime(year, month, day);
        if (text.IsEmpty)
            return true;

        var second = 0;
        if (!TakeSeparator(ref text, " T") || !TakeNumber(ref text, 2, out var hour)
            || !TakeSeparator(ref text, ":") || !TakeNumber(ref text, 2, out var minute)
            || (TakeSeparator(ref text, ":") && !TakeNumber(ref text, 2, out second))
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = time.AddHours(hour).AddMinutes(minute).AddSeconds(second);
        if (TakeSeparator(ref text, "."))
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? text.Length : digits;
            time = WithSubSeconds(time, text[..digits]);
            text = text[digits..];
        }

        if (TryParseOffset(text, out var stated))
            offset = stated;
        return true;
    }

    /// <summary>"+02:00", "-0800" or "Z"; anything else states no offset.</summary>
    public static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        text = text.Trim();
        if (text is "Z")
            return true;
        var negative = text.StartsWith("-");
        if (!TakeSeparator(ref text, "+-") || !TakeNumber(ref text, 2, out var hours))
            return false;
        TakeSeparator(ref text, ":");
        if (!TakeNumber(ref text, 2, out var minutes) || minutes > 59 || hours * 60 + minutes >= MinutesPerDay)
            return false;
        offset = TimeSpan.FromMinutes((negative ? -1 : 1) * (hours * 60 + minutes));
        return true;
    }

    /// <summary>
    /// Replaces the fraction of the second by the digits after the point; unusable digits change nothing.
    /// </summary>
    public static DateTime WithSubSeconds(DateTime time, ReadOnlySpan<char> digits)
    {
        digits = digits.Trim();
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return time;
        var ticks = 0L;
        var unit = TimeSpan.TicksPerSecond / 10;
        foreach (var digit in digits)
        {
            ticks += (digit - '0') * unit;
            unit /= 10;
        }

        return new DateTime(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond + ticks);
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, int digits, out int value)
    {
        value = 0;
        if (text.Length < digits || text[..digits].ContainsAnyExceptInRange('0', '9'))
            return false;
        foreach (var digit in text[..digits])
            value = value * 10 + digit - '0';
        text = text[digits..];
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
