using System.Globalization;
using System.Text.Json;
using ImaLink.Index;
using ImaLink.Media.Formats;

namespace ImaLink.Catalog;

/// <summary>One condition of a filter.</summary>
/// <param name="Fits">Whether a row of photo fits: asked of one photo after the other.</param>
/// <param name="Set">The statement that selects the ids of those that fit, from an index; null where none can answer.</param>
internal sealed record PhotoCondition(string Fits, string? Set);

/// <summary>A filter in SQL: conditions of the table photo, with their values as parameters.</summary>
internal sealed class PhotoConditions
{
    private readonly List<PhotoCondition> _all = [];

    /// <param name="filter">What is wanted; the ids of its storages and sessions are given apart.</param>
    /// <param name="storages">Ids of its storages; null where it names none.</param>
    /// <param name="sessions">Ids of its sessions; null where it names none.</param>
    /// <exception cref="ImaLinkException">InvalidValue: there are no such values.</exception>
    internal PhotoConditions(PhotoFilter filter, IReadOnlyCollection<long>? storages, IReadOnlyCollection<long>? sessions)
    {
        AddTimes(filter);
        AddFacts(filter);
        AddWords(filter);
        AddPlaces(filter);
        AddFiles(filter, storages, sessions);
    }

    internal IReadOnlyList<PhotoCondition> All => _all;

    /// <summary>The values of the parameters @0, @1, ….</summary>
    internal List<object?> Values { get; } = [];

