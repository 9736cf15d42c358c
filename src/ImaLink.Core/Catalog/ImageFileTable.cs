using System.Globalization;
using System.Text.Json;
using ImaLink.Index;
using ImaLink.Media.Formats;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>Selects registered files with all that is shown of them.</summary>
internal sealed class ImageFileTable(CatalogDatabase catalog)
{
    private static readonly string Columns = $"""
        SELECT {FileColumns.Shown.Sql}, file.id, session.id, storage.name, storage.uuid, storage.base_path, storage.directory_name, session.title, session.uuid,
            EXISTS (SELECT 1 FROM companion WHERE companion.file_id = file.id), session.time_zone,
            photo.uuid, (SELECT value FROM statement WHERE statement.image_id = image.id AND statement.field = 'role')
        FROM file
        JOIN image ON image.id = file.image_id
        JOIN photo ON photo.id = image.photo_id
        JOIN storage ON storage.id = file.storage_id
        JOIN session ON session.id = file.session_id
        """;

    // A file that was moved and found again by its fingerprint alone is itself no copy until it was read, and no reason to list the others.
    /// <param name="places">By storage; what has none is not counted.</param>
    internal static string Copies(IReadOnlyDictionary<long, int> places) => $"""
        (SELECT count(DISTINCT CASE holder.storage_id WHEN 0 THEN 0 {string.Concat(places.Select(place => string.Create(CultureInfo.InvariantCulture, $"WHEN {place.Key} THEN {place.Value} ")))}END)
         FROM file AS holder WHERE holder.sha256 = file.sha256 AND holder.state = 'Present'
            AND (holder.last_verified IS NOT NULL OR (holder.linked_since IS NOT NULL AND file.last_verified IS NOT NULL)))
        """;

    /// <summary>The files that fit, as they are found, in the order in which they were registered.</summary>
    /// <param name="filter">What is wanted; the ids of its storages and sessions are given apart.</param>
    /// <param name="storages">Ids of its storages; null where it names none.</param>
    /// <param name="sessions">Ids of its sessions; null where it names none.</param>
    /// <param name="places">By storage, in how many places copies count; null where it does not ask.</param>
    internal IEnumerable<ImageFile> Select(FileFilter filter, IEnumerable<long>? storages, IEnumerable<long>? sessions, Dictionary<long, int>? places)
    {
        var conditions = new List<string>();
        var values = new List<object?>();
        Restrict();
        string where = conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
        var homes = new Dictionary<long, FileHome>();
        return catalog.Query($"{Columns}{where} ORDER BY file.id", row => Map(row, homes), [.. values]).Where(filter.FitsPatterns);

        void Restrict()
        {
            if (storages is not null)
                In("file.storage_id", Numbers(storages));
            else if (filter is { Sessions: null, Ids: null, Photos: null })
                conditions.Add("storage.is_active = 1");

            if (sessions is not null)
                In("file.session_id", Numbers(sessions));

            if (filter.Hothashes is not null)
                Add("image.hothash IN (SELECT unhex(value) FROM json_each({0}))", Texts(filter.Hothashes));
            if (filter.Photos is not null)
                Add("photo.uuid IN (SELECT unhex(value, '-') FROM json_each({0}))", Texts(filter.Photos.Select(photo => photo.ToString())));
            if (filter.Paths is not null)
                conditions.Add(new PathCondition(catalog, value => Value(value)).Any(filter.Paths));
            if (filter.Formats is not null)
                In("upper(file.format)", Texts(filter.Formats.SelectMany(FormatTable.NamesOf).Select(format => format.ToUpperInvariant())));
            if (filter.Ids is not null)
                In("file.id", Numbers(filter.Ids));
            if (filter.After is { } after)
                Add("file.taken_local >= {0}", IndexTime.FormatLocal(after));
            if (filter.Before is { } before)
                Add("file.taken_local < {0}", IndexTime.FormatLocal(before));
            if (filter.State is not null)
                Add("file.state = {0}", filter.State);
            if (filter.FactsBefore is { } version)
                Add("coalesce(file.facts_version, 0) < {0}", version);
            if (places is not null)
                Add(Copies(places) + " < {0}", filter.CopiesLessThan!);

            void Add(string condition, object value)
            {
                conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, Value(value)));
            }

            string Value(object value)
            {
                values.Add(value);
                return string.Create(CultureInfo.InvariantCulture, $"@{values.Count - 1}");
            }

            // One parameter for all of them: SQLite takes no more than 32,766.
            void In(string column, string wanted) => Add(column + " IN (SELECT value FROM json_each({0}))", wanted);

            static string Numbers(IEnumerable<long> values) => $"[{string.Join(',', values)}]";

            static string Texts(IEnumerable<string> values) => JsonSerializer.Serialize(values.ToList(), IndexJson.Instance.ListString);
        }
    }

    /// <summary>The formats of the files, in order.</summary>
    internal IReadOnlyList<string> Formats() => Distinct("format");

    /// <summary>Whether any file was taken with a camera whose model, or maker and model, fits.</summary>
    internal bool AnyCamera(Predicate<string> camera) =>
        catalog.Query("SELECT DISTINCT camera_make, camera_model FROM file WHERE camera_model IS NOT NULL", row => (Make: row.TextOrNull(0), Model: row.GetString(1)))
            .Any(known => camera(known.Model) || camera($"{known.Make} {known.Model}"));

    /// <summary>The camera models of the files, in order.</summary>
    internal IReadOnlyList<string> Cameras() => Distinct("camera_model");

    private List<string> Distinct(string column) =>
        catalog.Query($"SELECT DISTINCT {column} FROM file WHERE {column} IS NOT NULL ORDER BY {column}", row => row.GetString(0)).ToList();

    /// <param name="row">A row of <see cref="Columns"/>.</param>
    /// <param name="homes">By session: very many files have the same.</param>
    private ImageFile Map(SqliteDataReader row, Dictionary<long, FileHome> homes)
    {
        const int Id = 0, Session = 1, Storage = 2, Companions = 8, TimeZone = 9, Photo = 10, Role = 11; // after the columns of the file
        int first = FileColumns.Shown.Count;
        FileEntry file = FileColumns.Shown.Read(row);
        if (row.GetBoolean(first + Companions))
            file.Companions = catalog.Files.Companions(row.GetInt64(first + Id));
        if (!homes.TryGetValue(row.GetInt64(first + Session), out FileHome? home))
        {
            string Text(int i) => row.GetString(first + Storage + i);
            home = new FileHome(new StorageLayout(Path.Combine(Text(2), Text(3))), Text(0), Guid.Parse(Text(1)), Text(4), Guid.Parse(Text(5)), row.TextOrNull(first + TimeZone));
            homes.Add(row.GetInt64(first + Session), home);
        }

        return IndexObjects.File(file, row.GetInt64(first + Id), home, row.UuidOrNull(first + Photo)!.Value, row.TextOrNull(first + Role));
    }
}
