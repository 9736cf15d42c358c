using ImaLink.Media.Formats;
using ImaLink.Media.Relatives;

namespace ImaLink.Archive.Grouping;

/// <summary>
/// What proves that two images are of one shot: never a name alone. Content identifiers and ids of bursts count wherever the files lie, names within one
/// folder and with times that agree. Pure.
/// </summary>
internal static class ShotEvidence
{
    // Pictures of one burst follow each other; a scanner takes the back right after the front.
    private static readonly TimeSpan BurstGap = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ScanGap = TimeSpan.FromMinutes(2);

    // Front and back are cut out apart from each other.
    private const double SameShape = 0.05;

    /// <summary>The best evidence that two files are of one shot; null where there is none.</summary>
    internal static string? Of(ShotFile one, ShotFile other)
    {
        if (one.ContentIdentifier is { } a && other.ContentIdentifier is { } b)
        {
            if (string.Equals(a, b, StringComparison.OrdinalIgnoreCase))
                return PhotoEvidence.ContentIdentifier;
            return null; // they say themselves that they are not
        }

        if (one.Folder == other.Folder && IsSameName(one, other))
            return PhotoEvidence.SameNameAndTime;
        if (IsBurst(one, other))
            return PhotoEvidence.Burst;
        return one.Folder == other.Folder && AreSidesOfScan(one, other) ? PhotoEvidence.FrontBack : null;
    }

    private static bool IsSameName(ShotFile one, ShotFile other)
    {
        if (one.Name.Stem == other.Name.Stem)
            return ShotTimes.Agree(one, other) && IsSameCamera(one, other);
        if (one.Name.Shot != other.Name.Shot || (!IsPlain(one) && !IsPlain(other)))
            return false;
        return (IsPlain(one) ? other : one).Name.Mark switch
        {
            ShotMark.None or ShotMark.Edited or ShotMark.Enhanced => ShotTimes.Agree(one, other) && IsSameCamera(one, other),
            ShotMark.Derived => ShotTimes.AgreeToTheFraction(one, other) && IsSameCamera(one, other),
            _ => false,
        };
    }

    private static bool IsPlain(ShotFile file) => file.Name.Mark == ShotMark.None;

    private static bool IsBurst(ShotFile one, ShotFile other)
    {
        if (one.BurstId is { } a && other.BurstId is { } b)
            return string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
        return one.Folder == other.Folder && one.Name.Shot == other.Name.Shot && IsOfBurst(one) && IsOfBurst(other)
            && IsSameCamera(one, other) && ShotTimes.Apart(one, other) <= BurstGap;
    }

    internal static bool IsOfBurst(ShotFile file) => file.Name.Mark is ShotMark.Burst or ShotMark.BurstCover;

    private static bool AreSidesOfScan(ShotFile one, ShotFile other)
    {
        if (one.Name.Shot != other.Name.Shot || one.Name.Mark == other.Name.Mark || one.Kind != MediaKind.Photo || other.Kind != MediaKind.Photo
            || !IsOfScan(one) || !IsOfScan(other) || !IsSameCamera(one, other) || !IsSameShape(one, other))
            return false;
        return (one.Taken, other.Taken) switch
        {
            ({ Precision: DatePrecision.Second } a, { Precision: DatePrecision.Second } b) => (a.Time - b.Time).Duration() <= ScanGap,
            ({ } a, { } b) => a.ToString() == b.ToString(),
            _ => (one.Modified - other.Modified)?.Duration() <= ScanGap,
        };
    }

    private static bool IsOfScan(ShotFile file) => !file.HasExposure && file.Name.Mark is ShotMark.None or ShotMark.ScanEnhanced or ShotMark.ScanBack;

    private static bool IsSameShape(ShotFile one, ShotFile other) =>
        one.Width > 0 && other.Width > 0 && IsNear(one.Width, other.Width) && IsNear(one.Height, other.Height);

    private static bool IsNear(int one, int other) => Math.Abs(one - other) <= SameShape * Math.Max(one, other);

    /// <summary>False where both name their cameras, and others: two that count alike meet in one folder. Films and programs shorten the names.</summary>
    private static bool IsSameCamera(ShotFile one, ShotFile other)
    {
        if (one.Kind == MediaKind.Video || other.Kind == MediaKind.Video || one.Model is not { Length: > 0 } a || other.Model is not { Length: > 0 } b)
            return true;
        return a.Contains(b, StringComparison.OrdinalIgnoreCase) || b.Contains(a, StringComparison.OrdinalIgnoreCase);
    }
}
