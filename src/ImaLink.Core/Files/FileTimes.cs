namespace ImaLink.Files;

/// <summary>When two times of modification are one. Pure.</summary>
internal static class FileTimes
{
    private static readonly long Rounding = TimeSpan.FromSeconds(2).Ticks;

    /// <summary>
    /// Whether two times are the same: exactly, or within two seconds where one of them is a whole second, as file systems round
    /// them. An edit on a file system with fine times does not hide in that.
    /// </summary>
    internal static bool IsSame(long one, long other) =>
        one == other || (Math.Abs(one - other) <= Rounding && (one % TimeSpan.TicksPerSecond == 0 || other % TimeSpan.TicksPerSecond == 0));

    /// <summary>Whether two times within a day are the same but for whole hours, as FAT and summer time shift them.</summary>
    internal static bool IsSameButForHours(DateTime one, DateTime other)
    {
        TimeSpan apart = (one - other).Duration();
        return apart <= TimeSpan.FromDays(1) && IsSame(other.Ticks + (one < other ? -1 : 1) * TimeSpan.FromHours(Math.Round(apart.TotalHours)).Ticks, one.Ticks);
    }
}
