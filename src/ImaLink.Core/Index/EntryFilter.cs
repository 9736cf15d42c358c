using System.Globalization;
using System.Text.Json;
using ImaLink.Files;
using ImaLink.Media.Formats;

namespace ImaLink.Index;

/// <summary>
/// Holds a filter against the entries of a session index, without a catalog: what the file says, and what is said of its image there. What its photo has of other
/// images is not known there; full texts, albums and copies are not asked for.
/// </summary>
internal sealed class EntryFilter
{
    private readonly FileFilter _files;
    private readonly PhotoFilter _filter;
    private readonly string? _author;
    private readonly List<Edtf>? _dates;
    private readonly List<Wildcard>? _paths;
    private readonly Names? _cameras, _lenses, _labels, _authors, _persons, _tags, _withoutTags;

    /// <param name="files">What is wanted.</param>
    /// <param name="author">The author of the session.</param>
    /// <exception cref="ImaLinkException">InvalidValue: there are no such values.</exception>
    internal EntryFilter(FileFilter files, string? author)
    {
        (_files, _filter, _author) = (files, files.Photo ?? new PhotoFilter { IncludeHidden = true }, author);
        PhotoFilterRules.Check(_filter with { Kinds = [.. _filter.Kinds ?? [], .. files.Kinds ?? []], Hothashes = [.. _filter.Hothashes ?? [], .. files.Hothashes ?? []] });
        _dates = _filter.Dates?.Select(Edtf.ParsePeriod).ToList();
        _paths = files.Paths?.Select(path => new Wildcard(path, ignoreCase: OperatingSystem.IsWindows())).ToList();
        (_cameras, _lenses, _labels, _authors, _persons) = (Names.Of(_filter.Cameras), Names.Of(_filter.Lenses), Names.Of(_filter.Labels), Names.Of(_filter.Authors), Names.Of(_filter.Persons));
        (_tags, _withoutTags) = (Names.Of(_filter.Tags?.Select(Tag)), Names.Of(_filter.WithoutTags?.Select(Tag)));
    }

    /// <summary>Whether it is wanted.</summary>
    internal bool Fits(FileEntry entry, ImageFile file)
    {
        if (!FitsFile(entry, file))
            return false;
        if (_files.Photo is null)
            return true;
        Dictionary<string, string> said = (entry.Said ?? []).Where(statement => statement.Value is not null).ToDictionary(statement => statement.Field, statement => statement.Value!);
        return FitsTimes(said, file) && FitsFacts(entry) && FitsPicture(said, entry) && FitsWords(said) && FitsPlace(said, entry)
            && (_filter.Uuids is null || _filter.Uuids.Contains(file.PhotoUuid));
    }

    private bool FitsFile(FileEntry entry, ImageFile file) =>
        (_files.State is null || file.State == _files.State)
        && (_paths is null || _paths.Exists(path => path.IsMatch(file.FullName)))
        && IsOneOf(entry.Hothash, _files.Hothashes) && IsOneOf(entry.Hothash, _filter.Hothashes)
        && IsOneOf(entry.FileFormat, _files.Formats?.SelectMany(FormatTable.NamesOf)) && IsOneOf(entry.FileFormat, _filter.Formats?.SelectMany(FormatTable.NamesOf))
        && IsOneOf(Kind(entry), _files.Kinds) && IsOneOf(Kind(entry), _filter.Kinds);

    private static bool IsOneOf(string? value, IEnumerable<string>? wanted) => wanted is null || wanted.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static string? Kind(FileEntry entry) => FormatTable.Find(entry.FileFormat ?? "")?.Kind.ToString();

    private bool FitsTimes(Dictionary<string, string> said, ImageFile file)
    {
        Edtf? date = Edtf.TryParse(Text(said, StatementField.Date));
        DateTime? taken = date?.Lowest ?? file.TakenAt, last = date?.Highest ?? taken;
        return (_filter.After is null || taken >= _filter.After)
            && (_filter.Before is null || taken < _filter.Before)
            && (!_filter.WithoutDate || taken is null)
            && (_dates is null || _dates.Exists(wanted => taken >= wanted.Lowest && last <= wanted.Highest))
            && Part(_filter.Years, 4, time => time.Year) && Part(_filter.Months, 7, time => time.Month) && Part(_filter.Days, 10, time => time.Day) && Part(_filter.Hours, 13, time => time.Hour);

        // Of "1975" nobody knows the month.
        bool Part(IReadOnlyList<int>? wanted, int length, Func<DateTime, int> part) =>
            wanted is null || (taken is { } time && wanted.Contains(part(time)) && (date is null || date.Period(length) is not null));
    }

    private bool FitsFacts(FileEntry entry) =>
        (_cameras is null || _cameras.Fit(entry.CameraModel ?? entry.CameraMake, entry.CameraModel is null ? null : $"{entry.CameraMake} {entry.CameraModel}"))
        && (_lenses is null || _lenses.Fit(entry.LensModel))
        && Within(entry.Iso, _filter.IsoMin, _filter.IsoMax) && Within(entry.Aperture, _filter.ApertureMin, _filter.ApertureMax)
        && Within(entry.ExposureTime, _filter.ExposureTimeMin, _filter.ExposureTimeMax) && Within(entry.FocalLength, _filter.FocalLengthMin, _filter.FocalLengthMax);

