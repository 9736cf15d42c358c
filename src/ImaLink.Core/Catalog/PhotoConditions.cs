using System.Globalization;
using System.Text.Json;
using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>One condition of a filter.</summary>
/// <param name="Fits">Whether a row of photo fits: asked of one photo after the other.</param>
/// <param name="Set">The statement that selects the ids of those that fit, from an index; null where none can answer.</param>
internal sealed record PhotoCondition(string Fits, string? Set)
{
    /// <summary>Whether asking it of very many photos takes longer than selecting all that fit.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Whether what it selects comes as photos became known, the first at once.</summary>
    public bool IsFullText { get; init; }

    /// <summary>Whether very many fit: they are not counted.</summary>
    public bool IsMany { get; init; }

    /// <summary>Whether it selects the photos of albums.</summary>
    public bool IsAlbum { get; init; }

    /// <summary>The column of photo that it bounds: photos in the order of that column are read from there on, and no further.</summary>
    public string? Column { get; init; }
}

/// <summary>A filter in SQL: conditions of the table photo, with their values as parameters.</summary>
internal sealed class PhotoConditions
{
    private readonly List<PhotoCondition> _all = [];
    private readonly FilterNames _names;

    /// <param name="catalog">The catalog, in which names are looked up.</param>
    /// <param name="filter">What is wanted.</param>
    /// <param name="scope">What its storages, sessions and albums are.</param>
    /// <exception cref="ImaLinkException">InvalidValue: there are no such values.</exception>
    internal PhotoConditions(CatalogDatabase catalog, PhotoFilter filter, PhotoScope scope)
    {
        _names = new FilterNames(catalog);
        PhotoFilterRules.Check(filter);
        AddTimes(filter);
        AddFacts(filter);
        AddWords(filter);
        AddPlaces(filter);
        AddFiles(catalog, filter, scope);
    }

    internal IReadOnlyList<PhotoCondition> All => _all;

    /// <summary>Names that nothing is called by, each as an error that says so.</summary>
    internal IReadOnlyList<ImaLinkException> Unknown => _names.Unknown;

    /// <summary>The values of the parameters @0, @1, ….</summary>
    internal List<object?> Values { get; } = [];

