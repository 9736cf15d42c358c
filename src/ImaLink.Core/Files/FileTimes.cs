namespace ImaLink.Files;

/// <summary>When two times of modification are one: the rule for all that compares what is recorded with what is on the disk. Pure.</summary>
internal static class FileTimes
{
    private const long Rounding = 2 * TimeSpan.TicksPerSecond;

    /// <summary>From UTC-12 to UTC+14, where all files of a storage are shifted alike.</summary>
    private const int MostHours = 26;

    /// <summary>
    /// Whether two times are the same: exactly, or within two seconds where one of them is a whole second, as file systems round
    /// them. An edit on a file system with fine times does not hide in that.
    /// </summary>
    internal static bool IsSame(long one, long other) =>
        one == other || (Math.Abs(one - other) <= Rounding && (one % TimeSpan.TicksPerSecond == 0 || other % TimeSpan.TicksPerSecond == 0));

    /// <summary>
    /// How many whole hours a difference of two times is, as FAT, summer time and zones shift them, but for rounding; null where it is none.
    /// That fine times are rounded nowhere is for the caller to weigh: one file is judged by <see cref="IsSameButForHours"/>.
    /// </summary>
    internal static int? WholeHours(long difference)
    {
        double hours = Math.Round((double)difference / TimeSpan.TicksPerHour);
        return Math.Abs(hours) <= MostHours && Math.Abs(difference - (long)hours * TimeSpan.TicksPerHour) <= Rounding ? (int)hours : null;
    }

    /// <summary>Whether two times within a day are the same but for whole hours.</summary>
    internal static bool IsSameButForHours(long one, long other) => Math.Abs(one - other) <= TimeSpan.TicksPerDay
        && WholeHours(one - other) is { } hours && IsSame(one - hours * TimeSpan.TicksPerHour, other);
}
