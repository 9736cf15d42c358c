using System.Globalization;
using System.Text.RegularExpressions;

namespace ImaLink;

/// <summary>
/// A date as an owner knows it, in the Extended Date/Time Format (ISO 8601-2, levels 0 and 1): <c>1975</c>, <c>197X</c>, <c>1975~</c>, <c>1975-08-XX</c>,
/// <c>1974/1976</c>, or a local time such as <c>1975-08-03T14:30</c>. It is sorted and found by the earliest moment that it may mean.
/// </summary>
public sealed partial record Edtf
{
    private const int MaxLength = 64;

    // Year 1 is what programs make of no date; the last year is left out, as days are added to what is read.
    private const int EarliestYear = 1000, LatestYear = 9998;

    private const string Hours = "yyyy-MM-dd'T'HH";

    private const string Forms =
        "Write 1975, 1975-08, 1975-08-03 or 1975-08-03T14:30 (with an offset such as +02:00 only where it is known), 197X for the seventies, 1975~ for about 1975, "
        + "1975? where it is not certain, 1975-22 for its summer, or 1974/1976 for a time between them.";

    private Edtf(string text, DateTime lowest, DateTime end, CaptureTime? time = null) => (Text, Lowest, End, Time) = (text, lowest, end, time);

    /// <summary>The date as it is recorded.</summary>
    public string Text { get; }

    /// <summary>The earliest moment that it may mean, of local time. Where its beginning is open, that of its end: nothing else is known.</summary>
    public DateTime Lowest { get; }

    /// <summary>The latest moment that it may mean.</summary>
    public DateTime Highest => End.AddTicks(-1);

    /// <summary>The date where it is one year, month, day or time, be it certain or not; null for a span, a decade and a season.</summary>
    public CaptureTime? Time { get; }

    /// <summary>The first moment after it.</summary>
    private DateTime End { get; }

    /// <summary>Reads a date; null where the text is none.</summary>
    public static Edtf? TryParse(string? text) => text is null ? null : Read(text.Trim(), out _);

    /// <summary>Reads a date.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: it is none, and the message says why.</exception>
    public static Edtf Parse(string text) => Read(text.Trim(), out string problem)
        ?? throw new ImaLinkException(ErrorCode.InvalidValue, $"'{Excerpt(text)}' is no date that a photo can have{problem}. {Forms}", text);

    /// <summary>Reads a period that is looked for: a date, or an hour of a day (<c>2024-06-01T14</c>).</summary>
    /// <exception cref="ImaLinkException">InvalidValue: it is none, and the message says why.</exception>
    public static Edtf ParsePeriod(string text) =>
        HourOfDay().IsMatch(text.Trim()) && TryParse(text.Trim() + ":00") is { } hour ? new(text.Trim(), hour.Lowest, hour.Lowest.AddHours(1)) : Parse(text);

    /// <summary>The year, month, day or hour in which it lies as a whole: so many characters of <c>2024-06-01T14</c>; null where it may mean a time outside.</summary>
    public string? Period(int length)
    {
        string first = Lowest.ToString(Hours, CultureInfo.InvariantCulture)[..length];
        return Highest.ToString(Hours, CultureInfo.InvariantCulture).StartsWith(first, StringComparison.Ordinal) ? first : null;
    }

    /// <summary>The date of a time that is known; what is not known of it is left out.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: a year that no photo is of.</exception>
    public static Edtf Of(CaptureTime time) => Parse(time.ToString());

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static Edtf? Read(string text, out string problem)
    {
        problem = "";
        if (text.Length > MaxLength)
            return null;
        if (text.Split('/') is [var from, var to])
            return Span(from.Trim(), to.Trim(), out problem);
        return text.Length > 10 && !text.Contains('X', StringComparison.Ordinal) && text.Contains(':', StringComparison.Ordinal) ? Clock(text, out problem) : Date(text, out problem);
    }

