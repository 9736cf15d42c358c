using NodaTime;
using NodaTime.TimeZones;

namespace ImaLink;

/// <summary>
/// The time zones of the world, by IANA's names and with rules of their own, not the machine's: every machine says the same of a time, one
/// without tables too. The rules are loaded when they are first asked for.
/// </summary>
public static class TimeZones
{
    /// <summary>Where nothing else is known.</summary>
    public const string Utc = "Etc/UTC";

    private const int MaxNameLength = 64;

    private static TzdbDateTimeZoneSource Rules => TzdbDateTimeZoneSource.Default;

    /// <summary>All names, in order.</summary>
    public static IReadOnlyList<string> Names => [.. Rules.GetIds().Order(StringComparer.Ordinal)];

    /// <summary>That of the system, or the one that its rules are most like; null where there is none.</summary>
    internal static string? OfSystem => Rules.GetSystemDefaultId();

    /// <summary>IANA's name of a zone that is called so by IANA, in whatever case, or by Windows; null where none is.</summary>
    public static string? Find(string name) =>
        Rules.CanonicalIdMap.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? Rules.WindowsMapping.PrimaryMapping.FirstOrDefault(known => known.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>As <see cref="Find"/>.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: no zone is called so.</exception>
    public static string Require(string name) => Find(name) ?? throw new ImaLinkException(ErrorCode.InvalidValue,
        (name.Length == 0 ? "A time zone needs a name, and that of a session can be changed, not taken away." : $"'{name}' is no time zone.")
        + " Give IANA's name, such as Europe/Oslo (Tab after -TimeZone lists them), or that of Windows, such as 'Tokyo Standard Time'.", name);

    /// <summary>Whether a zone of this name has rules here. Names that IANA makes later have none: what is said of them is kept, and UTC stays UTC.</summary>
    public static bool IsKnown(string name) => Rules.CanonicalIdMap.ContainsKey(name);

    /// <summary>Whether a text can be the name of a zone, known or not.</summary>
    internal static bool IsName(string text) => text.Length is > 0 and <= MaxNameLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');

    /// <summary>
    /// What clocks of a zone show at a time in UTC, and how far that is ahead of UTC. Where clocks are set back two times show the same, and
    /// the offset tells them apart. Without a zone, or with one that is not known, UTC stays UTC.
    /// </summary>
    internal static (DateTime Time, TimeSpan Offset) At(string? zone, DateTime utc)
    {
        TimeSpan offset = zone is null || !IsKnown(zone) ? TimeSpan.Zero
            : DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc))).ToTimeSpan();
        long ticks = utc.Ticks + offset.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? (new DateTime(ticks), offset) : (new DateTime(utc.Ticks), TimeSpan.Zero);
    }

    /// <summary>
    /// The moment at which clocks of a zone show a time. Where they show it twice, the first of both; where they leave it out, as far after the gap as it
    /// stands in it: what a clock shows that nobody has set.
    /// </summary>
    /// <exception cref="ArgumentException">The zone is not known.</exception>
    internal static DateTime ToUtc(string zone, DateTime local) =>
        DateTimeZoneProviders.Tzdb[zone].AtLeniently(LocalDateTime.FromDateTime(local)).ToDateTimeUtc();
}
