namespace ImaLink;

/// <summary>One physical file in one storage, with what is known of the picture in it.</summary>
/// <remarks>
/// Times on objects, all but the camera's, are local, as those of Get-ChildItem are: PowerShell compares the digits and ignores the
/// kind. The properties of these types see to it, whoever fills them.
/// </remarks>
public sealed record ImageFile
{
    /// <summary>Identity of the image: lower-case hex SHA-256 of its image data, or of the whole file (<see cref="Scheme"/>).</summary>
    public required string Hothash { get; init; }

    /// <summary>"image-data" or "whole-file".</summary>
    public required string Scheme { get; init; }

    /// <summary>File name.</summary>
    public required string Name { get; init; }

    /// <summary>Path in the storage, with <c>/</c>.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Full path where the storage was last seen.</summary>
    public required string FullName { get; init; }

    /// <summary>Name of the storage.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Session { get; init; }

    /// <summary>UUID of the session.</summary>
    public required Guid SessionUuid { get; init; }

    /// <summary>UUID of the photo that the image belongs to.</summary>
    public Guid PhotoUuid { get; init; }

    /// <summary>What the image is in its photo: raw, edited, back, enhanced, live-video, burst; null where it stands for the photo, or there is no word for it.</summary>
    public string? Role { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Lower-case hex SHA-256 of all bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>ExifTool's FileType.</summary>
    public string? Format { get; init; }

    /// <summary>
    /// The local time of exposure: the camera's, or where the file states UTC, as a film does, that of the time zone of its session. The same on every
    /// machine; null where unknown.
    /// </summary>
    public DateTime? TakenAt { get; init => field = value is { } time ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified) : null; }

    /// <summary>How far <see cref="TakenAt"/> is ahead of UTC: as the file states it, or of a film as its session's zone has it; null where unknown.</summary>
    public TimeSpan? TakenAtOffset { get; init; }

    /// <summary>Where the file states <see cref="TakenAt"/>, named as ExifTool does: <c>EXIF:DateTimeOriginal</c>; null where that was not recorded.</summary>
    public string? TakenAtSource { get; init; }

    /// <summary>How much of <see cref="TakenAt"/> is known: Year, Month, Day, Minute or Second. What is not known of it is the lowest.</summary>
    public string? TakenAtPrecision { get; init; }

    /// <summary>Width in pixels, before orientation.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels, before orientation.</summary>
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

    /// <summary>Latitude in degrees, north positive.</summary>
    public double? GpsLatitude { get; init; }

    /// <summary>Longitude in degrees, east positive.</summary>
    public double? GpsLongitude { get; init; }

    /// <summary>Altitude in metres.</summary>
    public double? GpsAltitude { get; init; }

    /// <summary>Name of the file that was imported.</summary>
    public string? OriginalName { get; init; }

    /// <summary>When the file was last modified, local.</summary>
    public DateTime? ModifiedAt { get => ModifiedUtc?.ToLocalTime(); init => ModifiedUtc = value?.ToUniversalTime(); }

    /// <summary>"Present" or "Missing", as of the last look.</summary>
    public required string State { get; init; }

    /// <summary>Since when it is missing, local.</summary>
    public DateTime? MissingSince { get; init => field = value?.ToLocalTime(); }

    /// <summary>When all bytes were last read and found as recorded, local.</summary>
    public DateTime? LastVerified { get => VerifiedUtc?.ToLocalTime(); init => VerifiedUtc = value?.ToUniversalTime(); }

    /// <summary>Whether Copy-ImaSession placed it, as a copy of a file in another storage.</summary>
    public bool IsReplica { get; init; }

    /// <summary>Whether it was moved and found again by its fingerprint alone: it is no verified copy until Test-ImaFile has read it.</summary>
    public bool AwaitsReading { get; init; }

    /// <summary>Full paths of the files that travel with it, present or missing: its sidecars, voice notes and so on.</summary>
    public string[] Companions => [.. CompanionEntries.Select(companion => FullName[..^RelativePath.Length] + companion.Path.Replace('/', Path.DirectorySeparatorChar))];

    /// <summary>Whether the storage holds a hotpreview of it.</summary>
    public required bool HasHotpreview { get; init; }

    /// <summary>What is recorded of <see cref="Companions"/>.</summary>
    internal IReadOnlyList<CompanionEntry> CompanionEntries { get; init; } = [];

    /// <summary><see cref="ModifiedAt"/> as it is recorded: what is compared must not go through a zone, where an hour may come twice.</summary>
    internal DateTime? ModifiedUtc { get; private init; }

    /// <summary><see cref="LastVerified"/> as it is recorded.</summary>
    internal DateTime? VerifiedUtc { get; private init; }

    /// <summary>The catalog's own number for it; 0 where an index told of it.</summary>
    public required long Id { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
