using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImaLink.Index;
using ImaLink.Media.Companions;
using ImaLink.Media.Formats;
using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>
/// What one source says of a picture in its owner's words: values by field of a statement. This is the way of all that others say into ImaLink: a photo's own metadata and its sidecar
/// (<see cref="Of"/>, <see cref="OfSidecar"/>), and whatever else tells of photos, which fills one by the methods that are called like the fields. <see cref="Statements"/> is what an
/// entry gets that is new; <see cref="WordIntake"/> gives them to an image that is there already. What cannot be recorded is left out and named in <see cref="Refused"/>: nothing throws.
/// </summary>
internal sealed class FileWords
{
    /// <summary>Digits of one word in a <see cref="Digest"/>.</summary>
    internal const int DigestLength = 8;

    private static readonly string[] Lists = [StatementField.TagPrefix, StatementField.PersonPrefix];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _regions = new(StringComparer.Ordinal);
    private readonly List<string> _refused = [], _unlike = [];
    private bool _isUnrated;

    /// <summary>Values as canonical JSON, by field, in the order in which they were said.</summary>
    internal IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Where it says another time or place than the photo states, which counts: as sentences without their subject.</summary>
    internal IReadOnlyList<string> Unlike => _unlike;

    /// <summary>What could not be recorded, and why, as sentences.</summary>
    internal IReadOnlyList<string> Refused => _refused;

    /// <summary>
    /// All that is said, in short: of each field and value eight digits, in their order. It is recorded of the source, so that a later look tells what another program changed in it.
    /// </summary>
    internal string Digest => string.Concat(_values.Select(word => DigestOf(word.Key, word.Value)).Order(StringComparer.Ordinal));

    /// <summary>What a photo's own metadata says. Time, place and how it is turned are facts of the file and stay that.</summary>
    internal static FileWords Of(ImageFacts facts)
    {
        var words = new FileWords();
        words.Title(facts.Title);
        words.Description(facts.Description);
        words.AltText(facts.AltText);
        words.Rating(facts.Rating);
        words.Flag(facts.Flag);
        words.Label(facts.Label);
        words.Favorite(facts.IsFavorite);
        words.Hidden(facts.IsHidden);
        words.Author(facts.Author);
        words.Rights(facts.Rights);
        words.Location(facts.Location);
        foreach (string keyword in facts.Keywords)
            words.Tag(keyword);
        foreach (PersonFact person in facts.Persons)
            words.Person(person.Name, person.Region?.InStored(facts.Width, facts.Height, facts.Orientation));
        return words;
    }

    /// <summary>What a sidecar says: as a photo's own metadata does, and of time, place and orientation what the photo itself does not say.</summary>
    /// <param name="sidecar">What was read of it.</param>
    /// <param name="photo">What is recorded of its photo.</param>
    internal static FileWords OfSidecar(ImageFacts sidecar, FileEntry photo)
    {
        FileWords words = Of(sidecar with { Width = photo.Width, Height = photo.Height, Orientation = photo.Orientation ?? sidecar.Orientation });
        if (sidecar.GpsLatitude is { } latitude && sidecar.GpsLongitude is { } longitude && !IsSamePlace(sidecar, photo))
            words.Gps(latitude, longitude, sidecar.GpsAltitude);
        if (sidecar.TakenAt is { } taken && IsNews(taken, CaptureTime.Parse(photo.TakenAt, photo.TakenAtSource)))
            words.Date(taken.ToString());
        return words;
    }

    /// <summary>What a companion, or a document that speaks of photos, says, by its kind.</summary>
    /// <param name="kind">A kind of which <see cref="CompanionFacts.Speaks(string?)"/> is true, or that of a <see cref="PhotoNote"/>.</param>
    /// <param name="said">What was read of it.</param>
    /// <param name="photo">What is recorded of its photo.</param>
    /// <param name="zone">The zone of the photo's session.</param>
    internal static FileWords OfCompanion(string kind, ImageFacts said, FileEntry photo, string? zone) => kind switch
    {
        CompanionKind.Sidecar => OfSidecar(said, photo),
        // Picasa measures in the stored picture, but in what it shows of a RAW.
        PicasaNotes.Kind when FormatTable.Find(photo.FileFormat ?? "")?.Kind == MediaKind.Raw =>
            OfExport(said with { Persons = [.. said.Persons.Select(person => person with { Region = person.Region?.Stored(photo.Orientation) })] }, photo, zone),
        _ => OfExport(said, photo, zone),
    };

    /// <summary>
    /// What an export of another program says. Its time and place are copies of the photo's own, guesses, or corrections: they count where the photo states none, and where they are others than it states, that is
    /// told. The time is UTC, and is told as clocks of the session's zone showed it.
    /// </summary>
    private static FileWords OfExport(ImageFacts said, FileEntry photo, string? zone)
    {
        FileWords words = Of(said);
        if (photo.GpsLatitude is null && said.GpsLatitude is { } latitude && said.GpsLongitude is { } longitude)
            words.Gps(latitude, longitude, said.GpsAltitude);
        if (photo.TakenAt is null && said.TakenAt is { } taken)
            words.Date(taken.In(zone).ToString());
        words._unlike.AddRange(UnlikePhoto.Of(said, photo));
        return words;
    }

