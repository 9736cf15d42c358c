namespace ImaLink.Media.Metadata;

/// <summary>Puts together what several places of one file say.</summary>
internal static class FactMerge
{
    /// <summary>Dates of one file that are compared: a hostile one tells them without end.</summary>
    private const int MaxDates = 64;

    /// <summary>The facts, with those that are unknown taken from <paramref name="other"/>.</summary>
    public static ImageFacts Or(this ImageFacts facts, ImageFacts other) => facts with
    {
        Dates = facts.Dates.Count == 0 ? other.Dates : other.Dates.Count == 0 || facts.Dates.Count >= MaxDates ? facts.Dates : [.. facts.Dates.Union(other.Dates)],
        Width = facts.Width ?? other.Width,
        Height = facts.Height ?? other.Height,
        Orientation = facts.Orientation ?? other.Orientation,
        CameraMake = facts.CameraMake ?? other.CameraMake,
        CameraModel = facts.CameraModel ?? other.CameraModel,
        LensModel = facts.LensModel ?? other.LensModel,
        Iso = facts.Iso ?? other.Iso,
        Aperture = facts.Aperture ?? other.Aperture,
        ExposureTime = facts.ExposureTime ?? other.ExposureTime,
        FocalLength = facts.FocalLength ?? other.FocalLength,
        GpsLatitude = facts.GpsLatitude ?? other.GpsLatitude,
        GpsLongitude = facts.GpsLongitude ?? other.GpsLongitude,
        GpsAltitude = facts.GpsAltitude ?? other.GpsAltitude,
        ContentIdentifier = facts.ContentIdentifier ?? other.ContentIdentifier,
        BurstId = facts.BurstId ?? other.BurstId,
        Rating = facts.Rating ?? other.Rating,
        Keywords = facts.Keywords.Count > 0 ? facts.Keywords : other.Keywords,
        Title = facts.Title ?? other.Title,
        Description = facts.Description ?? other.Description,
        AltText = facts.AltText ?? other.AltText,
        Label = facts.Label ?? other.Label,
        Flag = facts.Flag ?? other.Flag,
        Persons = facts.Persons.Count > 0 ? facts.Persons : other.Persons,
        Author = facts.Author ?? other.Author,
        Rights = facts.Rights ?? other.Rights,
        Location = facts.Location ?? other.Location, // never a city of the one in a country of the other
    };
}
