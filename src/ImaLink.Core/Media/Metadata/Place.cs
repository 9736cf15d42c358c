namespace ImaLink.Media.Metadata;

/// <summary>A place that a file states: both of its degrees or none.</summary>
internal static class Place
{
    /// <summary>
    /// The facts with the place. 0, 0 is what phones and recorders write that do not know where they are; one zero alone is a
    /// place on the equator or in Greenwich.
    /// </summary>
    /// <param name="facts">The facts.</param>
    /// <param name="latitude">Degrees, north positive; null where that or the hemisphere is unknown.</param>
    /// <param name="longitude">Degrees, east positive.</param>
    /// <param name="altitude">Metres above sea level.</param>
    public static ImageFacts Add(ImageFacts facts, double? latitude, double? longitude, double? altitude)
    {
        if (latitude == 0 && longitude == 0)
            return facts;
        facts = facts with { GpsAltitude = altitude };
        return latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180
            ? facts with { GpsLatitude = latitude, GpsLongitude = longitude }
            : facts;
    }
}
