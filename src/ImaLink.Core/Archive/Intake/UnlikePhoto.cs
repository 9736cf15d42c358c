using System.Globalization;
using ImaLink.Index;
using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>Where another program says another time or place of a photo than the photo states itself, which counts: it may have been corrected there, and is told. Pure.</summary>
internal static class UnlikePhoto
{
    /// <summary>How each of its sentences ends.</summary>
    internal const string Ending = "which counts.";

    private const double MaxKm = 0.1;

    // Programs copy a time with fewer digits, and films begin or end with theirs.
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(2), Farthest = TimeSpan.FromHours(14), Step = TimeSpan.FromMinutes(15);

    /// <summary>What is unlike, as sentences without their subject.</summary>
    /// <param name="said">What the other program says; its time is UTC.</param>
    /// <param name="photo">What the photo states.</param>
    internal static IEnumerable<string> Of(ImageFacts said, FileEntry photo)
    {
        if (said.TakenAt is { } taken && CaptureTime.Parse(photo.TakenAt, photo.TakenAtSource) is { } own && IsOther(taken, own))
            yield return $"says another time ({taken.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}) than the photo ({own}), {Ending}";
        if (photo.GpsLatitude is { } latitude && photo.GpsLongitude is { } longitude
            && (said.OtherPlace ?? (said.GpsLatitude is { } y && said.GpsLongitude is { } x ? (y, x) : null)) is var (otherLatitude, otherLongitude)
            && Geography.DistanceKm(latitude, longitude, otherLatitude, otherLongitude) > MaxKm)
            yield return string.Create(CultureInfo.InvariantCulture, $"says another place ({otherLatitude:0.#####}, {otherLongitude:0.#####}) than the photo ({latitude:0.#####}, {longitude:0.#####}), {Ending}");
    }

    /// <summary>
    /// Where a photo states no offset, all that can be told is whether some zone has such a clock: zones are quarters of hours apart, and none is farther than 14 hours from UTC.
    /// </summary>
    private static bool IsOther(CaptureTime said, CaptureTime own)
    {
        if (own.Precision < DatePrecision.Minute)
            return said.Time < own.Time - Farthest || said.Time > End(own) + Farthest;
        if (own.Offset is { } offset)
            return (said.Time - (own.Time - offset)).Duration() > Near;
        TimeSpan apart = (said.Time - own.Time).Duration(), rest = TimeSpan.FromTicks(apart.Ticks % Step.Ticks);
        return apart > Farthest + Near || (rest > Near && Step - rest > Near);
    }

    private static DateTime End(CaptureTime time) => time.Precision switch
    {
        DatePrecision.Year => time.Time.AddYears(1),
        DatePrecision.Month => time.Time.AddMonths(1),
        _ => time.Time.AddDays(1),
    };
}
