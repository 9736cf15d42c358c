using ImaLink.Media.Relatives;
using SQLitePCL;

namespace ImaLink.Catalog;

/// <summary>A file as grouping needs it.</summary>
internal readonly record struct ShotFileRow(
    long Image, long Storage, string Path, string? Format, string? TakenAt, string? TakenAtSource, string? TimeZone, long? Modified, string? Model,
    int Width, int Height, bool HasExposure, string? ContentIdentifier, string? BurstId);

/// <summary>An image as grouping needs it.</summary>
internal readonly record struct ShotImageRow(long Id, Guid Own, string? Photo, bool HasRole, bool IsAlone);

/// <summary>The sessions and files whose images are looked at, or the images.</summary>
internal sealed record ShotScope
{
    internal List<long> Sessions { get; } = [];

    internal List<long> Files { get; } = [];

    internal IReadOnlyCollection<long>? Images { get; init; }
}

/// <summary>
/// Finds the images that may be of one shot: by folder and name, content identifier, burst, and the photo that they are in; each by an index, many at once. It also notes,
/// for as long as it is asked to, which images have files that came, moved, or tell something else now.
/// </summary>
internal sealed class ShotTable(CatalogDatabase catalog)
{
    // Images of images of images: a shot is soon whole.
    private const int MaxSteps = 8;

    // More files than these that share a name are taken by their stems, and more that share an identifier share it by mistake: however many there are, a few of them cost a few.
    private const int MostOfShot = 2000, MostOfLivePhoto = 512, MostOfBurst = 8000;

    private HashSet<long>? _noted;

    /// <summary>Makes the function that it needs known to SQL.</summary>
    internal void Register(sqlite3 database)
    {
        raw.sqlite3_create_function(database, "shot_key", 1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
            raw.sqlite3_result_int64(context, ShotName.KeyOf(raw.sqlite3_value_text(arguments[0]).utf8_to_string())));
        raw.sqlite3_create_function(database, "shot_moved", 1, raw.SQLITE_UTF8, null, (context, _, arguments) =>
        {
            Note(raw.sqlite3_value_int64(arguments[0]));
            raw.sqlite3_result_null(context);
        });
        raw.sqlite3_create_function(database, "shot_stem", 2, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
            raw.sqlite3_result_text(context, Stem(raw.sqlite3_value_text(arguments[0]).utf8_to_string(), isOfShot: raw.sqlite3_value_int(arguments[1]) != 0)));
    }

    /// <summary>A path, as it is but for case and form, without its extension, or with the name of its shot alone.</summary>
    private static string Stem(string path, bool isOfShot)
    {
        int name = path.LastIndexOf('/') + 1;
        return isOfShot ? path[..name] + ShotName.Of(path[name..]).Shot : path[..Math.Max(path.LastIndexOf('.'), name)];
    }

    /// <summary>From now on a file that gets another path, by whatever statement, gets its key where the statement has not given it, and one that tells something else is noted.</summary>
    internal void Watch() => catalog.ExecuteScript("""
        CREATE TEMP TRIGGER file_moved AFTER UPDATE OF path ON main.file WHEN old.path <> new.path BEGIN SELECT shot_moved(new.image_id); END;
        CREATE TEMP TRIGGER file_keyed AFTER UPDATE OF path ON main.file WHEN old.path <> new.path AND old.shot_key IS new.shot_key
        BEGIN UPDATE file SET shot_key = shot_key(new.path) WHERE id = new.id; END;
        CREATE TEMP TRIGGER file_retold AFTER UPDATE ON main.file
        WHEN (old.image_id, old.format, old.taken_at, old.camera_model, old.content_identifier, old.burst_id)
            IS NOT (new.image_id, new.format, new.taken_at, new.camera_model, new.content_identifier, new.burst_id)
        BEGIN SELECT shot_moved(new.image_id); END;
        """);

    /// <summary>A file of the image is another now.</summary>
    internal void Note(long image) => _noted?.Add(image);