    private string Value(object value)
    {
        Values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"@{Values.Count - 1}");
    }

    private string Texts(IEnumerable<string> values) => $"(SELECT value FROM json_each({Value(JsonSerializer.Serialize(values.ToList(), IndexJson.Instance.ListString))}))";

    private string Numbers(IEnumerable<long> values) => $"(SELECT value FROM json_each({Value($"[{string.Join(',', values)}]")}))";

    /// <summary>A condition of the row itself, which an index answers.</summary>
    private void Row(string condition, string? column = null) => _all.Add(new PhotoCondition(condition, $"SELECT photo.id FROM photo WHERE {condition}") { Column = column });

    private void Add(string? set, string fits, bool isSlow = false, bool isFullText = false) =>
        _all.Add(new PhotoCondition(fits, set) { IsSlow = isSlow, IsFullText = isFullText });

    private void AddTimes(PhotoFilter filter)
    {
        const string Taken = "taken";
        if (filter.After is { } after)
            Row($"photo.taken >= {Value(IndexTime.FormatLocal(after))}", Taken);
        if (filter.Before is { } before)
            Row($"photo.taken < {Value(IndexTime.FormatLocal(before))}", Taken);
        if (filter.WithoutDate)
            Row("photo.taken IS NULL");
        if (filter.Dates is { } dates)
            Row(Any(dates.Select(Edtf.ParsePeriod).Select(date => Within(Value(IndexTime.FormatLocal(date.Lowest)), Value(IndexTime.FormatLocal(date.Highest))))), Taken);
        // Of "1975" nobody knows the month: a date that was said has to lie in one of them as a whole.
        if (filter.Years is { } years)
            Row(Any(InARow(years).Select(run => string.Create(CultureInfo.InvariantCulture, $"photo.taken BETWEEN '{run.First:D4}' AND '{run.Last:D4}~'"))) + $" AND {IsWithin(4)}", Taken);
        if (filter.Months is { } months)
            Row($"substr(photo.taken, 6, 2) IN ({Parts(months)}) AND {IsWithin(7)}");
        if (filter.Days is { } days)
            Row($"substr(photo.taken, 9, 2) IN ({Parts(days)}) AND {IsWithin(10)}");
        if (filter.Hours is { } hours)
            Row($"substr(photo.taken, 12, 2) IN ({Parts(hours)}) AND {IsWithin(13)}");

        static string Parts(IEnumerable<int> parts) => string.Join(", ", parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"'{part:D2}'")));

        static string Within(string lowest, string highest) => $"(photo.taken BETWEEN {lowest} AND {highest} AND (photo.taken_edtf IS NULL OR edtf_last(photo.taken_edtf) <= {highest}))";

        static string IsWithin(int length) => string.Create(CultureInfo.InvariantCulture, $"(photo.taken_edtf IS NULL OR edtf_period(photo.taken_edtf, {length}) NOT NULL)");
    }

    /// <summary>Numbers as ranges of those that follow each other.</summary>
    private static IEnumerable<(int First, int Last)> InARow(IEnumerable<int> numbers) =>
        numbers.Distinct().Order().Select((number, i) => (Number: number, Run: number - i)).GroupBy(each => each.Run).Select(run => (run.First().Number, run.Last().Number));

    private static string Any(IEnumerable<string> conditions) => $"({string.Join(" OR ", conditions.DefaultIfEmpty("0"))})";

    private void AddFacts(PhotoFilter filter)
    {
        if (filter.Cameras is { } cameras)
            Row($"photo.camera_id IN {Numbers(_names.Cameras(cameras))}");
        if (filter.Lenses is { } lenses)
            Row($"photo.lens_id IN {Numbers(_names.Lenses(lenses))}");
        Range("iso", filter.IsoMin, filter.IsoMax);
        Range("aperture", filter.ApertureMin, filter.ApertureMax);
        Range("exposure_time", filter.ExposureTimeMin, filter.ExposureTimeMax);
        Range("focal_length", filter.FocalLengthMin, filter.FocalLengthMax);
        Range("rating", filter.RatingMin, filter.RatingMax);
        if (filter.Unrated)
            Row("photo.rating IS NULL");
        if (filter.Formats is { } formats)
            Row($"photo.format IN {Texts(_names.Formats(formats))}");
        if (filter.Kinds is { } kinds)
            Row($"photo.format IN {Texts(_names.FormatsOf(kinds))}");
        Range("width * photo.height", filter.MegapixelsMin * 1e6, filter.MegapixelsMax * 1e6);
        if (filter.Shape is { } shape)
        {
            string sign = shape.ToUpperInvariant() switch { "PORTRAIT" => "<", "LANDSCAPE" => ">", _ => "=" };
            Row($"photo.width {sign} photo.height");
        }

        void Range(string column, double? least, double? most)
        {
            if (least is not null || most is not null)
                Row($"photo.{column} BETWEEN {Value(least ?? -1e300)} AND {Value(most ?? 1e300)}", column);
        }
    }

    private void AddWords(PhotoFilter filter)
    {
        if (filter.Text is { } text)
        {
            TextExpression wanted = TextExpression.Parse(text);
            string set = $"SELECT photo_text.rowid FROM photo_text WHERE photo_text MATCH {Value(wanted.Match)}";
            if (wanted.IsNegated)
                Add(null, $"photo.id NOT IN ({set})");
            else
                Add(set, $"EXISTS ({set} AND photo_text.rowid = photo.id)", isSlow: true, isFullText: true);
        }

        if (filter.Flags is { } flags)
            OneOf("flag", flags, [.. flags.Select(flag => flag.ToLowerInvariant())]);
        if (filter.Labels is { } labels)
            OneOf("label", labels, _names.Labels(labels));
        if (filter.Favorite is { } favorite)
            Member($"photo.favorite = {(favorite ? 1 : 0)}", favorite);
        if (filter.Hidden is { } hidden)
            Member($"photo.hidden = {(hidden ? 1 : 0)}", hidden);
        else if (!filter.IncludeHidden)
            Add(null, "photo.hidden = 0");
        Joined(filter.Tags, filter.MatchAll, "photo_tag", "tag_id", tags => _names.Tags(tags, isExcluded: false));
        Joined(filter.Persons, filter.MatchAll, "photo_person", "person_id", _names.Persons);
        if (filter.WithoutTags is { } unwanted)
            Add(null, $"NOT EXISTS (SELECT 1 FROM photo_tag WHERE photo_tag.photo_id = photo.id AND photo_tag.tag_id IN {Numbers(_names.Tags(unwanted, isExcluded: true))})");
        if (filter.Untagged)
            Add(null, "NOT EXISTS (SELECT 1 FROM photo_tag WHERE photo_tag.photo_id = photo.id)");
        if (filter.WithoutPerson)
            Add(null, "NOT EXISTS (SELECT 1 FROM photo_person WHERE photo_person.photo_id = photo.id)");
        if (filter.Authors is { } authors)
            Row($"photo.author IN {Texts(_names.Authors(authors))}");

        void Member(string condition, bool isRare)
        {
            if (isRare)
                Row(condition);
            else
                Add(null, condition);
        }

        void OneOf(string column, IReadOnlyList<string> wanted, IReadOnlyCollection<string> values) =>
            Row($"(photo.{column} IN {Texts(values)}{(wanted.Contains("none", StringComparer.OrdinalIgnoreCase) ? $" OR photo.{column} IS NULL" : "")})");
    }

    /// <summary>Photos that are joined with one of what each name stands for; all names, or any.</summary>
    private void Joined(IReadOnlyList<string>? names, bool all, string table, string column, Func<IReadOnlyList<string>, IReadOnlyCollection<long>> ids)
    {
        if (names is null)
            return;
        foreach (IReadOnlyList<string> group in all ? names.Select(name => (IReadOnlyList<string>)[name]) : [names])
        {
            string wanted = $"{table}.{column} IN {Numbers(ids(group))}";
            Add($"SELECT {table}.photo_id FROM {table} WHERE {wanted}", $"EXISTS (SELECT 1 FROM {table} WHERE {table}.photo_id = photo.id AND {wanted})");
        }
    }

    private void AddPlaces(PhotoFilter filter)
    {
        if (filter.WithoutGps)
            Row("photo.place_cell IS NULL");
        if (filter.Near is { } near)
        {
            double km = filter.RadiusKm ?? 1;
            Within(Geography.CellsNear(near[0], near[1], km), $"distance_km(photo.latitude, photo.longitude, {Value(near[0])}, {Value(near[1])}) <= {Value(km)}");
        }

        if (filter.Bounds is { } bounds)
        {
            string longitude = bounds[1] <= bounds[3] ? "AND" : "OR";
            Within(Geography.Cells(bounds[0], bounds[1], bounds[2], bounds[3]),
                $"photo.latitude BETWEEN {Value(bounds[0])} AND {Value(bounds[2])} AND (photo.longitude >= {Value(bounds[1])} {longitude} photo.longitude <= {Value(bounds[3])})");
        }

        void Within(List<(int First, int Last)> cells, string exactly)
        {
            string ranges = Value("[" + string.Join(',', cells.Select(range => string.Create(CultureInfo.InvariantCulture, $"[{range.First},{range.Last}]"))) + "]");
            Add($"SELECT photo.id FROM json_each({ranges}) AS cells CROSS JOIN photo ON photo.place_cell BETWEEN cells.value ->> 0 AND cells.value ->> 1 WHERE {exactly}",
                $"photo.place_cell IS NOT NULL AND {exactly}");
        }
    }

    private void AddFiles(CatalogDatabase catalog, PhotoFilter filter, PhotoScope scope)
    {
        const string Files = "image CROSS JOIN file ON file.image_id = image.id";
        if (filter.Hothashes is { } hothashes)
        {
            string wanted = Texts(hothashes);
            Add($"SELECT image.photo_id FROM image WHERE image.hothash IN (SELECT unhex(value) FROM {wanted})",
                $"EXISTS (SELECT 1 FROM image WHERE image.photo_id = photo.id AND image.hothash IN (SELECT unhex(value) FROM {wanted}))");
        }

        if (filter.Uuids is { } uuids)
            Row($"photo.uuid IN (SELECT unhex(value, '-') FROM {Texts(uuids.Select(uuid => uuid.ToString()))})");
        if (filter.Ids is { } ids)
            Row($"photo.id IN {Numbers(ids)}");
        foreach (IReadOnlyList<AlbumScope> album in Groups(scope.Albums, filter.MatchAll))
        {
            string set = $"SELECT album_photo.photo_id FROM album_photo WHERE album_photo.album_id IN {Numbers(album.SelectMany(one => one.Ids))} AND album_photo.photo_id NOT NULL"
                + $" UNION SELECT value FROM {Numbers(album.SelectMany(one => one.Found))}";
            _all.Add(new PhotoCondition($"photo.id IN ({set})", set) { IsAlbum = true });
        }

        if (scope.Sessions is { } sessions)
            Holder("session_id", sessions);
        if (scope.Storages is { } storages)
            Holder("storage_id", storages);
        if (filter.Paths is { } paths)
            AddPaths(new PathCondition(catalog, paths, Value));
        if (filter.CopiesLessThan is { } copies)
            Add(null, $"EXISTS (SELECT 1 FROM {Files} WHERE image.photo_id = photo.id AND {FileConditions.Copies(scope.Places)} < {Value(copies)})");

        static IEnumerable<IReadOnlyList<AlbumScope>> Groups(IReadOnlyList<AlbumScope>? albums, bool all) =>
            albums is null ? [] : all ? albums.Select(album => (IReadOnlyList<AlbumScope>)[album]) : [albums];

        void Holder(string column, IReadOnlyCollection<long> ids)
        {
            string wanted = $"file.{column} IN {Numbers(ids)}";
            Add($"SELECT image.photo_id FROM file CROSS JOIN image ON image.id = file.image_id WHERE {wanted}", $"EXISTS (SELECT 1 FROM {Files} WHERE image.photo_id = photo.id AND {wanted})");
        }
    }

    private void AddPaths(PathCondition paths)
    {
        if (paths.Listed is { } listed)
        {
            string ids = Numbers(listed);
            Add($"SELECT image.photo_id FROM {ids} AS listed CROSS JOIN file ON file.id = listed.value CROSS JOIN image ON image.id = file.image_id",
                $"EXISTS (SELECT 1 FROM image CROSS JOIN file ON file.image_id = image.id WHERE image.photo_id = photo.id AND file.id IN {ids})");
            return;
        }

        string? found = paths.Match is { } match ? $"SELECT photo_text.rowid FROM photo_text WHERE photo_text MATCH {match} AND {Fits("photo_text.rowid")}" : null;
        _all.Add(new PhotoCondition(Fits("photo.id"), found) { IsFullText = found is not null, IsMany = true });

        string Fits(string photo) =>
            $"EXISTS (SELECT 1 FROM image CROSS JOIN file ON file.image_id = image.id CROSS JOIN storage ON storage.id = file.storage_id WHERE image.photo_id = {photo} AND {paths.Fits})";
    }
}