    private string Value(object value)
    {
        Values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"@{Values.Count - 1}");
    }

    private string Texts(IEnumerable<string> values) => Value(JsonSerializer.Serialize(values.ToList(), IndexJson.Instance.ListString));

    private static string Numbers(IEnumerable<long> values) => $"[{string.Join(',', values)}]";

    /// <summary>A condition of the row itself, which an index may answer.</summary>
    private void Row(string condition, bool isIndexed = true) => _all.Add(new PhotoCondition(condition, isIndexed ? $"SELECT photo.id FROM photo WHERE {condition}" : null));

    private void Add(string? set, string fits) => _all.Add(new PhotoCondition(fits, set));

    private void AddTimes(PhotoFilter filter)
    {
        if (filter.After is { } after)
            Row($"photo.taken >= {Value(IndexTime.FormatLocal(after))}");
        if (filter.Before is { } before)
            Row($"photo.taken < {Value(IndexTime.FormatLocal(before))}");
        if (filter.WithoutDate)
            Row("photo.taken IS NULL");
        if (filter.Years is { } years)
            Row("(" + string.Join(" OR ", Checked(years, 1, 9999, "year").Select(year => string.Create(CultureInfo.InvariantCulture, $"photo.taken BETWEEN '{year:D4}' AND '{year:D4}~'")).DefaultIfEmpty("0")) + ")");
        // Of "1975" nobody knows the month: where the owner said a date, it has to be said in it.
        if (filter.Months is { } months)
            Row($"substr(photo.taken, 6, 2) IN ({Parts(months, 1, 12, "month")}) AND {IsSaid("????-[0-1][0-9]*")}");
        if (filter.Days is { } days)
            Row($"substr(photo.taken, 9, 2) IN ({Parts(days, 1, 31, "day of a month")}) AND {IsSaid("????-??-[0-3][0-9]*")}", isIndexed: false);
        if (filter.Hours is { } hours)
            Row($"substr(photo.taken, 12, 2) IN ({Parts(hours, 0, 23, "hour")}) AND {IsSaid("????-??-??T*")}", isIndexed: false);

        static string Parts(IEnumerable<int> parts, int least, int most, string what) =>
            string.Join(", ", Checked(parts, least, most, what).Select(part => string.Create(CultureInfo.InvariantCulture, $"'{part:D2}'")));

        static string IsSaid(string shape) => $"(photo.taken_edtf IS NULL OR photo.taken_edtf GLOB '{shape}')";
    }

    private void AddFacts(PhotoFilter filter)
    {
        if (filter.Cameras is { } cameras)
            Row($"photo.camera_id IN (SELECT camera.id FROM camera WHERE {AnyFits(cameras, "camera.name", "camera.model", "concat_ws(' ', camera.make, camera.model)")})");
        if (filter.Lenses is { } lenses)
            Row($"photo.lens_id IN (SELECT lens.id FROM lens WHERE {AnyFits(lenses, "lens.model")})");
        Range("iso", filter.IsoMin, filter.IsoMax);
        Range("aperture", filter.ApertureMin, filter.ApertureMax);
        Range("exposure_time", filter.ExposureTimeMin, filter.ExposureTimeMax);
        Range("focal_length", filter.FocalLengthMin, filter.FocalLengthMax);
        Checked([.. new[] { filter.RatingMin, filter.RatingMax }.OfType<int>()], -1, 5, "rating");
        Range("rating", filter.RatingMin, filter.RatingMax);
        if (filter.Unrated)
            Row("photo.rating IS NULL");
        if (filter.Formats is { } formats)
            Row($"photo.format IN (SELECT value FROM json_each({Texts(formats.SelectMany(FormatTable.NamesOf))}))");
        if (filter.Kinds is { } kinds)
            Row($"photo.kind IN (SELECT lower(value) FROM json_each({Texts(kinds)}))", isIndexed: false);
        if (filter.MegapixelsMin is { } megapixels)
            Row($"photo.width * photo.height >= {Value(megapixels * 1e6)}", isIndexed: false);
        if (filter.Shape is { } shape)
        {
            string sign = shape.ToUpperInvariant() switch { "PORTRAIT" => "<", "LANDSCAPE" => ">", "SQUARE" => "=", _ => throw Wrong(shape, "portrait, landscape or square") };
            Row($"photo.width {sign} photo.height", isIndexed: false);
        }

        void Range(string column, double? least, double? most)
        {
            if (least is not null || most is not null)
                Row($"photo.{column} BETWEEN {Value(least ?? -1e300)} AND {Value(most ?? 1e300)}");
        }
    }

    private void AddWords(PhotoFilter filter)
    {
        if (filter.Text is { } text)
        {
            TextExpression wanted = TextExpression.Parse(text);
            string match = Value(wanted.Match);
            Add(wanted.IsNegated ? null : $"SELECT photo_text.rowid FROM photo_text WHERE photo_text MATCH {match}",
                $"{(wanted.IsNegated ? "NOT " : "")}EXISTS (SELECT 1 FROM photo_text WHERE photo_text.rowid = photo.id AND photo_text MATCH {match})");
        }

        OneOf("flag", filter.Flags);
        OneOf("label", filter.Labels);
        if (filter.Favorite is { } favorite)
            Row($"photo.favorite = {(favorite ? 1 : 0)}", favorite);
        if (filter.Hidden is { } hidden)
            Row($"photo.hidden = {(hidden ? 1 : 0)}", hidden);
        else if (!filter.IncludeHidden)
            Row("photo.hidden = 0", isIndexed: false);
        Members(filter.Tags, filter.MatchAll, "photo_tag", "tag_id", tag => $"SELECT tag.id FROM tag WHERE {IsTag(tag)}", "");
        Members(filter.WithoutTags, true, "photo_tag", "tag_id", tag => $"SELECT tag.id FROM tag WHERE {IsTag(tag)}", "NOT ");
        Members(filter.Persons, filter.MatchAll, "photo_person", "person_id", person => $"SELECT person.id FROM person WHERE {AnyFits([person], "person.name")}", "");
        if (filter.Untagged)
            Add(null, "NOT EXISTS (SELECT 1 FROM photo_tag WHERE photo_tag.photo_id = photo.id)");
        if (filter.WithoutPerson)
            Add(null, "NOT EXISTS (SELECT 1 FROM photo_person WHERE photo_person.photo_id = photo.id)");
        if (filter.Authors is { } authors)
            Row($"photo.author IN (SELECT author.name FROM (SELECT DISTINCT photo.author AS name FROM photo) AS author WHERE {AnyFits(authors, "author.name")})");

        void OneOf(string column, IReadOnlyList<string>? wanted)
        {
            if (wanted is not null)
            {
                Row($"(photo.{column} IN (SELECT value FROM json_each({Texts(wanted)})){(wanted.Contains("none", StringComparer.OrdinalIgnoreCase) ? $" OR photo.{column} IS NULL" : "")})");
            }
        }
    }

    private string IsTag(string tag) => tag.Contains('/', StringComparison.Ordinal)
        ? AnyFits([tag, tag + "/*"], "tag.path")
        : AnyFits([tag, tag + "/*", "*/" + tag, $"*/{tag}/*"], "tag.path");

    /// <summary>Photos that are joined with one of what each name stands for; all names, or any.</summary>
    private void Members(IReadOnlyList<string>? names, bool all, string table, string column, Func<string, string> ids, string not)
    {
        if (names is null)
            return;
        foreach (IReadOnlyList<string> group in all ? names.Select(name => (IReadOnlyList<string>)[name]) : [names])
        {
            string wanted = $"{table}.{column} IN ({string.Join(" UNION ", group.Select(ids))})";
            Add(not.Length > 0 ? null : $"SELECT DISTINCT {table}.photo_id FROM {table} WHERE {wanted}", $"{not}EXISTS (SELECT 1 FROM {table} WHERE {table}.photo_id = photo.id AND {wanted})");
        }
    }

    private void AddPlaces(PhotoFilter filter)
    {
        if (filter.WithoutGps)
            Row("photo.place_cell IS NULL");
        if (filter.Near is { } near)
        {
            if (near is not [>= -90 and <= 90, >= -180 and <= 180])
                throw Wrong(string.Join(", ", near.Select(part => part.ToString(CultureInfo.InvariantCulture))), "a latitude from -90 to 90 and a longitude from -180 to 180");
            double km = filter.RadiusKm ?? 1;
            if (km is not (> 0 and <= 20_100))
                throw Wrong(km.ToString(CultureInfo.InvariantCulture), "a distance of up to 20,100 km");
            Within(Geography.CellsNear(near[0], near[1], km), $"distance_km(photo.latitude, photo.longitude, {Value(near[0])}, {Value(near[1])}) <= {Value(km)}");
        }

        if (filter.Bounds is { } bounds)
        {
            if (bounds is not [>= -90 and <= 90, >= -180 and <= 180, >= -90 and <= 90, >= -180 and <= 180] || bounds[0] > bounds[2])
                throw Wrong(string.Join(", ", bounds.Select(part => part.ToString(CultureInfo.InvariantCulture))), "south, west, north, east in degrees");
            string longitude = bounds[1] <= bounds[3] ? "AND" : "OR";
            Within(Geography.Cells(bounds[0], bounds[1], bounds[2], bounds[3]),
                $"photo.latitude BETWEEN {Value(bounds[0])} AND {Value(bounds[2])} AND (photo.longitude >= {Value(bounds[1])} {longitude} photo.longitude <= {Value(bounds[3])})");
        }

        void Within(List<(int First, int Last)> cells, string exactly)
        {
            string ranges = Value("[" + string.Join(',', cells.Select(range => string.Create(CultureInfo.InvariantCulture, $"[{range.First},{range.Last}]"))) + "]");
            Add($"SELECT DISTINCT photo.id FROM json_each({ranges}) AS cells CROSS JOIN photo ON photo.place_cell BETWEEN cells.value ->> 0 AND cells.value ->> 1 WHERE {exactly}",
                $"photo.place_cell IS NOT NULL AND {exactly}");
        }
    }

    private void AddFiles(PhotoFilter filter, IReadOnlyCollection<long>? storages, IReadOnlyCollection<long>? sessions)
    {
        const string Joined = "image CROSS JOIN file ON file.image_id = image.id";
        if (filter.Hothashes is { } hothashes)
        {
            string wanted = Texts(hothashes);
            Add($"SELECT DISTINCT image.photo_id FROM json_each({wanted}) AS wanted CROSS JOIN image ON image.hothash = unhex(wanted.value)",
                $"EXISTS (SELECT 1 FROM image WHERE image.photo_id = photo.id AND image.hothash IN (SELECT unhex(value) FROM json_each({wanted})))");
        }

        if (filter.Uuids is { } uuids)
            Row($"photo.uuid IN (SELECT unhex(value, '-') FROM json_each({Texts(uuids.Select(uuid => uuid.ToString()))}))");
        if (sessions is not null)
        {
            string wanted = $"file.session_id IN (SELECT value FROM json_each({Value(Numbers(sessions))}))";
            Add($"SELECT DISTINCT image.photo_id FROM file CROSS JOIN image ON image.id = file.image_id WHERE {wanted}", $"EXISTS (SELECT 1 FROM {Joined} WHERE image.photo_id = photo.id AND {wanted})");
        }

        if (storages is not null)
            Add(null, $"EXISTS (SELECT 1 FROM {Joined} WHERE image.photo_id = photo.id AND file.storage_id IN (SELECT value FROM json_each({Value(Numbers(storages))})))");
        else if (sessions is null && filter.Uuids is null)
            Add(null, $"EXISTS (SELECT 1 FROM {Joined} CROSS JOIN storage ON storage.id = file.storage_id WHERE image.photo_id = photo.id AND storage.is_active = 1)");
        if (filter.Paths is { } paths)
            Add(null, $"EXISTS (SELECT 1 FROM {Joined} CROSS JOIN storage ON storage.id = file.storage_id WHERE image.photo_id = photo.id AND {AnyFits(paths, FullPath)})");
    }

    private static readonly string FullPath = Path.DirectorySeparatorChar == '/'
        ? "concat(rtrim(storage.base_path, '/'), '/', storage.directory_name, '/', file.path)"
        : @"concat(rtrim(storage.base_path, '\'), '\', storage.directory_name, '\', replace(file.path, '/', '\'))";

    private string AnyFits(IReadOnlyList<string> wildcards, params string[] columns)
    {
        var conditions = new List<string>();
        foreach (string wildcard in wildcards)
        {
            _ = new Wildcard(wildcard); // what is wrong with it is told before anything is asked
            string value = Value(wildcard);
            conditions.AddRange(columns.Select(column => $"fits({value}, {column})"));
        }

        return conditions.Count == 0 ? "0" : $"({string.Join(" OR ", conditions)})";
    }

    private static IEnumerable<int> Checked(IEnumerable<int> values, int least, int most, string what)
    {
        foreach (int value in values)
            if (value < least || value > most)
                throw Wrong(value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"a {what}: {least} to {most}"));
        return values;
    }

    private static ImaLinkException Wrong(string value, string wanted) => new(ErrorCode.InvalidValue, $"'{value}' cannot be looked for. Give {wanted}.", value);
}