    internal void Title(string? text) => Say(StatementField.Title, () => PhotoValues.Line("A title", Line(text)));

    internal void Description(string? text) => Say(StatementField.Description, () => PhotoValues.Lines("A description", Lines(text)));

    internal void AltText(string? text) => Say(StatementField.AltText, () => PhotoValues.Lines("An alternative text", Lines(text)));

    /// <summary>-1 is rejected, 1 to 5 stars; 0 is that there is none.</summary>
    internal void Rating(int? rating)
    {
        _isUnrated |= rating == 0;
        Say(StatementField.Rating, () => rating == 0 ? null : PhotoValues.Rating(rating));
    }

    internal void Flag(string? flag) => Say(StatementField.Flag, () => PhotoValues.Flag(flag));

    internal void Label(string? label) => Say(StatementField.Label, () => PhotoValues.Label(Line(label)));

    internal void Favorite(bool isFavorite) => Say(StatementField.Favorite, () => PhotoValues.Mark(isFavorite));

    internal void Hidden(bool isHidden) => Say(StatementField.Hidden, () => PhotoValues.Mark(isHidden));

    internal void Author(string? name) => Say(StatementField.Author, () => PhotoValues.Line("An author", Line(name)));

    internal void Rights(string? text) => Say(StatementField.Rights, () => PhotoValues.Line("A right", Line(text)));

    /// <summary>A place in words, by city, state, country, code, sublocation, text.</summary>
    internal void Location(IReadOnlyDictionary<string, string>? parts) =>
        Say(StatementField.Location, () => PhotoValues.Location(parts?.ToDictionary(part => part.Key, part => Line(part.Value), StringComparer.Ordinal)));

    internal void Gps(double latitude, double longitude, double? altitude) => Say(StatementField.Gps, () => PhotoValues.Gps(latitude, longitude, altitude));

    /// <summary>When it was taken, in EDTF.</summary>
    internal void Date(string? date) => Say(StatementField.Date, () => PhotoValues.Date(date));

    /// <summary>A tag; levels are parted by <c>/</c> or <c>|</c>.</summary>
    internal void Tag(string path)
    {
        try
        {
            Set(StatementField.Tag(TagPath.Parse(Line(path)!)), CanonicalJson.True);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.InvalidValue)
        {
            _refused.Add(e.Message);
        }
    }

    /// <summary>A person, and where in the stored, unrotated picture; said several times where the person is there several times.</summary>
    internal void Person(string name, RegionFact? region = null)
    {
        try
        {
            string field = StatementField.Person(PhotoValues.Person(Line(name)!));
            if (region?.Clipped() is not { } part)
            {
                if (!_values.ContainsKey(field))
                    Set(field, CanonicalJson.True);
                return;
            }

            if (!_regions.TryGetValue(field, out List<string>? regions))
                _regions.Add(field, regions = []);
            string value = PhotoValues.Region(part.X, part.Y, part.Width, part.Height);
            if (regions.Contains(value))
                return;
            regions.Add(value);
            Set(field, regions.Count == 1 ? value : $"[{string.Join(',', regions)}]");
        }
        catch (Exception e) when (e is ImaLinkException { Code: ErrorCode.InvalidValue } or JsonException)
        {
            _refused.Add(e.Message);
        }
    }

    /// <summary>Adds what another source says of fields that are not said yet. Tags of both are united; what says less than another is left out.</summary>
    internal void Add(FileWords other)
    {
        _unlike.AddRange(other._unlike);
        foreach ((string field, string value) in other._values)
            if (_values.GetValueOrDefault(field) is null or CanonicalJson.True)
                _values[field] = value;
        string[] tags = [.. _values.Keys.Where(field => field.StartsWith(StatementField.TagPrefix, StringComparison.Ordinal)).Select(field => field[StatementField.TagPrefix.Length..])];
        var kept = TagUnion.Of(tags.Where(IsPath), tags.Where(tag => !IsPath(tag))).ToHashSet(StringComparer.Ordinal);
        foreach (string tag in tags)
            if (!kept.Contains(tag))
                _values.Remove(StatementField.Tag(tag));

        static bool IsPath(string tag) => tag.Contains(TagPath.Separator, StringComparison.Ordinal);
    }

    /// <summary>The statements of a picture that is new: revision 1 of nobody, so that whatever the owner says here outranks it; null where nothing is said.</summary>
    internal List<Statement>? Statements() => _values.Count == 0 ? null : [.. _values.Select(word => new Statement(word.Key, word.Value, 1, null))];

