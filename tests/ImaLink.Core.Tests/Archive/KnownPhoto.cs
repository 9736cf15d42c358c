using System.Globalization;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Tests.Archive;

/// <summary>A photo of a made archive: what its file says, and what its owner said.</summary>
internal sealed record KnownPhoto
{
    public required string Path { get; init; }
    public required string Session { get; init; }
    public string? Title { get; init; }
    public string[] Tags { get; init; } = [];
    public string[] Persons { get; init; } = [];
    public int? Rating { get; init; }
    public string? Flag { get; init; }
    public string? Label { get; init; }
    public bool Favorite { get; init; }
    public bool Hidden { get; init; }
    public string? Author { get; init; }
    public string? Date { get; init; }
    public string? FileTaken { get; init; }
    public string? Make { get; init; }
    public string? Model { get; init; }
    public string? Lens { get; init; }
    public int? Iso { get; init; }
    public double? Aperture { get; init; }
    public double? ExposureTime { get; init; }
    public double? FocalLength { get; init; }
    public (double Latitude, double Longitude)? Gps { get; init; }
    public required string Format { get; init; }
    public int? Width { get; init; }
    public int? Height { get; init; }
    public string? Album { get; init; }

    public string Hothash => Catalog.StorageTest.Hash(Path);

    public DateTime? Taken => Date is not null ? Edtf.Parse(Date).Lowest : FileTaken is null ? null : DateTime.Parse(FileTaken, CultureInfo.InvariantCulture);

    private DateTime? Latest => Date is not null ? Edtf.Parse(Date).Highest : Taken;

    /// <summary>Whether all that its date may mean is one year, month, day or hour.</summary>
    private bool Lies(int digits) => Start(Taken!.Value, digits) == Start(Latest!.Value, digits);

