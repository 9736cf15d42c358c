using System.Globalization;
using System.Text.RegularExpressions;

namespace ImaLink.Photos;

/// <summary>How far a camera's clock was wrong, and what its photos' times are then.</summary>
public static partial class TimeShift
{
    private const string Forms = "Write 1:30 or -0:00:12 (hours, minutes, seconds), or amounts with their units, as -2d 3h, 1h30m, 45s or 1w";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366 * 200);

    /// <summary>
    /// Reads how much is added to a time: hours and minutes, or amounts with their units; a sign holds for all of it. A number alone is refused, as
    /// nobody knows of what.
    /// </summary>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    public static TimeSpan Parse(string text)
    {
        string trimmed = text.Trim().Replace('\u2212', '-');
        bool negative = trimmed.StartsWith('-');
        string amount = trimmed.TrimStart('+', '-').TrimStart();
        if (trimmed.Length - trimmed.TrimStart('+', '-').Length > 1 || (Clock(amount) ?? Units(amount)) is not { } shift)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{text}' does not say how far to shift a time. {Forms}.", text);
        return Checked(negative ? -shift : shift);
    }

    /// <summary>A shift that can be applied.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: it is longer than there are photos.</exception>
    public static TimeSpan Checked(TimeSpan shift) => shift.Duration() <= Longest ? shift
        : throw new ImaLinkException(ErrorCode.InvalidValue, $"A shift of {Describe(shift)} is longer than there are photos. {Forms}.", Describe(shift));

    /// <summary>
    /// The date after the shift. An offset stays as it is: the clock was wrong, not the place. A date without a time moves by whole days only, and one that is
    /// known less than to the day not at all.
    /// </summary>
    /// <exception cref="ImaLinkException">InvalidValue: too little of the date is known.</exception>
    public static Edtf Apply(Edtf date, TimeSpan shift)
    {
        if (date.Time is not { } time || time.Precision < DatePrecision.Day)
            throw Refused(date, "no day is known of it, so it cannot be shifted");
        if (time.Precision == DatePrecision.Day && shift.Ticks % TimeSpan.TicksPerDay != 0)
            throw Refused(date, "no time of day is known of it, so it can be shifted by whole days alone");
        long ticks = time.Time.Ticks + shift.Ticks;
        DatePrecision precision = time.Precision == DatePrecision.Minute && shift.Ticks % TimeSpan.TicksPerMinute != 0 ? DatePrecision.Second : time.Precision;
        string qualifier = date.Text[^1] is '~' or '?' or '%' ? date.Text[^1..] : "";
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? throw Refused(date, "there is no such time")
            : Edtf.Parse(time with { Time = new DateTime(ticks), Precision = precision } + qualifier);
    }

    /// <summary>A shift as a person reads it: <c>+1 h 30 min</c>.</summary>
    public static string Describe(TimeSpan shift)
    {
        TimeSpan length = shift.Duration();
        (long Amount, string Unit)[] parts = [((long)length.TotalDays, "d"), (length.Hours, "h"), (length.Minutes, "min")];
        double seconds = length.Ticks % TimeSpan.TicksPerMinute / (double)TimeSpan.TicksPerSecond;
        IEnumerable<string> named = parts.Where(part => part.Amount > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Amount} {part.Unit}"));
        if (seconds > 0 || length == TimeSpan.Zero)
            named = named.Append(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s"));
        return (shift < TimeSpan.Zero ? "-" : "+") + string.Join(' ', named);
    }

    private static ImaLinkException Refused(Edtf date, string why) => new(ErrorCode.InvalidValue, $"The date {date} was not shifted: {why}. Say the right date with -Date.", date.Text);

    private static TimeSpan? Clock(string text) => Hours().Match(text) is not { Success: true } match ? null
        : TimeSpan.FromDays(Number(match, "days")) + TimeSpan.FromHours(Number(match, "hours")) + TimeSpan.FromMinutes(Number(match, "minutes")) + TimeSpan.FromSeconds(Number(match, "seconds"));

    private static TimeSpan? Units(string text) => Amounts().Match(text) is not { Success: true } match || text.Length == 0 ? null
        : TimeSpan.FromDays((7 * Number(match, "weeks")) + Number(match, "days")) + TimeSpan.FromHours(Number(match, "hours"))
            + TimeSpan.FromMinutes(Number(match, "minutes")) + TimeSpan.FromSeconds(Number(match, "seconds"));

    private static double Number(Match match, string group) => match.Groups[group] is { Length: > 0 } found ? double.Parse(found.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^((?<days>[0-9]{1,6})\\.)?(?<hours>[0-9]{1,7}):(?<minutes>[0-5][0-9])(:(?<seconds>[0-5][0-9](\\.[0-9]{1,7})?))?\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Hours();

    [GeneratedRegex("^((?<weeks>[0-9]{1,5}) ?w(eeks?)?)? ?((?<days>[0-9]{1,6}) ?d(ays?)?)? ?((?<hours>[0-9]{1,7}) ?h(ours?)?)? ?((?<minutes>[0-9]{1,9}) ?m(in(utes?)?)?)? ?((?<seconds>[0-9]{1,10}(\\.[0-9]{1,7})?) ?s(ec(onds?)?)?)?\\z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Amounts();
}
