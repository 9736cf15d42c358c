namespace ImaLink.Photos;

/// <summary>A place on the earth: degrees, north and east positive, and metres where they are known.</summary>
/// <param name="Latitude">-90 to 90.</param>
/// <param name="Longitude">-180 to 180.</param>
/// <param name="Altitude">Above the sea.</param>
public readonly record struct GpsPlace(double Latitude, double Longitude, double? Altitude);

/// <summary>Where a receiver was, and when.</summary>
/// <param name="Utc">The time, UTC.</param>
/// <param name="Place">The place.</param>
internal readonly record struct TrackPoint(DateTime Utc, GpsPlace Place);

/// <summary>
/// The tracks of GPX files: segments of points in the order of their times. A place between two points of one segment lies on the straight line
/// between them; between segments, before the first point and after the last nothing is known, and nothing is told.
/// </summary>
public sealed class GpxTrack
{
    private readonly List<TrackPoint[]> _segments;

    /// <param name="segments">Each with its points, in any order.</param>
    internal GpxTrack(IEnumerable<IReadOnlyCollection<TrackPoint>> segments)
    {
        _segments = [.. segments.Where(segment => segment.Count > 0).Select(segment => segment.OrderBy(point => point.Utc).ToArray()).OrderBy(segment => segment[0].Utc)];
        PointCount = _segments.Sum(segment => segment.Length);
        (Begin, End) = PointCount == 0 ? default : (_segments[0][0].Utc, _segments.Max(segment => segment[^1].Utc));
    }

    /// <summary>Its first moment, UTC.</summary>
    public DateTime Begin { get; }

    /// <summary>Its last moment, UTC.</summary>
    public DateTime End { get; }

    /// <summary>How many points have a time.</summary>
    public int PointCount { get; }

    /// <summary>The tracks of several files as one.</summary>
    public static GpxTrack Union(IEnumerable<GpxTrack> tracks) => new(tracks.SelectMany(track => track._segments));

    /// <summary>The place at a moment; null where no segment tells it: nothing was recorded then, or two points are further apart than the gap.</summary>
    /// <param name="utc">The moment, UTC.</param>
    /// <param name="maxGap">How far two points may lie apart in time for what is between them to be told.</param>
    public GpsPlace? At(DateTime utc, TimeSpan maxGap)
    {
        GpsPlace? found = null;
        TimeSpan narrowest = TimeSpan.MaxValue;
        foreach (TrackPoint[] segment in _segments)
        {
            if (segment[0].Utc > utc)
                break;
            if (Between(segment, utc) is not var (before, after) || after.Utc - before.Utc > maxGap || after.Utc - before.Utc >= narrowest)
                continue;
            narrowest = after.Utc - before.Utc;
            found = Interpolate(before, after, utc);
        }

        return found;
    }

    /// <summary>The last point that is not later, and the first that is not earlier; null outside.</summary>
    private static (TrackPoint Before, TrackPoint After)? Between(TrackPoint[] segment, DateTime utc)
    {
        int low = 0, high = segment.Length; // the first point that is later
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = segment[middle].Utc <= utc ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? null
            : segment[low - 1].Utc == utc ? (segment[low - 1], segment[low - 1])
            : low == segment.Length ? null
            : (segment[low - 1], segment[low]);
    }

    private static GpsPlace Interpolate(TrackPoint before, TrackPoint after, DateTime utc)
    {
        if (before.Utc == after.Utc)
            return before.Place;
        double share = (utc - before.Utc) / (after.Utc - before.Utc);
        (GpsPlace from, GpsPlace to) = (before.Place, after.Place);
        double east = to.Longitude - from.Longitude;
        east -= 360 * Math.Round(east / 360); // the short way, also where the date changes
        double longitude = from.Longitude + (share * east);
        return new(
            Math.Round(from.Latitude + (share * (to.Latitude - from.Latitude)), 7),
            Math.Round(longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude, 7),
            from.Altitude is { } low && to.Altitude is { } high ? Math.Round(low + (share * (high - low)), 2) : null);
    }
}