    private static string Start(DateTime time, int digits) => time.ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture)[..digits];

    /// <summary>Of which period of a timeline it is.</summary>
    public string? Period(int digits) => Taken is not { } taken ? null : Lies(digits) ? Start(taken, digits) : Date!.TrimEnd('~');

    public FileEntry Entry() => new()
    {
        Hothash = Hothash,
        Sha256 = Hothash,
        Path = Path,
        Filename = Path[(Path.LastIndexOf('/') + 1)..],
        FileSize = 1,
        State = FileState.Present,
        HothashScheme = "whole-file",
        TakenAt = FileTaken,
        CameraMake = Make,
        CameraModel = Model,
        LensModel = Lens,
        Iso = Iso,
        Aperture = Aperture,
        ExposureTime = ExposureTime,
        FocalLength = FocalLength,
        GpsLatitude = Gps?.Latitude,
        GpsLongitude = Gps?.Longitude,
        FileFormat = Format,
        Width = Width,
        Height = Height,
    };

    public Dictionary<string, string?> Said()
    {
        var said = new Dictionary<string, string?>();
        void Text(string field, string? value)
        {
            if (value is not null)
                said[field] = CanonicalJson.Of(value);
        }

        Text(StatementField.Title, Title);
        Text(StatementField.Flag, Flag);
        Text(StatementField.Label, Label);
        Text(StatementField.Author, Author);
        Text(StatementField.Date, Date);
        if (Rating is { } rating)
            said[StatementField.Rating] = CanonicalJson.Of(rating);
        if (Favorite)
            said[StatementField.Favorite] = CanonicalJson.True;
        if (Hidden)
            said[StatementField.Hidden] = CanonicalJson.True;
        foreach (string tag in Tags)
            said[StatementField.Tag(tag)] = CanonicalJson.True;
        foreach (string person in Persons)
            said[StatementField.Person(person)] = CanonicalJson.True;
        return said;
    }

    /// <summary>Whether a filter wants it: said once more, plainly, for each condition.</summary>
    public bool Fits(PhotoFilter filter)
    {
        static bool Of<T>(IReadOnlyList<T>? wanted, Func<T, bool> fits) => wanted is null || wanted.Any(fits);
        static bool Called(string name, params string?[] names) => names.OfType<string>().Any(one => Same(one, name) || (Wildcard.IsWildcard(name) && new Wildcard(name).IsMatch(one)));
        static bool Same(string one, string other) => string.Equals(CanonicalForm.Compose(one), CanonicalForm.Compose(other), StringComparison.OrdinalIgnoreCase);
        static bool Within(double? value, double? least, double? most) => (least is null && most is null) || (value >= (least ?? double.MinValue) && value <= (most ?? double.MaxValue));
        bool Names(IReadOnlyList<string>? wanted, Func<string, bool> fits) => wanted is null || (filter.MatchAll ? wanted.All(fits) : wanted.Any(fits));
        bool Part(IReadOnlyList<int>? wanted, int digits, Func<DateTime, int> part) =>
            wanted is null || (Taken is { } taken && wanted.Contains(part(taken)) && Lies(digits));
        bool HasTag(string tag) => Tags.Any(path => Called(tag, [.. TagPath.WithParents(path), .. path.Split('/')]));

        return (filter.After is not { } after || Taken >= after)
            && (filter.Before is not { } before || Taken < before)
            && (!filter.WithoutDate || Taken is null)
            && Of(filter.Dates?.Select(Edtf.Parse).ToList(), date => Taken >= date.Lowest && Latest <= date.Highest)
            && Part(filter.Years, 4, taken => taken.Year)
            && Part(filter.Months, 7, taken => taken.Month)
            && Part(filter.Days, 10, taken => taken.Day)
            && Part(filter.Hours, 13, taken => taken.Hour)
            && Of(filter.Cameras, camera => Called(camera, Model, Make is null ? Model : $"{Make} {Model}"))
            && Of(filter.Lenses, lens => Called(lens, Lens))
            && Within(Iso, filter.IsoMin, filter.IsoMax)
            && Within(Aperture, filter.ApertureMin, filter.ApertureMax)
            && Within(ExposureTime, filter.ExposureTimeMin, filter.ExposureTimeMax)
            && Within(FocalLength, filter.FocalLengthMin, filter.FocalLengthMax)
            && Within(Rating, filter.RatingMin, filter.RatingMax)
            && Within((double?)Width * Height / 1e6, filter.MegapixelsMin, filter.MegapixelsMax)
            && (!filter.Unrated || Rating is null)
            && Of(filter.Flags, flag => Same(flag, Flag ?? "none"))
            && Of(filter.Labels, label => Label is null ? Same(label, "none") : Called(label, Label))
            && (filter.Favorite is not { } favorite || Favorite == favorite)
            && (filter.Hidden is { } hidden ? Hidden == hidden : filter.IncludeHidden || !Hidden)
            && Names(filter.Tags, HasTag)
            && !(filter.WithoutTags?.Any(HasTag) ?? false)
            && (!filter.Untagged || Tags.Length == 0)
            && Names(filter.Persons, person => Persons.Any(name => Called(person, name)))
            && (!filter.WithoutPerson || Persons.Length == 0)
            && Names(filter.Albums, album => Album is not null && (Same(album, Album) || Album.StartsWith(album + "/", StringComparison.OrdinalIgnoreCase)))
            && Of(filter.Authors, author => Called(author, Author))
            && Of(filter.Sessions, session => Same(session.Text, Session))
            && (filter.Near is not { } near || (Gps is { } at && Geography.DistanceKm(at.Latitude, at.Longitude, near[0], near[1]) <= (filter.RadiusKm ?? 1)))
            && (!filter.WithoutGps || Gps is null)
            && Of(filter.Formats, format => Same(Format, format) || (format == "jpg" && Format == "JPEG"))
            && Of(filter.Kinds, kind => kind == Format switch { "MP4" => "Video", "NEF" => "Raw", _ => "Photo" })
            && (filter.Shape is not { } shape || (Width is { } width && Height is { } height && shape == (width < height ? "Portrait" : width > height ? "Landscape" : "Square")))
            && Of(filter.Paths, path => new Wildcard(path, ignoreCase: OperatingSystem.IsWindows()).IsMatch("/archive/" + Path))
            && Of(filter.Hothashes, hothash => hothash == Hothash)
            && (filter.Text is null || Speaks(filter.Text));
    }

    // One word, two that both have to be there, one or another, one that must not be there.
    private bool Speaks(string text)
    {
        string[] parts = text.Split(' ');
        string[] words = [.. $"{Title} {string.Join(' ', Tags)} {string.Join(' ', Persons)} {Author} {Session} {Path} {Make} {Model} {Lens} {Album?[(Album.LastIndexOf('/') + 1)..]}".ToLowerInvariant().Split([' ', '/', '.', '_', '-', '&'])];
        bool Has(string word) => word.EndsWith('*') ? words.Any(one => one.StartsWith(word[..^1], StringComparison.Ordinal)) : words.Contains(word);
        return parts switch
        {
            [var one] => Has(one),
            [var one, "OR", var other] => Has(one) || Has(other),
            [var one, "NOT", var other] => Has(one) && !Has(other),
            ["NOT", var other] => !Has(other),
            _ => parts.All(Has),
        };
    }
}
