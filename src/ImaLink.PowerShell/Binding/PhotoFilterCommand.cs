using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>
/// A cmdlet that gets photos, or what belongs to photos, by what is known of them: every such cmdlet has these parameters, and they mean the same in each, with a catalog and
/// without one.
/// </summary>
public abstract class PhotoFilterCommand : StorageFilterCommand
{
    /// <summary>Taken at or after this time of the camera; a year alone is its first day.</summary>
    [Parameter]
    [DateArgument]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateTime? After { get; set; }

    /// <summary>Taken before this time of the camera; a year alone is its first day.</summary>
    [Parameter]
    [DateArgument]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateTime? Before { get; set; }

    /// <summary>Taken in one of these times: 2024, 2024-06, 2024-06-01, 197X for the seventies, 2024-06-01T14 for an hour, 2024-06-01/2024-06-15 for two weeks, 2023-22 for a summer. A date that was left open has to lie in it as a whole.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DateCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Date { get; set; }

    /// <summary>Taken in one of these years, or of a range: 2004..2010, 2010.. (and later).</summary>
    [Parameter]
    [ArgumentCompleter(typeof(YearCompleter))]
    [WholeNumbersArgument(1, 9999)]
    [ValidateNotNullOrEmpty]
    public int[]? Year { get; set; }

    /// <summary>Taken in one of these months, 1 to 12, of whatever year, or of a range: 6..8.</summary>
    [Parameter]
    [WholeNumbersArgument(1, 12)]
    [ValidateNotNullOrEmpty]
    public int[]? Month { get; set; }

    /// <summary>Taken on one of these days of the month, 1 to 31, or of a range: 24..26.</summary>
    [Parameter]
    [WholeNumbersArgument(1, 31)]
    [ValidateNotNullOrEmpty]
    public int[]? Day { get; set; }

    /// <summary>Taken in one of these hours of the day, 0 to 23, as the camera's clock showed, or of a range: 22.. (and later).</summary>
    [Parameter]
    [WholeNumbersArgument(0, 23)]
    [ValidateNotNullOrEmpty]
    public int[]? Hour { get; set; }

    /// <summary>Of which nothing says when they were taken.</summary>
    [Parameter]
    public SwitchParameter WithoutDate { get; set; }

    /// <summary>Whose camera (model, or maker and model) is one of these; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CameraCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Camera { get; set; }

    /// <summary>Whose lens is one of these; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LensCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Lens { get; set; }

    /// <summary>Of this ISO sensitivity, or of a range: 100..400, 3200.. (and more).</summary>
    [Parameter]
    [NumberRangeArgument]
    [ValidateNotNull]
    public NumberRange? Iso { get; set; }

    /// <summary>Of this f-number, or of a range: 1.4..2.8.</summary>
    [Parameter]
    [NumberRangeArgument]
    [ValidateNotNull]
    public NumberRange? Aperture { get; set; }

    /// <summary>Exposed for so many seconds, or for a range: 1/250, 1.., 1/250..1/60.</summary>
    [Parameter]
    [NumberRangeArgument]
    [ValidateNotNull]
    public NumberRange? ExposureTime { get; set; }

    /// <summary>Of this focal length in millimetres, or of a range: 200.. (and more).</summary>
    [Parameter]
    [NumberRangeArgument]
    [ValidateNotNull]
    public NumberRange? FocalLength { get; set; }

    /// <summary>Of so many megapixels, or of a range: 24.. (and more).</summary>
    [Parameter]
    [NumberRangeArgument]
    [ValidateNotNull]
    public NumberRange? Megapixels { get; set; }

    /// <summary>Of this rating, -1 (rejected) to 5, or of a range: 4.. (and better).</summary>
    [Parameter]
    [NumberRangeArgument]
    [ValidateNotNull]
    public NumberRange? Rating { get; set; }

    /// <summary>That nobody has rated.</summary>
    [Parameter]
    public SwitchParameter Unrated { get; set; }

    /// <summary>With one of these flags: Pick, Reject, or None.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FlagCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Flag { get; set; }

    /// <summary>With one of these colour labels, or None; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LabelCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Label { get; set; }

    /// <summary>That are favorites; -Favorite:$false those that are none.</summary>
    [Parameter]
    public SwitchParameter Favorite { get; set; }

    /// <summary>That are hidden, and no others. Get-ImaPhoto and Get-ImaTimeline leave hidden photos out without this or -IncludeHidden, unless they are named by themselves; their files are files like others.</summary>
    [Parameter]
    public SwitchParameter Hidden { get; set; }