    /// <summary>Notes the images whose files some work changes.</summary>
    internal IReadOnlyCollection<long> Noting(Action work)
    {
        if (_noted is not null)
        {
            work();
            return [];
        }

        try
        {
            _noted = [];
            work();
            return _noted;
        }
        finally
        {
            _noted = null;
        }
    }

    /// <summary>Notes the images of which others, in other photos, may be of the same shot.</summary>
    /// <param name="scope">Only images of these sessions and files; null where all are meant.</param>
    internal void FindDue(ShotScope? scope = null)
    {
        catalog.PhotoModel.Group();
        Execute($"""
            CREATE TEMP TABLE IF NOT EXISTS shot_due (id INTEGER PRIMARY KEY) ;
            DELETE FROM temp.shot_due ;
            INSERT OR IGNORE INTO temp.shot_due SELECT image_id FROM file WHERE shot_key IN ({Shared("shot_key", "shot_key")}) ;
            INSERT OR IGNORE INTO temp.shot_due SELECT image_id FROM file
                WHERE content_identifier IS NOT NULL AND content_identifier COLLATE NOCASE IN ({Shared("content_identifier", "content_identifier COLLATE NOCASE")}) ;
            INSERT OR IGNORE INTO temp.shot_due SELECT image_id FROM file WHERE burst_id IS NOT NULL AND burst_id COLLATE NOCASE IN ({Shared("burst_id", "burst_id COLLATE NOCASE")})
            """);
        if (scope?.Images is { } images)
            catalog.Execute("DELETE FROM temp.shot_due WHERE id NOT IN (SELECT value FROM json_each(@0))", Numbers(images));
        else if (scope is not null)
            catalog.Execute("""
                DELETE FROM temp.shot_due WHERE NOT EXISTS (
                    SELECT 1 FROM file WHERE file.image_id = shot_due.id AND (file.session_id IN (SELECT value FROM json_each(@0)) OR file.id IN (SELECT value FROM json_each(@1))))
                """, Numbers(scope.Sessions), Numbers(scope.Files));

        static string Shared(string column, string compared) => $"""
            SELECT file.{column} FROM file CROSS JOIN image ON image.id = file.image_id WHERE file.{column} IS NOT NULL GROUP BY file.{compared} HAVING min(image.photo_id) < max(image.photo_id)
            """;

        static string Numbers(IEnumerable<long> values) => $"[{string.Join(',', values)}]";
    }

    /// <summary>How many images are due.</summary>
    internal long CountDue() => catalog.Scalar<long>("SELECT count(*) FROM temp.shot_due");

    /// <summary>Takes the next of those that are due, with all that may be of the same shots; false where there are none.</summary>
    internal bool TakeDue(int count)
    {
        Clear();
        if (catalog.Execute("INSERT INTO temp.shot SELECT id FROM temp.shot_due ORDER BY id LIMIT @0", count) == 0)
            return false;
        Close();
        catalog.Execute("DELETE FROM temp.shot_due WHERE id IN (SELECT id FROM temp.shot)");
        return true;
    }

    /// <summary>Takes these images, with all that may be of the same shots.</summary>
    internal void Take(IEnumerable<long> images)
    {
        Clear();
        foreach (long image in images)
            catalog.Execute("INSERT OR IGNORE INTO temp.shot (id) VALUES (@0)", image);
        Close();
    }

    /// <summary>The files of the images that were taken.</summary>
    internal List<ShotFileRow> Files() => catalog.Query("""
        SELECT file.image_id, file.storage_id, file.path, file.format, file.taken_at, file.taken_at_source, session.time_zone, file.mtime, file.camera_model,
            image.width, image.height, coalesce(file.iso, file.aperture, file.exposure_time) IS NOT NULL, file.content_identifier, file.burst_id
        FROM temp.shot CROSS JOIN main.image ON image.id = shot.id CROSS JOIN main.file ON file.image_id = image.id CROSS JOIN main.session ON session.id = file.session_id
        WHERE file.path < '?' OR file.path >= '@' ORDER BY file.image_id, file.id
        """, row => new ShotFileRow(
            row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.IsDBNull(7) ? null : row.GetInt64(7),
            row.TextOrNull(8), row.GetInt32(9), row.GetInt32(10), row.GetBoolean(11), row.TextOrNull(12), row.TextOrNull(13))).ToList();

