using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Grouping;

/// <summary>Whether the times of two files tell one moment. Pure.</summary>
internal static class ShotTimes
{
    // RAW and JPEG are written one after the other, and phones round.
    private static readonly TimeSpan SameShot = TimeSpan.FromSeconds(1);

    // A film's header tells when its recording began or ended.
    private static readonly TimeSpan SameFilm = TimeSpan.FromSeconds(5);

    // Two digits behind the second are rounded, or cut off.
    private static readonly TimeSpan SameFraction = TimeSpan.FromMilliseconds(10);

    // Between UTC and local time, whatever the zone: quarters of an hour, from -12:00 to +14:00.
    private static readonly TimeSpan ZoneStep = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Westmost = TimeSpan.FromHours(-12);
    private static readonly TimeSpan Eastmost = TimeSpan.FromHours(14);

    /// <summary>Whether both tell the second, and the same moment.</summary>
    internal static bool Agree(ShotFile one, ShotFile other)
    {
        if (one.Taken is not { Precision: DatePrecision.Second } a || other.Taken is not { Precision: DatePrecision.Second } b
            || (a.Source == DateSources.FileName && b.Source == DateSources.FileName)) // then names alone would tell it
            return false;
        TimeSpan tolerance = a.IsUtc || b.IsUtc ? SameFilm : SameShot;
        if (a.IsUtc == b.IsUtc)
            return (a.Time - b.Time).Duration() <= tolerance;
        (CaptureTime utc, CaptureTime local, string? zone) = a.IsUtc ? (a, b, one.TimeZone) : (b, a, other.TimeZone);
        if (local.Offset is { } offset)
            return (local.Time - offset - utc.Time).Duration() <= tolerance;
        if (zone is not null && (utc.In(zone).Time - local.Time).Duration() <= tolerance)
            return true;
        TimeSpan apart = local.Time - utc.Time;
        TimeSpan rest = apart - ZoneStep * Math.Round(apart / ZoneStep);
        return rest.Duration() <= tolerance && apart >= Westmost - tolerance && apart <= Eastmost + tolerance;
    }

    /// <summary>Whether both tell fractions of a second, and the same: two shots of one second differ in them.</summary>
    internal static bool AgreeToTheFraction(ShotFile one, ShotFile other) =>
        Agree(one, other) && one.Taken is { IsUtc: false } a && other.Taken is { IsUtc: false } b
        && HasFraction(a) && HasFraction(b) && (a.Time - b.Time).Duration() < SameFraction;

    /// <summary>How far two local times are apart; null where one is not known to the second.</summary>
    internal static TimeSpan? Apart(ShotFile one, ShotFile other) =>
        one.Taken is { Precision: DatePrecision.Second, IsUtc: false } a && other.Taken is { Precision: DatePrecision.Second, IsUtc: false } b ? (a.Time - b.Time).Duration() : null;

    private static bool HasFraction(CaptureTime time) => time.Time.Ticks % TimeSpan.TicksPerSecond != 0;
}
