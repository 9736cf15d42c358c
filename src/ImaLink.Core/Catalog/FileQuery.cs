using System.Globalization;
using System.Text.Json;
using ImaLink.Media.Formats;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Storage;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>Which files are wanted; what is null or empty does not restrict.</summary>
public sealed record FileFilter
{
    /// <summary>Of which storages; null for all active ones.</summary>
    public IReadOnlyList<Selector>? Storages { get; init; }

    /// <summary>Of which sessions.</summary>
    public IReadOnlyList<Selector>? Sessions { get; init; }

    /// <summary>Of which images.</summary>
    public IReadOnlyList<string>? Hothashes { get; init; }

    /// <summary>Whose full path, compared as a text, fits.</summary>
    public Predicate<string>? FullName { get; init; }

    /// <summary>Taken at or after this time of the camera.</summary>
    public DateTime? After { get; init; }

    /// <summary>Taken before this time of the camera.</summary>
    public DateTime? Before { get; init; }

    /// <summary>Whose camera (model, or maker and model) fits.</summary>
    public Predicate<string>? Camera { get; init; }

    /// <summary>Of which formats: ExifTool's FileType, or a customary extension such as <c>jpg</c>.</summary>
    public IReadOnlyList<string>? Formats { get; init; }

    /// <summary>In which state (<see cref="FileState"/>).</summary>
    public string? State { get; init; }

    /// <summary>
    /// Whose bytes lie in fewer places than this for sure: where storages, accessible or not, have a present file of this SHA-256 that was
    /// verified. Several files in one storage, and in storages on one disk, are one copy, and so is a clone of a storage. A file that was moved and
    /// was found again by its fingerprint alone is wanted until it was read; the others of the same bytes are not wanted for its sake.
    /// </summary>
    public int? CopiesLessThan { get; init; }

    /// <summary>Counts for <see cref="CopiesLessThan"/> what can be reached now.</summary>
    public bool OnlineOnly { get; init; }

    /// <summary>With which ids in the catalog.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Whether path and camera, which only their own patterns can judge, fit.</summary>
    internal bool FitsPatterns(ImageFile file) => (FullName is null || FullName(file.FullName))
        && (Camera is null || (file.CameraModel is not null && (Camera(file.CameraModel) || Camera($"{file.CameraMake} {file.CameraModel}"))));
}

/// <summary>Finds registered files.</summary>
public sealed class FileQuery(CatalogDatabase catalog)
{
    private const string Select = """
        SELECT image.hothash, image.scheme, file.path, storage.name, storage.uuid, session.title, session.uuid, file.size, file.sha256,
            file.format, file.taken_at, image.width, image.height, file.orientation, file.camera_make, file.camera_model,
            file.lens_model, file.iso, file.aperture, file.exposure_time, file.focal_length, file.gps_latitude, file.gps_longitude,
            file.gps_altitude, file.original_filename, file.mtime, file.state, file.missing_since, file.last_verified,
            file.has_hotpreview, file.id, storage.base_path, storage.directory_name,
            (SELECT json_group_array(path ORDER BY path) FROM companion WHERE companion.file_id = file.id), file.replica_of IS NOT NULL,
            file.last_verified IS NULL AND file.linked_since IS NOT NULL
        FROM file
        JOIN image ON image.id = file.image_id
        JOIN storage ON storage.id = file.storage_id
        JOIN session ON session.id = file.session_id
        """;

    // A file that was moved and found again by its fingerprint alone is itself no copy until it was read, and no reason to list the others.
    /// <param name="places">By storage; what has none is not counted.</param>
    private static string Copies(Dictionary<long, int> places) => $"""
        (SELECT count(DISTINCT CASE holder.storage_id WHEN 0 THEN 0 {string.Concat(places.Select(place => string.Create(CultureInfo.InvariantCulture, $"WHEN {place.Key} THEN {place.Value} ")))}END)
         FROM file AS holder WHERE holder.sha256 = file.sha256 AND holder.state = 'Present'
            AND (holder.last_verified IS NOT NULL OR (holder.linked_since IS NOT NULL AND file.last_verified IS NOT NULL)))
        """;

    /// <summary>The files that fit, as they are found, in the order in which they were registered.</summary>
    /// <exception cref="ImaLinkException">StorageNotFound, SessionNotFound: a name without wildcard fits none. InvalidValue: there is no such format.</exception>
    public IEnumerable<ImageFile> Run(FileFilter filter)
    {
        var conditions = new List<string>();
        var values = new List<object?>();
        Restrict(filter, conditions, values);
        string where = conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
        return catalog.Query($"{Select}{where} ORDER BY file.id", Map, [.. values]).Where(filter.FitsPatterns);
    }