    /// <summary>The images that were taken.</summary>
    internal List<ShotImageRow> Images() => catalog.Query("""
        SELECT image.id, image.own_uuid,
            (SELECT value FROM statement WHERE image_id = image.id AND field = 'photo'),
            EXISTS (SELECT 1 FROM statement WHERE image_id = image.id AND field = 'role'),
            NOT EXISTS (SELECT 1 FROM image AS other WHERE other.photo_id = image.photo_id AND other.id <> image.id)
        FROM temp.shot CROSS JOIN main.image ON image.id = shot.id ORDER BY image.id
        """, row => new ShotImageRow(row.GetInt64(0), row.UuidOrNull(1) ?? Guid.Empty, row.TextOrNull(2), row.GetBoolean(3), row.GetBoolean(4))).ToList();

    private void Close()
    {
        for (int i = 0; i < MaxSteps && Step() > 0; i++)
        {
        }
    }

    private int Step() => Execute($"""
        INSERT OR IGNORE INTO temp.shot_name (key, is_shared_by_many)
        SELECT shot_key, (SELECT 1 FROM file AS other WHERE other.shot_key = taken.shot_key LIMIT 1 OFFSET {MostOfShot}) IS NOT NULL
        FROM (SELECT DISTINCT file.shot_key FROM {FilesOfTaken} WHERE file.shot_key NOT NULL AND file.shot_key NOT IN (SELECT key FROM temp.shot_name)) AS taken ;
        INSERT OR IGNORE INTO temp.shot (id)
        SELECT other.image_id FROM temp.shot_name CROSS JOIN main.file AS other ON other.shot_key = shot_name.key WHERE NOT shot_name.is_shared_by_many
        UNION SELECT other.image_id FROM {FilesOfTaken} CROSS JOIN temp.shot_name ON shot_name.key = file.shot_key AND shot_name.is_shared_by_many
            CROSS JOIN (SELECT 0 AS of_shot UNION ALL SELECT 1) AS way
            CROSS JOIN main.file AS other ON other.storage_id = file.storage_id
                AND other.path_key >= shot_stem(file.path_key, way.of_shot) || '.' AND other.path_key < shot_stem(file.path_key, way.of_shot) || '/'
        UNION SELECT other.image_id FROM {FilesOfTaken} CROSS JOIN main.file AS other ON other.content_identifier = file.content_identifier COLLATE NOCASE
            WHERE file.content_identifier IS NOT NULL
                AND (SELECT 1 FROM file AS many WHERE many.content_identifier = file.content_identifier COLLATE NOCASE LIMIT 1 OFFSET {MostOfLivePhoto}) IS NULL
        UNION SELECT other.image_id FROM {FilesOfTaken} CROSS JOIN main.file AS other ON other.burst_id = file.burst_id COLLATE NOCASE
            WHERE file.burst_id IS NOT NULL AND (SELECT 1 FROM file AS many WHERE many.burst_id = file.burst_id COLLATE NOCASE LIMIT 1 OFFSET {MostOfBurst}) IS NULL
        UNION SELECT other.id FROM temp.shot CROSS JOIN main.image ON image.id = shot.id CROSS JOIN main.image AS other ON other.photo_id = image.photo_id
        """);

    private const string FilesOfTaken = "temp.shot CROSS JOIN main.file ON file.image_id = shot.id";

    private void Clear() => Execute("""
        CREATE TEMP TABLE IF NOT EXISTS shot (id INTEGER PRIMARY KEY) ;
        CREATE TEMP TABLE IF NOT EXISTS shot_name (key INTEGER PRIMARY KEY, is_shared_by_many INTEGER NOT NULL) ;
        DELETE FROM temp.shot ;
        DELETE FROM temp.shot_name
        """);

    /// <summary>Executes one statement after the other; how many rows the last one changed.</summary>
    private int Execute(string statements) => statements.Split(" ;", StringSplitOptions.TrimEntries).Select(statement => catalog.Execute(statement)).ToList()[^1];
}
