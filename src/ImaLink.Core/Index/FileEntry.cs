using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink.Index;

/// <summary>
/// What is recorded of one file: an entry of a session index (docs/session-index.schema.json), a row of the catalog, a
/// line of a journal. Times are texts as the index has them; an unknown value is null.
/// </summary>
public sealed class FileEntry : IJsonOnDeserialized
{
    private string? _factsOf;
    private PhotoBlock? _formerPhoto;

    /// <summary>The image's hothash: the key of the entry in the index.</summary>
    [JsonIgnore]
    public string Hothash { get; set; } = "";

    /// <summary>File name.</summary>
    public string? Filename { get; set; }

    /// <summary>Path relative to the storage, with <c>/</c>.</summary>
    public string? Path { get; set; }

    /// <summary>Length in bytes.</summary>
    public long FileSize { get; set; }

    /// <summary>Lower-case hex SHA-256 of all bytes.</summary>
    public string? Sha256 { get; set; }

    /// <summary>When the picture was taken, as its file states it (<see cref="CaptureTime"/>).</summary>
    public string? TakenAt { get; set; }

    /// <summary>Where the file states that, named as ExifTool does; null where that was not recorded.</summary>
    public string? TakenAtSource { get; set; }

    /// <summary>When the file was created, UTC.</summary>
    public string? CreatedAt { get; set; }

    /// <summary>When the file was last modified, UTC.</summary>
    public string? ModifiedAt { get; set; }

    /// <summary>Name of the file that was imported.</summary>
    public string? OriginalFilename { get; set; }

    /// <summary>Full path of the file that was imported.</summary>
    public string? OriginalPath { get; set; }

    /// <summary>ExifTool's FileType.</summary>
    public string? FileFormat { get; set; }

    /// <summary>MIME type.</summary>
    public string? MimeType { get; set; }

    /// <summary>Width in pixels, before orientation.</summary>
    public int? Width { get; set; }

    /// <summary>Height in pixels, before orientation.</summary>
    public int? Height { get; set; }

    /// <summary>EXIF orientation, 1 to 8.</summary>
    public int? Orientation { get; set; }

    /// <summary>Whether the storage holds a hotpreview of the image.</summary>
    public bool HasHotpreview { get; set; }

    /// <summary>"image-data" or "whole-file".</summary>
    public string? HothashScheme { get; set; }

    /// <summary>Hothashes of this image under earlier rules.</summary>
    public List<string>? FormerHothashes { get; set; }

    /// <summary>Lower-case hex XXH3-128 over length and samples.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>"Present" or "Missing" (<see cref="FileState"/>).</summary>
    public string? State { get; set; }

    /// <summary>Since when the file is missing, UTC.</summary>
    public string? MissingSince { get; set; }

    /// <summary>When all bytes were last read and found as recorded, UTC.</summary>
    public string? LastVerified { get; set; }

    /// <summary>Since when the file counts as found again by its fingerprint alone, UTC; until it is read it is no verified copy.</summary>
    public string? LinkedSince { get; set; }

    /// <summary>The storage that Copy-ImaSession copied the file from; null where it is no replica.</summary>
    public Guid? ReplicaOf { get; set; }

    /// <summary>Former contents of the file.</summary>
    public List<FormerContent>? Previous { get; set; }

    /// <summary>Maker of the camera.</summary>
    public string? CameraMake { get; set; }

    /// <summary>Model of the camera.</summary>
    public string? CameraModel { get; set; }

    /// <summary>Model of the lens.</summary>
    public string? LensModel { get; set; }

    /// <summary>ISO sensitivity.</summary>
    public int? Iso { get; set; }

    /// <summary>Aperture as an f-number.</summary>
    public double? Aperture { get; set; }

    /// <summary>Exposure time in seconds.</summary>
    public double? ExposureTime { get; set; }

    /// <summary>Focal length in millimetres.</summary>
    public double? FocalLength { get; set; }

    /// <summary>Latitude in degrees, north positive.</summary>
    public double? GpsLatitude { get; set; }

    /// <summary>Longitude in degrees, east positive.</summary>
    public double? GpsLongitude { get; set; }