    /// <summary>
    /// Whether a field that was said and is not said any more was taken away: where the source still has others like it, or says so. A program that does not know a field leaves it out, too.
    /// </summary>
    internal bool Withdraws(string field) => !_values.ContainsKey(field)
        && ((field == StatementField.Rating && _isUnrated) || Array.Exists(Lists, list => field.StartsWith(list, StringComparison.Ordinal) && _values.Keys.Any(other => other.StartsWith(list, StringComparison.Ordinal))));

    /// <summary>The words of statements, withdrawals left out.</summary>
    internal static FileWords From(IEnumerable<Statement> said)
    {
        var words = new FileWords();
        foreach (Statement statement in said)
            if (statement.Value is not null)
                words.Set(statement.Field, statement.Value);
        return words;
    }

    /// <summary>The digits of one field and its value.</summary>
    internal static string DigestOf(string field, string value) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{field}={value}")).AsSpan(0, DigestLength / 2)).ToLowerInvariant();

    /// <summary>The parts of a <see cref="Digest"/>.</summary>
    internal static HashSet<string> Digests(string digest) => [.. Enumerable.Range(0, digest.Length / DigestLength).Select(i => digest.Substring(i * DigestLength, DigestLength))];

    /// <summary>Fields as a person reads them: <c>title, rating, 3 tags, Anna</c>.</summary>
    internal static string Names(IEnumerable<string> fields)
    {
        const int most = 5;
        var names = new List<string>();
        string[] all = [.. fields];
        names.AddRange(all.Where(field => !Is(field, StatementField.TagPrefix) && !Is(field, StatementField.PersonPrefix)).Select(field => field.Replace('_', ' ')));
        string[] tags = [.. all.Where(field => Is(field, StatementField.TagPrefix))], persons = [.. all.Where(field => Is(field, StatementField.PersonPrefix))];
        if (tags.Length > 0)
            names.Add(tags.Length == 1 ? $"tag {tags[0][StatementField.TagPrefix.Length..]}" : string.Create(CultureInfo.InvariantCulture, $"{tags.Length} tags"));
        if (persons.Length > most)
            names.Add(string.Create(CultureInfo.InvariantCulture, $"{persons.Length} persons"));
        else
            names.AddRange(persons.Select(field => field[StatementField.PersonPrefix.Length..]));
        return string.Join(", ", names);

        static bool Is(string field, string prefix) => field.StartsWith(prefix, StringComparison.Ordinal);
    }

    private void Say(string field, Func<string?> value)
    {
        try
        {
            if (value() is { } said)
                Set(field, said);
        }
        catch (Exception e) when (e is ImaLinkException { Code: ErrorCode.InvalidValue } or JsonException)
        {
            _refused.Add(e.Message);
        }
    }

    private void Set(string field, string value)
    {
        if (StatementRules.Fault(field) is { } fault)
            _refused.Add($"There can be no field '{IndexCheck.Excerpt(field)}': {fault}.");
        else
            _values[field] = value;
    }

    // NUL stays, and is refused: what comes after it was not meant.
    private static string? Line(string? text) => text is null ? null
        : string.Concat(text.Select(c => c != '\0' && (char.IsControl(c) || c is '\u2028' or '\u2029') ? ' ' : c));

    private static string? Lines(string? text) => text is null ? null
        : string.Concat(text.ReplaceLineEndings("\n").Select(c => c != '\0' && c is not ('\n' or '\t') && char.IsControl(c) ? ' ' : c));

    /// <summary>Programs copy the photo's place with fewer digits: a metre is none.</summary>
    private static bool IsSamePlace(ImageFacts sidecar, FileEntry photo)
    {
        const double metre = 1e-5;
        return photo.GpsLatitude is { } latitude && photo.GpsLongitude is { } longitude
            && Math.Abs(latitude - sidecar.GpsLatitude!.Value) < metre && Math.Abs(longitude - sidecar.GpsLongitude!.Value) < metre
            && (sidecar.GpsAltitude is not { } altitude || (photo.GpsAltitude is { } known && Math.Abs(altitude - known) < 1));
    }

    /// <summary>
    /// Whether a sidecar's time is another than the photo's, as far as both state it. What satellites tell, when it was digitised, or UTC of a film's header is no word of an owner where the
    /// photo states a time itself.
    /// </summary>
    private static bool IsNews(CaptureTime taken, CaptureTime? photo)
    {
        if (photo is null)
            return true;
        if (taken.Source is not ("XMP:DateTimeOriginal" or "XMP:DateCreated"))
            return false;
        if (photo.IsUtc && taken.Offset is { } offset && taken.Precision >= DatePrecision.Minute)
            return Math.Abs((taken.Time - offset - photo.Time).TotalMinutes) >= 1;
        DatePrecision precision = (DatePrecision)Math.Min((int)taken.Precision, (int)photo.Precision);
        if (taken.Precision > photo.Precision)
            return true;
        return new CaptureTime(taken.Time, precision, null, "").ToString().Split('.')[0] != new CaptureTime(photo.Time, precision, null, "").ToString().Split('.')[0];
    }
}