    /// <summary>The registered file with this full path; null where there is none.</summary>
    public ImageFile? ByFullName(string fullName)
    {
        foreach (StorageRow storage in catalog.Storages.All())
        {
            var layout = new StorageLayout(storage.Root);
            if (fullName.StartsWith(layout.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                && catalog.Files.ByPath(storage.Id, layout.RelativePath(fullName)) is { } row)
            {
                return Run(new FileFilter { Ids = [row.Id] }).FirstOrDefault();
            }
        }

        return null;
    }

    /// <summary>The formats of the files, in order.</summary>
    public IReadOnlyList<string> Formats() => Distinct("format");

    /// <summary>Whether any file was taken with a camera whose model, or maker and model, fits.</summary>
    public bool AnyCamera(Predicate<string> camera) =>
        catalog.Query("SELECT DISTINCT camera_make, camera_model FROM file WHERE camera_model IS NOT NULL", row => (Make: row.TextOrNull(0), Model: row.GetString(1)))
            .Any(known => camera(known.Model) || camera($"{known.Make} {known.Model}"));

    /// <summary>The camera models of the files, in order.</summary>
    public IReadOnlyList<string> Cameras() => Distinct("camera_model");

    private List<string> Distinct(string column) =>
        catalog.Query($"SELECT DISTINCT {column} FROM file WHERE {column} IS NOT NULL ORDER BY {column}", row => row.GetString(0)).ToList();

    private void Restrict(FileFilter filter, List<string> conditions, List<object?> values)
    {
        if (filter.Storages is not null)
        {
            var storages = new StorageService(catalog, TimeSpan.Zero);
            In("file.storage_id", Numbers(filter.Storages.SelectMany(storages.Rows).Select(row => row.Id)));
        }
        else if (filter.Sessions is null && filter.Ids is null)
        {
            conditions.Add("storage.is_active = 1");
        }

        if (filter.Sessions is not null)
        {
            var sessions = new SessionService(catalog, TimeSpan.Zero);
            In("file.session_id", Numbers(filter.Sessions.SelectMany(session => sessions.Rows(session, null)).Select(row => row.Id)));
        }

        if (filter.Hothashes is not null)
            Add("image.hothash IN (SELECT unhex(value) FROM json_each({0}))", Texts(filter.Hothashes));
        if (filter.Formats?.FirstOrDefault(text => !FormatTable.Knows(text) && !Formats().Contains(text, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{unknown}' is no format that ImaLink knows, by name (JPEG, NEF) or extension (jpg, tif). Get-ImaFile | Group-Object Format lists those of the archive.", unknown);
        if (filter.Formats is not null)
            In("upper(file.format)", Texts(filter.Formats.SelectMany(FormatTable.NamesOf).Select(format => format.ToUpperInvariant())));
        if (filter.Ids is not null)
            In("file.id", Numbers(filter.Ids));
        if (filter.After is { } after)
            Add("file.taken_at >= {0}", IndexTime.FormatLocal(after, null));
        if (filter.Before is { } before)
            Add("file.taken_at < {0}", IndexTime.FormatLocal(before, null));
        if (filter.State is not null)
            Add("file.state = {0}", filter.State);
        if (filter.CopiesLessThan is { } copies)
            Add(Copies(Place.Number(catalog.Storages.All(), filter.OnlineOnly)) + " < {0}", copies);

        void Add(string condition, object value)
        {
            values.Add(value);
            conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, $"@{values.Count - 1}"));
        }

        // One parameter for all of them: SQLite takes no more than 32,766.
        void In(string column, string wanted) => Add(column + " IN (SELECT value FROM json_each({0}))", wanted);

        static string Numbers(IEnumerable<long> values) => $"[{string.Join(',', values)}]";

        static string Texts(IEnumerable<string> values) => JsonSerializer.Serialize(values.ToList(), IndexJson.Instance.ListString);
    }

    private static ImageFile Map(SqliteDataReader row)
    {
        string path = row.GetString(2);
        (DateTime Time, TimeSpan? Offset)? taken = IndexTime.ParseLocal(row.TextOrNull(10));
        var layout = new StorageLayout(Path.Combine(row.GetString(31), row.GetString(32)));
        return new ImageFile
        {
            Hothash = row.HexOrNull(0)!,
            Scheme = row.GetString(1),
            Name = path[(path.LastIndexOf('/') + 1)..],
            RelativePath = path,
            FullName = layout.FullName(path),
            Storage = row.GetString(3),
            StorageUuid = Guid.Parse(row.GetString(4)),
            Session = row.GetString(5),
            SessionUuid = Guid.Parse(row.GetString(6)),
            Length = row.GetInt64(7),
            Sha256 = row.HexOrNull(8)!,
            Format = row.TextOrNull(9),
            TakenAt = taken?.Time,
            TakenAtOffset = taken?.Offset,
            Width = row.GetInt32(11) is var width and > 0 ? width : null,
            Height = row.GetInt32(12) is var height and > 0 ? height : null,
            Orientation = row.IntOrNull(13),
            CameraMake = row.TextOrNull(14),
            CameraModel = row.TextOrNull(15),
            LensModel = row.TextOrNull(16),
            Iso = row.IntOrNull(17),
            Aperture = row.DoubleOrNull(18),
            ExposureTime = row.DoubleOrNull(19),
            FocalLength = row.DoubleOrNull(20),
            GpsLatitude = row.DoubleOrNull(21),
            GpsLongitude = row.DoubleOrNull(22),
            GpsAltitude = row.DoubleOrNull(23),
            OriginalName = row.TextOrNull(24),
            ModifiedAt = row.IsDBNull(25) ? null : new DateTime(row.GetInt64(25), DateTimeKind.Utc),
            State = row.GetString(26),
            MissingSince = IndexTime.ParseUtc(row.TextOrNull(27)),
            LastVerified = IndexTime.ParseUtc(row.TextOrNull(28)),
            HasHotpreview = row.GetBoolean(29),
            IsReplica = row.GetBoolean(34),
            AwaitsReading = row.GetBoolean(35),
            Id = row.GetInt64(30),
            Companions = row.GetString(33) is not "[]" and var companions ? [.. JsonSerializer.Deserialize(companions, IndexJson.Instance.ListString)!.Select(layout.FullName)] : [],
        };
    }
}