    /// <summary>Altitude in metres.</summary>
    public double? GpsAltitude { get; set; }

    /// <summary>What both halves of a live photo call themselves.</summary>
    public string? ContentIdentifier { get; set; }

    /// <summary>What all pictures of one burst call themselves.</summary>
    public string? BurstId { get; set; }

    /// <summary>Which version of the fact readers told these facts (<c>FactReader.Version</c>); null where an earlier ImaLink did, 0 where the preview has still to follow them.</summary>
    public int? FactsVersion { get; set; }

    /// <summary>
    /// Of which bytes the version of the readers and the source of the date tell: the first digits of their SHA-256. An earlier ImaLink keeps those as fields that it
    /// does not know, beside the facts that it reads of an edited file: where an index says other digits, or none, they are not taken over.
    /// </summary>
    [JsonInclude]
    internal string? FactsOf
    {
        get => (FactsVersion, TakenAtSource, ContentIdentifier, BurstId) is (null, null, null, null) ? null : FactDigits;
        set => _factsOf = value;
    }

    /// <summary>
    /// What the file said in its owner's words when that was last taken over, in short: eight digits of each (<c>FileWords.Digest</c>). A later look tells by it what another program
    /// changed. Null where an earlier ImaLink read the file.
    /// </summary>
    public string? Words { get; set; }

    /// <summary>What is said of the image, at most one statement of each field; the same wherever the image stands.</summary>
    [JsonConverter(typeof(SaidBlock))]
    public List<Statement>? Said { get; set; }

    /// <summary>What version 0.1 wrote of the photo: read as statements, never written.</summary>
    [JsonInclude, JsonPropertyName("photo")]
    internal PhotoBlock? FormerPhoto
    {
        get => null;
        set => _formerPhoto = value;
    }

    /// <summary>Files that travel with this one.</summary>
    public List<CompanionEntry>? Companions { get; set; }

    /// <summary>Further files with this hothash in this storage and session, as the index has them.</summary>
    public List<JsonElement>? Copies { get; set; }

    /// <summary>Fields that this version does not know; kept and written again.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    /// <summary>Of which image the file is.</summary>
    [JsonIgnore]
    internal ImageKey Image => new(Hothash, Width ?? 0, Height ?? 0);

    private string? FactDigits => Sha256 is { Length: > 16 } sha256 ? sha256[..16] : null;

    void IJsonOnDeserialized.OnDeserialized()
    {
        if (_factsOf is null || _factsOf != FactDigits)
            (FactsVersion, TakenAtSource, ContentIdentifier, BurstId) = (null, null, null, null);
        if (_formerPhoto is null)
            return;
        IndexCheck.Photo(_formerPhoto, Path);
        Said = StatementOrder.Newest([.. Said ?? [], .. FormerSaid.Of(_formerPhoto)]);
        _formerPhoto = null;
    }
}

/// <summary>What version 0.1 wrote of one shot, with every image of it.</summary>
internal sealed class PhotoBlock
{
    /// <summary>UUID of the photo.</summary>
    public Guid Uuid { get; set; }

    /// <summary>Whether this image is the one that stands for the photo.</summary>
    public bool Primary { get; set; }

    /// <summary>Title.</summary>
    public string? Title { get; set; }

    /// <summary>Description.</summary>
    public string? Description { get; set; }

    /// <summary>Rating, 0 to 5.</summary>
    public int? Rating { get; set; }

    /// <summary>Tags, hierarchical with <c>/</c>.</summary>
    public List<string>? Tags { get; set; }

    /// <summary>Author.</summary>
    public string? Author { get; set; }

    /// <summary>Location in words.</summary>
    public string? Location { get; set; }

    /// <summary>The owner's correction of the time of exposure.</summary>
    public string? TakenAtOverride { get; set; }

    /// <summary>Raised by each edit.</summary>
    public long Revision { get; set; }

    /// <summary>UUID of the catalog that made the last edit.</summary>
    public Guid Writer { get; set; }

    /// <summary>
    /// Lower photos of the same image, which catalogs that had not met made: what this one leaves open they say. They have no
    /// others themselves.
    /// </summary>
    public List<PhotoBlock>? Others { get; set; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
