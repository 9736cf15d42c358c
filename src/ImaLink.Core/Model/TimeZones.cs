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

    /// <summary>The zone of this machine. Without tables .NET knows none; what TZ says counts all the same.</summary>
    public static string Machine
    {
        get
        {
            string? told = OperatingSystem.IsWindows() ? null : Environment.GetEnvironmentVariable("TZ")?.TrimStart(':');
            return (string.IsNullOrEmpty(told) ? null : Find(told)) ?? Rules.GetSystemDefaultId() ?? Utc;
        }
    }

    /// <summary>IANA's name of a zone that is called so by IANA, in whatever case, or by Windows; null where none is.</summary>
    public static string? Find(string name) =>
        Rules.CanonicalIdMap.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? Rules.WindowsMapping.PrimaryMapping.FirstOrDefault(known => known.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>As <see cref="Find"/>.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: no zone is called so.</exception>
    public static string Require(string name) => Find(name) ?? throw new ImaLinkException(ErrorCode.InvalidValue,
        $"'{name}' is no time zone. Give IANA's name, such as Europe/Oslo (Tab after -TimeZone lists them), or that of Windows, such as 'Tokyo Standard Time'.", name);

    /// <summary>Whether a zone of this name has rules here. Names that IANA makes later have none: what is said of them is kept, and UTC stays UTC.</summary>
    public static bool IsKnown(string name) => Rules.CanonicalIdMap.ContainsKey(name);

    /// <summary>Whether a text can be the name of a zone, known or not.</summary>
    internal static bool IsName(string text) => text.Length is > 0 and <= MaxNameLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');

    /// <summary>How far a zone is ahead of UTC at a time in UTC; null where the zone is not known.</summary>
    internal static TimeSpan? OffsetAt(string zone, DateTime utc) => IsKnown(zone)
        ? DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc))).ToTimeSpan()
        : null;
}
