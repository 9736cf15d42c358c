using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink;

/// <summary>
/// Which photos are wanted; what is null, false or empty does not restrict, and all that is given has to fit. It is plain data: a command's
/// parameters, and the saved search of an album, in whose file it stands as JSON. Names may be wildcards (<see cref="Wildcard"/>).
/// </summary>
public sealed record PhotoFilter
{
    /// <summary>Words, "phrases", beginnings (<c>wor*</c>), AND, OR, NOT, minus and parentheses, in what is said of the photo and in its names.</summary>
    public string? Text { get; init; }

    /// <summary>Taken at or after this time of the camera.</summary>
    public DateTime? After { get; init; }

    /// <summary>Taken before this time of the camera.</summary>
    public DateTime? Before { get; init; }

    /// <summary>Taken in one of these times, as EDTF has them: <c>2024-06</c>, <c>197X</c>, <c>2024-06-01/2024-06-15</c>; or in an hour, <c>2024-06-01T14</c>. What may be a time outside does not fit.</summary>
    public IReadOnlyList<string>? Dates { get; init; }

    /// <summary>Taken in one of these years.</summary>
    public IReadOnlyList<int>? Years { get; init; }

    /// <summary>Taken in one of these months, 1 to 12, of whatever year.</summary>
    public IReadOnlyList<int>? Months { get; init; }

    /// <summary>Taken on one of these days of the month, 1 to 31.</summary>
    public IReadOnlyList<int>? Days { get; init; }

    /// <summary>Taken in one of these hours of the day, 0 to 23.</summary>
    public IReadOnlyList<int>? Hours { get; init; }

    /// <summary>Of which nothing says when they were taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithoutDate { get; init; }

    /// <summary>Whose camera (model, or maker and model) is one of these.</summary>
    public IReadOnlyList<string>? Cameras { get; init; }

    /// <summary>Whose lens is one of these.</summary>
    public IReadOnlyList<string>? Lenses { get; init; }

    /// <summary>Of at least this ISO sensitivity.</summary>
    public double? IsoMin { get; init; }

    /// <summary>Of at most this ISO sensitivity.</summary>
    public double? IsoMax { get; init; }

    /// <summary>Of at least this f-number.</summary>
    public double? ApertureMin { get; init; }

    /// <summary>Of at most this f-number.</summary>
    public double? ApertureMax { get; init; }

    /// <summary>Exposed for at least so many seconds.</summary>
    public double? ExposureTimeMin { get; init; }

    /// <summary>Exposed for at most so many seconds.</summary>
    public double? ExposureTimeMax { get; init; }

    /// <summary>Of at least this focal length in millimetres.</summary>
    public double? FocalLengthMin { get; init; }

    /// <summary>Of at most this focal length in millimetres.</summary>
    public double? FocalLengthMax { get; init; }

    /// <summary>Rated so or better.</summary>
    public int? RatingMin { get; init; }

    /// <summary>Rated so or worse.</summary>
    public int? RatingMax { get; init; }

    /// <summary>That nobody has rated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unrated { get; init; }

    /// <summary>With one of these flags: <c>pick</c>, <c>reject</c>, or <c>none</c>.</summary>
    public IReadOnlyList<string>? Flags { get; init; }

    /// <summary>With one of these labels, or <c>none</c>.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>That are favourites, or are not.</summary>
    public bool? Favorite { get; init; }

    /// <summary>That are hidden, or are not; where it is null, hidden photos are left out unless <see cref="IncludeHidden"/>.</summary>
    public bool? Hidden { get; init; }

    /// <summary>Whether hidden photos count like others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IncludeHidden { get; init; }

    /// <summary>With one of these tags or any tag below it; one level's name alone finds it in whatever branch.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Without any of these tags, and any below.</summary>
    public IReadOnlyList<string>? WithoutTags { get; init; }

    /// <summary>Without any tag.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Untagged { get; init; }

    /// <summary>That show one of these persons.</summary>
    public IReadOnlyList<string>? Persons { get; init; }

    /// <summary>That show nobody who is named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithoutPerson { get; init; }

    /// <summary>In one of these albums, or in one within it: title or UUID.</summary>
    public IReadOnlyList<string>? Albums { get; init; }

    /// <summary>Whether of several tags, persons or albums all have to fit, and not one of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MatchAll { get; init; }

    /// <summary>By one of these authors.</summary>
    public IReadOnlyList<string>? Authors { get; init; }

    /// <summary>Of which sessions.</summary>
    public IReadOnlyList<Selector>? Sessions { get; init; }

    /// <summary>Of which storages; null for all active ones.</summary>
    public IReadOnlyList<Selector>? Storages { get; init; }

    /// <summary>Taken within <see cref="RadiusKm"/> of this place: latitude and longitude in degrees.</summary>
    public IReadOnlyList<double>? Near { get; init; }

    /// <summary>How far from <see cref="Near"/>, in kilometres; 1 where it is null.</summary>
    public double? RadiusKm { get; init; }

    /// <summary>Taken within these degrees: south, west, north, east; where west is greater than east, across the date line.</summary>
    public IReadOnlyList<double>? Bounds { get; init; }

    /// <summary>Of which no coordinates are known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithoutGps { get; init; }

    /// <summary>Of which formats: ExifTool's FileType, or a customary extension such as <c>jpg</c>.</summary>
    public IReadOnlyList<string>? Formats { get; init; }

    /// <summary>Of which kinds: <c>photo</c>, <c>raw</c>, <c>video</c>.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>As it is shown: <c>portrait</c>, <c>landscape</c> or <c>square</c>.</summary>
    public string? Shape { get; init; }

    /// <summary>Of so many megapixels at least.</summary>
    public double? MegapixelsMin { get; init; }

    /// <summary>Of so many megapixels at most.</summary>
    public double? MegapixelsMax { get; init; }

    /// <summary>
    /// With bytes that lie in fewer places than this for sure: where storages, accessible or not, have a present file of this SHA-256 that was
    /// verified. Several files in one storage, and in storages on one disk, are one copy, and so is a clone of a storage. A file that was moved and
    /// was found again by its fingerprint alone is wanted until it was read; the others of the same bytes are not wanted for its sake.
    /// </summary>
    public int? CopiesLessThan { get; init; }

    /// <summary>Counts for <see cref="CopiesLessThan"/> what can be reached now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OnlineOnly { get; init; }

    /// <summary>With a file whose full path, compared as a text, is one of these.</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>With one of these images.</summary>
    public IReadOnlyList<string>? Hothashes { get; init; }

    /// <summary>Which photos by their own UUIDs.</summary>
    public IReadOnlyList<Guid>? Uuids { get; init; }

    /// <summary>Which photos by the catalog's numbers for them; saved nowhere.</summary>
    [JsonIgnore]
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Conditions of a later version: what has some cannot be answered, and is kept.</summary>
    [JsonInclude]
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; internal set; }
}
