namespace ImaLink.Media.Metadata;

/// <summary>What a file says of the picture in it. An unknown value is null, never a guess.</summary>
public sealed record ImageFacts
{
    /// <summary>When the picture was taken, and where the file says so.</summary>
    public CaptureTime? TakenAt
    {
        get => DateSources.Choose(Dates);
        init => Dates = value is null ? [] : [value];
    }

    /// <summary>All dates that the file states; <see cref="TakenAt"/> is that which counts.</summary>
    internal IReadOnlyList<CaptureTime> Dates { get; init; } = [];

    /// <summary>Width in pixels as stored, before orientation is applied.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels as stored, before orientation is applied.</summary>
    public int? Height { get; init; }

    /// <summary>EXIF orientation, 1 to 8.</summary>
    public int? Orientation { get; init; }

    /// <summary>Maker of the camera.</summary>
    public string? CameraMake { get; init; }

    /// <summary>Model of the camera.</summary>
    public string? CameraModel { get; init; }

    /// <summary>Model of the lens.</summary>
    public string? LensModel { get; init; }

    /// <summary>ISO sensitivity.</summary>
    public int? Iso { get; init; }

    /// <summary>Aperture as an f-number.</summary>
    public double? Aperture { get; init; }

    /// <summary>Exposure time in seconds.</summary>
    public double? ExposureTime { get; init; }

    /// <summary>Focal length in millimetres.</summary>
    public double? FocalLength { get; init; }

    /// <summary>Latitude in degrees, north positive, -90 to 90.</summary>
    public double? GpsLatitude { get; init; }

    /// <summary>Longitude in degrees, east positive, -180 to 180.</summary>
    public double? GpsLongitude { get; init; }

    /// <summary>Altitude in metres above sea level, negative below.</summary>
    public double? GpsAltitude { get; init; }

    /// <summary>What both halves of a live photo call themselves (Apple's ContentIdentifier).</summary>
    public string? ContentIdentifier { get; init; }

    /// <summary>What all pictures of one burst call themselves (Apple's BurstUUID, Google's BurstID).</summary>
    public string? BurstId { get; init; }

    /// <summary>Rating, 0 (not rated) to 5, or -1 (rejected), as XMP or EXIF states it; Windows' percentage as the stars that it stands for.</summary>
    public int? Rating { get; init; }

    /// <summary>
    /// Keywords of XMP, IPTC or Windows Explorer, levels of a hierarchy parted by <c>/</c>; empty where there are none.
    /// </summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Title of XMP (dc:title), IPTC (object name) or Windows Explorer.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// Description of XMP (dc:description), IPTC (caption), Windows Explorer or EXIF. Texts that only name the camera are none.
    /// </summary>
    public string? Description { get; init; }

    /// <summary>What is to be seen, for whoever cannot, as IPTC's schema of XMP states it.</summary>
    public string? AltText { get; init; }

    /// <summary>Colour label: red, yellow, green, blue, purple, or a text.</summary>
    public string? Label { get; init; }

    /// <summary>Flag: pick or reject, as digiKam writes it.</summary>
    public string? Flag { get; init; }

    /// <summary>The persons whom it names, with regions where it has them.</summary>
    public IReadOnlyList<PersonFact> Persons { get; init; } = [];

    /// <summary>Who took the picture: XMP (dc:creator), IPTC (by-line) or EXIF (Artist); several with commas between.</summary>
    public string? Author { get; init; }

    /// <summary>Copyright of XMP (dc:rights), IPTC or EXIF.</summary>
    public string? Rights { get; init; }

    /// <summary>The place in words of XMP or IPTC, in the parts of a statement (city, state, country, code, sublocation); null where there is none.</summary>
    public IReadOnlyDictionary<string, string>? Location { get; init; }

    /// <summary>Where it was taken as its owner may have corrected it in Google Photos, beside what the file states there.</summary>
    internal (double Latitude, double Longitude)? OtherPlace { get; init; }

    /// <summary>Whether it is a favorite, as a Takeout, Picasa or Apple states it.</summary>
    internal bool IsFavorite { get; init; }

    /// <summary>Whether it is to be hidden, as what is archived in Google Photos, or hidden by Picasa or Apple.</summary>
    internal bool IsHidden { get; init; }

    /// <summary>The albums that it is in: their full titles, by UUID; empty where that is not told.</summary>
    internal IReadOnlyDictionary<Guid, string> Albums { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<Guid, string>.Empty;

    /// <summary>Whether it was in the trash of Google Photos or iCloud.</summary>
    internal bool IsTrashed { get; init; }

    /// <summary>Whether it is the photo of a partner, who shares an account's photos.</summary>
    internal bool IsOfPartner { get; init; }

    /// <summary>What could not be read, in words; empty when all is well.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
