using ImaLink.Catalog;

namespace ImaLink.Photos;

/// <summary>Where photos were taken, by a track and their times; and what has to be said where it tells nothing.</summary>
/// <param name="track">The track.</param>
/// <param name="maxGap">How far two of its points may lie apart in time.</param>
/// <param name="zone">The zone of photos that state no offset; null for that of their session.</param>
public sealed class TrackPlaces(GpxTrack track, TimeSpan maxGap, string? zone)
{
    /// <summary>Two points further apart than this tell nothing of what is between, unless a command says otherwise.</summary>
    public static readonly TimeSpan DefaultMaxGap = TimeSpan.FromMinutes(10);

    private readonly HashSet<long> _counted = [];
    private DateTime? _first, _last;

    /// <summary>How many photos got a place.</summary>
    public int Found { get; private set; }

    /// <summary>How many photos have none, as nothing was recorded when they were taken.</summary>
    public int NotFound { get; private set; }

    /// <summary>What to say of those that got none; null where all got one.</summary>
    public string? Remark => NotFound == 0 ? null
        : $"{NotFound} of {Found + NotFound} photos were taken when the track tells no place{(Found == 0 && (_first > track.End || _last < track.Begin) ? ", and none on its days" : "")}: "
            + $"it reaches from {Text(track.Begin)} to {Text(track.End)}, and the photos from {Text(_first!.Value)} to {Text(_last!.Value)} (UTC). "
            + "Where the camera's clock was wrong, add -ShiftTime; where it showed another zone, -TimeZone; where the receiver rested, a longer -MaxGap.";

    /// <summary>The place of a photo; null where the track tells none.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: it is not known at what moment it was taken.</exception>
    internal GpsPlace? Of(ShownPhoto photo)
    {
        DateTime utc = Moment(photo);
        _first = _first < utc ? _first : utc;
        _last = _last > utc ? _last : utc;
        GpsPlace? place = track.At(utc, maxGap);
        if (_counted.Add(photo.Id))
            _ = place is null ? NotFound++ : Found++;
        return place;
    }

    private DateTime Moment(ShownPhoto photo)
    {
        if (photo.Date?.Time is not { Precision: >= DatePrecision.Minute } time)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{photo.Name}' does not say at what time it was taken, so no track tells where. Say it with -Date.", photo.Name);
        if (time.Offset is { } offset)
            return DateTime.SpecifyKind(time.Time - offset, DateTimeKind.Utc);
        return (zone ?? photo.Zone) is { } known && TimeZones.IsKnown(known) ? TimeZones.ToUtc(known, time.Time)
            : throw new ImaLinkException(ErrorCode.InvalidValue,
                $"'{photo.Name}' states no offset from UTC, and its session no time zone, so its moment is not known. Say with -TimeZone where the camera's clock was set, such as Europe/Rome.", photo.Name);
    }

    private static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