    /// <summary>With one of these tags, or one below it: Places/Italy, or the name of one level, which finds it in whatever branch. Wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Tag { get; set; }

    /// <summary>Without any of these tags, and any below.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? WithoutTag { get; set; }

    /// <summary>Without any tag.</summary>
    [Parameter]
    public SwitchParameter Untagged { get; set; }

    /// <summary>That show one of these persons; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PersonCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Person { get; set; }

    /// <summary>That show nobody who is named.</summary>
    [Parameter]
    public SwitchParameter WithoutPerson { get; set; }

    /// <summary>In one of these albums, or in one within it: title, title with those of the albums that it is in (Travel/Italy), UUID, wildcard, or objects that name an album.</summary>
    [Parameter]
    [AlbumArgument]
    [ArgumentCompleter(typeof(AlbumTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Album { get; set; }

    /// <summary>Of several tags, persons or albums all have to fit, and not one of them.</summary>
    [Parameter]
    public SwitchParameter MatchAll { get; set; }

    /// <summary>By one of these authors; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AuthorCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Author { get; set; }

    /// <summary>Of these sessions: title, UUID, wildcard, id, or objects that name a session.</summary>
    [Parameter]
    [SessionArgument]
    [ArgumentCompleter(typeof(SessionTitleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual Selector[]? Session { get; set; }

    /// <summary>Taken near this place: latitude and longitude in degrees, as 41.9,12.5 or as an object of GpsLatitude and GpsLongitude, such as a photo.</summary>
    [Parameter]
    [PlaceArgument]
    [ValidateNotNull]
    public double[]? Near { get; set; }

    /// <summary>How far from -Near, in kilometres; 1 by default.</summary>
    [Parameter]
    public double? RadiusKm { get; set; }

    /// <summary>Of which no coordinates are known.</summary>
    [Parameter]
    public SwitchParameter WithoutGps { get; set; }

    /// <summary>Of these formats, as ExifTool calls them (JPEG, NEF, HEIC), or by a customary extension (jpg, tif).</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Format { get; set; }

    /// <summary>Of these kinds: Photo, Raw, Video.</summary>
    [Parameter]
    [ValidateSet("Photo", "Raw", "Video")]
    public string[]? Kind { get; set; }

    /// <summary>Portrait, Landscape or Square, as the picture is shown.</summary>
    [Parameter]
    [ValidateSet("Portrait", "Landscape", "Square")]
    public string? Orientation { get; set; }

    /// <summary>What these parameters ask for.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: one belongs to another.</exception>
    private protected virtual PhotoFilter Filter()
    {
        if (RadiusKm is not null && Near is null)
            throw new ImaLinkException(ErrorCode.InvalidValue, "-RadiusKm says how far from -Near. Give both.", nameof(RadiusKm));
        return new PhotoFilter
        {
            After = After,
            Before = Before,
            Dates = Date,
            Years = Year,
            Months = Month,
            Days = Day,
            Hours = Hour,
            WithoutDate = WithoutDate,
            Cameras = Camera,
            Lenses = Lens,
            IsoMin = Iso?.Min,
            IsoMax = Iso?.Max,
            ApertureMin = Aperture?.Min,
            ApertureMax = Aperture?.Max,
            ExposureTimeMin = ExposureTime?.Min,
            ExposureTimeMax = ExposureTime?.Max,
            FocalLengthMin = FocalLength?.Min,
            FocalLengthMax = FocalLength?.Max,
            MegapixelsMin = Megapixels?.Min,
            MegapixelsMax = Megapixels?.Max,
            RatingMin = Rating?.WholeMin,
            RatingMax = Rating?.WholeMax,
            Unrated = Unrated,
            Flags = Flag,
            Labels = Label,
            Favorite = Said(nameof(Favorite), Favorite),
            Hidden = Said(nameof(Hidden), Hidden),
            Tags = Tag,
            WithoutTags = WithoutTag,
            Untagged = Untagged,
            Persons = Person,
            WithoutPerson = WithoutPerson,
            Albums = Album?.Select(album => album.Text).ToList(),
            MatchAll = MatchAll,
            Authors = Author,
            Sessions = Session,
            Storages = Storage,
            Near = Near,
            RadiusKm = RadiusKm,
            WithoutGps = WithoutGps,
            Formats = Format,
            Kinds = Kind,
            Shape = Orientation,
        };
    }

    private bool? Said(string name, SwitchParameter value) => MyInvocation.BoundParameters.ContainsKey(name) ? value.IsPresent : null;
}