    /// <summary>A day with its time.</summary>
    private static Edtf? Clock(string text, out string problem)
    {
        problem = "";
        if (CaptureTime.Parse(text, null) is not { Precision: >= DatePrecision.Minute } time)
        {
            if (text[4] == '-')
                Date(text[..10], out problem); // a day that there is not says more than that the text is no time
            return null;
        }

        if (!IsPossible(time.Time.Year, out problem))
            return null;
        TimeSpan length = time.Precision == DatePrecision.Minute ? TimeSpan.FromMinutes(1) : time.Time.Ticks % TimeSpan.TicksPerSecond == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.FromTicks(1);
        return new(time.ToString(), time.Time, time.Time + length, time);
    }

    private static Edtf? Date(string text, out string problem)
    {
        problem = "";
        if (Shape().Match(text.ToUpperInvariant()) is not { Success: true } match)
            return null;
        string year = match.Groups["year"].Value, month = match.Groups["month"].Value, day = match.Groups["day"].Value;
        int unknown = year.Count(c => c == 'X');
        int first = Number(year.Replace('X', '0'));
        if (!IsPossible(first, out problem) || (unknown > 0 && month.Length > 0) || (month == "XX" && day.Length > 0 && day != "XX"))
            return null;
        if (month is "" or "XX")
        {
            int years = unknown switch { 0 => 1, 1 => 10, _ => 100 };
            return new(match.Value, new(first, 1, 1), new(Math.Min(first + years, LatestYear + 1), 1, 1), match.Value.Contains('X', StringComparison.Ordinal) ? null : Plain(first, 1, 1, DatePrecision.Year));
        }

        int number = Number(month);
        if (number is >= 21 and <= 24 && day.Length == 0)
        {
            var season = new DateTime(first, (number - 20) * 3, 1); // spring begins in March, as the north has it
            return new(match.Value, season, season.AddMonths(3));
        }

        if (number is < 1 or > 12)
            return Refuse(", as there is no such month", out problem);
        if (day is "" or "XX")
            return new(match.Value, new(first, number, 1), new DateTime(first, number, 1).AddMonths(1), day == "XX" ? null : Plain(first, number, 1, DatePrecision.Month));
        int days = DateTime.DaysInMonth(first, number);
        if (Number(day) < 1 || Number(day) > days)
            return Refuse(string.Create(CultureInfo.InvariantCulture, $", as that month has the days 1 to {days}"), out problem);
        var date = new DateTime(first, number, Number(day));
        return new(match.Value, date, date.AddDays(1), Plain(first, number, date.Day, DatePrecision.Day));
    }

    private static Edtf? Span(string from, string to, out string problem)
    {
        problem = "";
        Edtf? first = from is "" or ".." ? null : Date(from, out problem), last = to is "" or ".." || problem.Length > 0 ? null : Date(to, out problem);
        bool isOpen = from is "" or "..", isEndless = to is "" or "..";
        if ((isOpen && isEndless) || (first is null && !isOpen) || (last is null && !isEndless))
            return null;
        if (first is not null && last is not null && (last.End <= first.Lowest || last.Lowest < first.Lowest))
            return Refuse(", as it ends before it begins", out problem);
        return new($"{first?.Text ?? from}/{last?.Text ?? to}", (first ?? last)!.Lowest, isEndless ? new(LatestYear + 1, 1, 1) : last!.End);
    }

    private static bool IsPossible(int year, out string problem)
    {
        problem = year is >= EarliestYear and <= LatestYear ? "" : string.Create(CultureInfo.InvariantCulture, $", as years are {EarliestYear} to {LatestYear}");
        return problem.Length == 0;
    }

    private static Edtf? Refuse(string why, out string problem)
    {
        problem = why;
        return null;
    }

    private static CaptureTime Plain(int year, int month, int day, DatePrecision precision) => new(new DateTime(year, month, day), precision, null, "");

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Excerpt(string text) => text.Length <= MaxLength ? text : text[..MaxLength] + "…";

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}\\z")]
    private static partial Regex HourOfDay();

    [GeneratedRegex("^(?<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(-(?<month>[0-9]{2}|XX)(-(?<day>[0-9]{2}|XX))?)?[?~%]?\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
