namespace ImaLink;

/// <summary>One shot as its owner sees it: what is said of it, what its primary image's file says, and where that file lies.</summary>
public sealed record Photo
{
    /// <summary>Identity of the photo: that of its primary image, unless it was grouped.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Title.</summary>
    public string? Title { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary>-1 rejected, 0 to 5; null where nobody has rated it.</summary>
    public int? Rating { get; init; }

    /// <summary>pick or reject.</summary>
    public string? Flag { get; init; }

    /// <summary>Colour label.</summary>
    public string? Label { get; init; }

    /// <summary>Whether it is a favorite.</summary>
    public bool Favorite { get; init; }

    /// <summary>Whether it is left out of what is published.</summary>
    public bool Hidden { get; init; }

    /// <summary>Tags, as paths, in order.</summary>
    public string[] Tags { get; init; } = [];

    /// <summary>Names of persons, in order.</summary>
    public string[] Persons { get; init; } = [];

    /// <summary>Who took it: as said of it, else the author of its session.</summary>
    public string? Author { get; init; }

    /// <summary>The place in words.</summary>
    public string? Location { get; init; }

    /// <summary>When it was taken, local time, the earliest moment that <see cref="Date"/> may mean; null where unknown.</summary>
    public DateTime? TakenAt { get; init => field = value is { } time ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified) : null; }

    /// <summary>When it was taken as its owner says (EDTF); null where that is not said.</summary>
    public string? Date { get; init; }

    /// <summary>Latitude in degrees, north positive.</summary>
    public double? GpsLatitude { get; init; }

    /// <summary>Longitude in degrees, east positive.</summary>
    public double? GpsLongitude { get; init; }

    /// <summary>Altitude in metres.</summary>
    public double? GpsAltitude { get; init; }

    /// <summary>Camera: maker and model.</summary>
    public string? Camera { get; init; }

    /// <summary>Model of the lens.</summary>
    public string? Lens { get; init; }

    /// <summary>ISO sensitivity.</summary>
    public int? Iso { get; init; }

    /// <summary>Aperture as an f-number.</summary>
    public double? Aperture { get; init; }

    /// <summary>Exposure time in seconds.</summary>
    public double? ExposureTime { get; init; }

    /// <summary>Focal length in millimetres.</summary>
    public double? FocalLength { get; init; }

    /// <summary>ExifTool's FileType of the primary image.</summary>
    public string? Format { get; init; }

    /// <summary>photo, raw or video.</summary>
    public string? Kind { get; init; }

    /// <summary>Width in pixels, as shown.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels, as shown.</summary>
    public int? Height { get; init; }

    /// <summary>How many images belong to it.</summary>
    public int Images { get; init; }

    /// <summary>How many files hold these, in all storages.</summary>
    public int Files { get; init; }

    /// <summary>Hothash of the primary image.</summary>
    public required string Hothash { get; init; }

    /// <summary>Name of the file that is shown.</summary>
    public required string Name { get; init; }

    /// <summary>Its path in its storage, with <c>/</c>.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Its full path where the storage was last seen.</summary>
    public required string FullName { get; init; }

    /// <summary>Whether it is Present or Missing, as of the last look.</summary>
    public required string State { get; init; }

    /// <summary>Name of its storage.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of its storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Title of its session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of its session.</summary>
    public required Guid SessionUuid { get; init; }

    /// <summary>The catalog's own number for it.</summary>
    public required long Id { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