    private bool FitsPicture(Dictionary<string, string> said, FileEntry entry)
    {
        bool isTurned = (said.GetValueOrDefault(StatementField.Orientation) is { Length: 1 } turn && turn[0] is >= '1' and <= '8' ? turn[0] - '0' : entry.Orientation) >= 5;
        (int? width, int? height) = isTurned ? (entry.Height, entry.Width) : (entry.Width, entry.Height);
        return Within((double?)width * height / 1e6, _filter.MegapixelsMin, _filter.MegapixelsMax)
            && (_filter.Shape is null || _filter.Shape.ToUpperInvariant() switch { "PORTRAIT" => width < height, "LANDSCAPE" => width > height, _ => width is not null && width == height });
    }

    private bool FitsWords(Dictionary<string, string> said)
    {
        int? rating = said.GetValueOrDefault(StatementField.Rating) is { } number && int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int stars) && stars is >= -1 and <= 5 ? stars : null;
        string? flag = Text(said, StatementField.Flag) is "pick" or "reject" ? Text(said, StatementField.Flag) : null, label = Text(said, StatementField.Label);
        bool isHidden = said.GetValueOrDefault(StatementField.Hidden) == CanonicalJson.True;
        string[] tags = [.. Called(StatementField.TagPrefix).Where(tag => said[tag] == CanonicalJson.True).Select(tag => tag[StatementField.TagPrefix.Length..])],
            persons = [.. Called(StatementField.PersonPrefix).Select(person => person[StatementField.PersonPrefix.Length..])];
        return Within(rating, _filter.RatingMin, _filter.RatingMax)
            && (!_filter.Unrated || rating is null)
            && (_filter.Flags is null || _filter.Flags.Contains(flag ?? "none", StringComparer.OrdinalIgnoreCase))
            && (_labels is null || (label is null ? _filter.Labels!.Contains("none", StringComparer.OrdinalIgnoreCase) : _labels.Fit(label)))
            && (_filter.Favorite is null || _filter.Favorite == (said.GetValueOrDefault(StatementField.Favorite) == CanonicalJson.True))
            && (_filter.Hidden is { } hidden ? isHidden == hidden : _filter.IncludeHidden || !isHidden)
            && (_tags is null || _tags.Fit(_filter.MatchAll, LevelsOf(tags)))
            && (_withoutTags is null || !_withoutTags.Fit(LevelsOf(tags)))
            && (!_filter.Untagged || tags.Length == 0)
            && (_persons is null || _persons.Fit(_filter.MatchAll, persons))
            && (!_filter.WithoutPerson || persons.Length == 0)
            && (_authors is null || _authors.Fit(Text(said, StatementField.Author) ?? _author));

        IEnumerable<string> Called(string prefix) => said.Keys.Where(field => field.StartsWith(prefix, StringComparison.Ordinal));

        static string[] LevelsOf(string[] tags) => [.. tags.SelectMany(tag => TagPath.WithParents(tag).Concat(tag.Split(TagPath.Separator)))];
    }

    private bool FitsPlace(Dictionary<string, string> said, FileEntry entry)
    {
        (double? latitude, double? longitude) = Said(said.GetValueOrDefault(StatementField.Gps)) ?? (entry.GpsLatitude, entry.GpsLongitude);
        return (!_filter.WithoutGps || latitude is null || longitude is null)
            && (_filter.Near is not { } near || (latitude is { } y && longitude is { } x && Geography.DistanceKm(y, x, near[0], near[1]) <= (_filter.RadiusKm ?? 1)))
            && (_filter.Bounds is not { } bounds || (latitude >= bounds[0] && latitude <= bounds[2]
                && (bounds[1] <= bounds[3] ? longitude >= bounds[1] && longitude <= bounds[3] : longitude >= bounds[1] || longitude <= bounds[3])));
    }

    private static (double?, double?)? Said(string? gps)
    {
        if (gps is null)
            return null;
        JsonElement place = JsonSerializer.Deserialize(gps, IndexJson.Instance.JsonElement);
        return place.ValueKind == JsonValueKind.Object && Number("latitude") is { } latitude && Number("longitude") is { } longitude && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 ? (latitude, longitude) : null;

        double? Number(string name) => place.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
    }

    private static string? Text(Dictionary<string, string> said, string field) => CanonicalJson.Text(said.GetValueOrDefault(field));

    private static string Tag(string name) => TagPath.TryParse(name) ?? name;

    private static bool Within(double? value, double? least, double? most) => (least is null && most is null) || (value >= (least ?? double.MinValue) && value <= (most ?? double.MaxValue));

    /// <summary>Names that are wanted, each as it is or as a wildcard.</summary>
    private sealed record Names(IReadOnlyList<(string Name, Wildcard? Wildcard)> Wanted)
    {
        internal static Names? Of(IEnumerable<string>? names) => names is null ? null : new([.. names.Select(name => CanonicalForm.Compose(name.Trim())).Select(name => (name, Wildcard.IsWildcard(name) ? new Wildcard(name) : null))]);

        /// <summary>Whether one of them fits.</summary>
        internal bool Fit(params string?[] called) => Wanted.Any(wanted => IsCalled(wanted, called));

        /// <summary>Whether all of them fit, or one.</summary>
        internal bool Fit(bool all, string?[] called) => all ? Wanted.All(wanted => IsCalled(wanted, called)) : Fit(called);

        private static bool IsCalled((string Name, Wildcard? Wildcard) wanted, string?[] called) =>
            called.Any(name => name is not null && (string.Equals(name, wanted.Name, StringComparison.OrdinalIgnoreCase) || (wanted.Wildcard?.IsMatch(name) ?? false)));
    }
}
