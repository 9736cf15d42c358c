namespace ImaLink.Catalog;

/// <summary>
/// How the read model is made of statements and files: one step after the other, each for all touched photos at once. CROSS JOIN keeps SQLite to the order that is written:
/// begun at another table, a step would read the whole catalog.
/// </summary>
internal static class PhotoModelSql
{
    /// <summary>What a transaction touched: images; those of them that no file shows any more; images of which only the full text is another; the photos to be made anew; what stands for each of these; of each field what counts.</summary>
    internal const string Tables = """
        CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY) STRICT;
        CREATE TEMP TABLE IF NOT EXISTS gone (id INTEGER PRIMARY KEY) STRICT;
        CREATE TEMP TABLE IF NOT EXISTS retold (id INTEGER PRIMARY KEY) STRICT;
        CREATE TEMP TABLE IF NOT EXISTS stale (id INTEGER PRIMARY KEY) STRICT;
        CREATE TEMP TABLE IF NOT EXISTS shown (photo_id INTEGER PRIMARY KEY, image_id INTEGER, image_count INTEGER NOT NULL, file_id INTEGER, file_count INTEGER NOT NULL) STRICT;
        CREATE TEMP TABLE IF NOT EXISTS word (photo_id INTEGER NOT NULL, field TEXT NOT NULL, value TEXT, PRIMARY KEY (photo_id, field)) STRICT, WITHOUT ROWID;
        """;

    /// <summary>Changes of a file that its photo shows; of a new path only the full text tells, unless it decides which file that is.</summary>
    internal const string Watch = """
        CREATE TEMP TRIGGER file_changed AFTER UPDATE OF image_id, session_id, state, taken_local, orientation, format, camera_make, camera_model, lens_model,
            iso, aperture, exposure_time, focal_length, gps_latitude, gps_longitude, gps_altitude ON main.file
        WHEN (old.image_id, old.session_id, old.state, old.taken_local, old.orientation, old.format, old.camera_make, old.camera_model, old.lens_model,
                old.iso, old.aperture, old.exposure_time, old.focal_length, old.gps_latitude, old.gps_longitude, old.gps_altitude)
            IS NOT (new.image_id, new.session_id, new.state, new.taken_local, new.orientation, new.format, new.camera_make, new.camera_model, new.lens_model,
                new.iso, new.aperture, new.exposure_time, new.focal_length, new.gps_latitude, new.gps_longitude, new.gps_altitude)
        BEGIN SELECT image_changed(old.image_id), image_changed(new.image_id); END;
        CREATE TEMP TRIGGER file_renamed AFTER UPDATE OF path ON main.file WHEN old.path <> new.path BEGIN SELECT image_renamed(new.image_id); END;
        CREATE TEMP TRIGGER file_gone AFTER DELETE ON main.file BEGIN SELECT image_changed(old.image_id); END;
        """;

    /// <summary>Of renamed files, which the table of the retold holds by now: where a photo has several, another one may be shown now.</summary>
    internal const string Renamed = """
        INSERT OR IGNORE INTO temp.touched (id)
        SELECT retold.id FROM temp.retold CROSS JOIN main.image ON image.id = retold.id CROSS JOIN main.photo ON photo.id = image.photo_id WHERE photo.file_count > 1
        """;

    // A statement says which photo an image belongs to, as its owner's word or as what grouping found; else it is its own.
    private const string Uuid = """
        coalesce((
            SELECT said.uuid FROM (
                SELECT unhex(CASE json_type(statement.value) WHEN 'text' THEN statement.value ->> '$' ELSE statement.value ->> '$.uuid' END, '-') AS uuid
                FROM statement WHERE statement.image_id = image.id AND statement.field = 'photo') AS said
            WHERE length(said.uuid) = 16 AND said.uuid <> zeroblob(16)), image.own_uuid)
        """;

    /// <summary>
    /// The images of a photo in the order in which they may stand for it: the one that its owner chose last; what was developed before the RAW, an original before what was made of it;
    /// what an earlier version had found; the one that the photo is named after; the largest. Only the owner says which it is, so that two catalogs never say different things.
    /// </summary>
    internal const string Standing = """
        ORDER BY iif(first.revision > 0, first.revision, 0) DESC, iif(first.revision > 0, first.writer, x'') DESC,
            CASE kind_of((SELECT min(file.format) FROM file WHERE file.image_id = image.id))
                WHEN 'photo' THEN CASE (SELECT role.value FROM statement AS role WHERE role.image_id = image.id AND role.field = 'role')
                    WHEN '"edited"' THEN 1 WHEN '"enhanced"' THEN 2 WHEN '"burst"' THEN 3 WHEN '"back"' THEN 5 ELSE 0 END
                WHEN 'raw' THEN 4 WHEN 'video' THEN 6 ELSE 7 END,
            first.field IS NULL, image.own_uuid = photo.uuid DESC, image.width * image.height DESC, image.hothash, image.width
        """;

    /// <summary>Images, each with the word that it stands for its photo, where that was said.</summary>
    internal const string ImagesAndPrimary = "image LEFT JOIN statement AS first ON first.image_id = image.id AND first.field = 'primary' AND first.value = 'true'";

    // The image that stands for a photo.
    private const string Primary = $"(SELECT image.id FROM {ImagesAndPrimary} WHERE image.photo_id = photo.id {Standing} LIMIT 1)";

    // The file whose facts are shown.
    private const string File = """
        (SELECT file.id FROM file CROSS JOIN session ON session.id = file.session_id CROSS JOIN storage ON storage.id = file.storage_id
         WHERE file.image_id = photo.image_id
         ORDER BY file.state = 'Present' DESC, session.number, file.path, storage.uuid LIMIT 1)
        """;

    // Where the image of an album's member comes or goes, another photo is the album's no more, or instead of it (the view album_photo).
    private const string MembersElsewhere = """
        INSERT OR IGNORE INTO temp.stale
        SELECT other.id FROM temp.touched CROSS JOIN main.image ON image.id = touched.id
        CROSS JOIN main.album_member AS member ON member.hothash = image.hothash AND member.width = image.width AND member.height = image.height
        CROSS JOIN main.photo AS other ON other.uuid IN (member.own_uuid, member.photo)
        WHERE (SELECT EXISTS (SELECT 1 FROM album))
        """;

    // And so where the photo comes or goes that such an image is by itself.
    private const string OwnPhotosElsewhere = """
        INSERT OR IGNORE INTO temp.stale
        SELECT other.id FROM temp.stale CROSS JOIN main.photo ON photo.id = stale.id CROSS JOIN main.album_member AS member ON member.own_uuid = photo.uuid
        CROSS JOIN main.photo AS other ON other.uuid = member.photo
        WHERE (SELECT EXISTS (SELECT 1 FROM album))
        """;

    /// <summary>@0 is the first id of photos that are new, of which nothing old has to be removed.</summary>
    internal static readonly string[] Steps =
    [
        // Images that nothing shows any more, and the photos that images are in.
        "INSERT OR IGNORE INTO temp.stale SELECT image.photo_id FROM temp.touched CROSS JOIN main.image ON image.id = touched.id WHERE image.photo_id NOT NULL",
        MembersElsewhere,
        OwnPhotosElsewhere,
        "DELETE FROM image WHERE id IN (SELECT id FROM temp.gone)",
        "DELETE FROM temp.touched WHERE id IN (SELECT id FROM temp.gone)",
        "DELETE FROM temp.gone",
        $"INSERT OR IGNORE INTO photo (uuid) SELECT {Uuid} FROM temp.touched CROSS JOIN main.image ON image.id = touched.id",
        $"UPDATE image SET photo_id = (SELECT photo.id FROM photo WHERE photo.uuid = {Uuid}) WHERE id IN (SELECT id FROM temp.touched)",
        "INSERT OR IGNORE INTO temp.stale SELECT image.photo_id FROM temp.touched CROSS JOIN main.image ON image.id = touched.id",
        OwnPhotosElsewhere,
        "DELETE FROM photo_text WHERE rowid IN (SELECT id FROM temp.stale WHERE id < @0)",
        "DELETE FROM photo_tag WHERE photo_id IN (SELECT id FROM temp.stale WHERE id < @0)",
        "DELETE FROM photo_person WHERE photo_id IN (SELECT id FROM temp.stale WHERE id < @0)",
        "DELETE FROM photo WHERE id IN (SELECT id FROM temp.stale WHERE id < @0) AND NOT EXISTS (SELECT 1 FROM image WHERE image.photo_id = photo.id)",

        // Of each field the highest version among the images of a photo. What is of one image alone is left out.
        """
        INSERT INTO temp.word
        SELECT photo_id, field, value FROM (
            SELECT image.photo_id, statement.field, statement.value,
                row_number() OVER (PARTITION BY image.photo_id, statement.field ORDER BY statement.revision DESC, statement.writer DESC, statement.value DESC) AS place
            FROM temp.stale CROSS JOIN main.image ON image.photo_id = stale.id CROSS JOIN main.statement ON statement.image_id = image.id
            WHERE statement.field NOT IN ('photo', 'primary', 'role', 'orientation'))
        WHERE place = 1 AND value NOT NULL
        """,

        // What stands for each photo, and how many images and files it has.
        $"""
        INSERT INTO temp.shown (photo_id, image_id, image_count, file_id, file_count)
        SELECT photo.id, photo.image_id, photo.image_count, iif(photo.file_count = 1, (SELECT file.id FROM file WHERE file.image_id = photo.image_id), {File}), photo.file_count
        FROM (
            SELECT photo.id, iif(photo.image_count = 1, photo.image_id, {Primary}) AS image_id, photo.image_count, photo.file_count
            FROM (
                SELECT photo.id, photo.uuid, count(DISTINCT image.id) AS image_count, min(image.id) AS image_id, count(*) AS file_count
                FROM temp.stale CROSS JOIN main.photo ON photo.id = stale.id CROSS JOIN main.image ON image.photo_id = photo.id CROSS JOIN main.file ON file.image_id = image.id
                GROUP BY stale.id) AS photo) AS photo
        """,
        """
        INSERT OR IGNORE INTO camera (make, model, name)
        SELECT make, model, name FROM (
            SELECT make, model, camera_name(make, model) AS name FROM (
                SELECT DISTINCT file.camera_make AS make, file.camera_model AS model FROM temp.shown CROSS JOIN main.file ON file.id = shown.file_id))
        WHERE name NOT NULL
        """,
        "INSERT OR IGNORE INTO lens (model) SELECT DISTINCT file.lens_model FROM temp.shown CROSS JOIN main.file ON file.id = shown.file_id WHERE file.lens_model NOT NULL",
        """
        UPDATE photo SET (image_id, image_count, file_id, file_count, title, description, rating, flag, label, favorite, hidden, author, location, taken, taken_edtf, camera_id, lens_id, iso, aperture,
            exposure_time, focal_length, latitude, longitude, altitude, place_cell, format, kind, width, height) = (
            SELECT shown.image_id, shown.image_count, shown.file_id, shown.file_count, shown.title, shown.description, shown.rating, shown.flag, shown.label, coalesce(shown.favorite, 0),
                coalesce(shown.hidden, 0), shown.author, shown.location, shown.taken, shown.taken_edtf, shown.camera_id, shown.lens_id, shown.iso, shown.aperture, shown.exposure_time,
                shown.focal_length, shown.latitude, shown.longitude, shown.altitude,
                CAST(floor((shown.latitude + 90) * 20) AS INTEGER) * 7200 + CAST(floor((shown.longitude + 180) * 20) AS INTEGER),
                shown.format, kind_of(shown.format), iif(shown.orientation >= 5, shown.height, shown.width), iif(shown.orientation >= 5, shown.width, shown.height)
            FROM (
                SELECT shown.image_id, shown.image_count, shown.file_id, shown.file_count, said.title, said.description, said.rating, said.flag, said.label, said.favorite, said.hidden,
                    coalesce(said.author, (SELECT author.name FROM author WHERE author.id = session.author_id)) AS author, said.location,
                    coalesce(iif(said.date NOT NULL, earliest(said.date), NULL), file.taken_local) AS taken, said.date AS taken_edtf,
                    (SELECT camera.id FROM camera WHERE camera.name = camera_name(file.camera_make, file.camera_model)) AS camera_id,
                    (SELECT lens.id FROM lens WHERE lens.model = file.lens_model) AS lens_id,
                    file.iso, file.aperture, file.exposure_time, file.focal_length,
                    iif(said.latitude IS NULL, file.gps_latitude, said.latitude) AS latitude, iif(said.latitude IS NULL, file.gps_longitude, said.longitude) AS longitude,
                    iif(said.latitude IS NULL, file.gps_altitude, said.altitude) AS altitude,
                    file.format, nullif(image.width, 0) AS width, nullif(image.height, 0) AS height,
                    coalesce((SELECT statement.value FROM statement WHERE statement.image_id = image.id AND statement.field = 'orientation' AND statement.value GLOB '[1-8]'), file.orientation) AS orientation
                FROM temp.shown CROSS JOIN main.image ON image.id = shown.image_id CROSS JOIN main.file ON file.id = shown.file_id CROSS JOIN main.session ON session.id = file.session_id
                CROSS JOIN (
                    SELECT
                        max(CASE WHEN field = 'title' AND json_type(value) = 'text' THEN value ->> '$' END) AS title,
                        max(CASE WHEN field = 'description' AND json_type(value) = 'text' THEN value ->> '$' END) AS description,
                        max(CASE WHEN field = 'rating' AND value IN ('-1', '0', '1', '2', '3', '4', '5') THEN CAST(value AS INTEGER) END) AS rating,
                        max(CASE WHEN field = 'flag' AND value IN ('"pick"', '"reject"') THEN value ->> '$' END) AS flag,
                        max(CASE WHEN field = 'label' AND json_type(value) = 'text' THEN value ->> '$' END) AS label,
                        max(CASE WHEN field = 'favorite' THEN value = 'true' END) AS favorite,
                        max(CASE WHEN field = 'hidden' THEN value = 'true' END) AS hidden,
                        max(CASE WHEN field = 'author' AND json_type(value) = 'text' THEN value ->> '$' END) AS author,
                        max(CASE WHEN field = 'location' AND json_type(value) = 'object' THEN value END) AS location,
                        max(CASE WHEN field = 'date' AND json_type(value) = 'text' THEN value ->> '$' END) AS date,
                        max(CASE WHEN field = 'gps' AND abs(value ->> '$.latitude') <= 90 AND abs(value ->> '$.longitude') <= 180 THEN CAST(value ->> '$.latitude' AS REAL) END) AS latitude,
                        max(CASE WHEN field = 'gps' THEN CAST(value ->> '$.longitude' AS REAL) END) AS longitude,
                        max(CASE WHEN field = 'gps' AND json_type(value, '$.altitude') IN ('integer', 'real') THEN CAST(value ->> '$.altitude' AS REAL) END) AS altitude
                    FROM temp.word WHERE word.photo_id = photo.id AND field NOT BETWEEN 'tag:' AND 'tag;' AND field NOT BETWEEN 'person:' AND 'person;') AS said
                WHERE shown.photo_id = photo.id) AS shown)
        WHERE id IN (SELECT photo_id FROM temp.shown)
        """,

        // Tags and persons.
        "INSERT OR IGNORE INTO tag (path) SELECT substr(field, 5) FROM temp.word WHERE field > 'tag:' AND field < 'tag;' AND value = 'true'",
        "INSERT INTO photo_tag SELECT word.photo_id, tag.id FROM temp.word CROSS JOIN main.tag ON tag.path = substr(word.field, 5) WHERE word.field > 'tag:' AND word.field < 'tag;' AND word.value = 'true'",
        "INSERT OR IGNORE INTO person (name) SELECT substr(field, 8) FROM temp.word WHERE field > 'person:' AND field < 'person;'",
        """
        INSERT INTO photo_person SELECT word.photo_id, person.id, nullif(word.value, 'true') FROM temp.word CROSS JOIN main.person ON person.name = substr(word.field, 8)
        WHERE word.field > 'person:' AND word.field < 'person;'
        """,
        "DELETE FROM temp.word",
        "DELETE FROM temp.shown",

        // The full text: of these, and of those that are found by other albums now.
        "DELETE FROM photo_text WHERE rowid IN (SELECT image.photo_id FROM temp.retold CROSS JOIN main.image ON image.id = retold.id)",
        "INSERT OR IGNORE INTO temp.stale SELECT image.photo_id FROM temp.retold CROSS JOIN main.image ON image.id = retold.id",
        $"INSERT INTO photo_text (rowid, title, description, tags, persons, location, author, names, albums, session, camera) SELECT photo.id, {Texts} FROM temp.stale CROSS JOIN main.photo ON photo.id = stale.id {HomeOfTexts}",
        "DELETE FROM temp.stale",
        "DELETE FROM temp.touched",
        "DELETE FROM temp.retold",
    ];

    /// <summary>Joins the file that is shown, and its session: most photos have no other.</summary>
    internal const string HomeOfTexts = "CROSS JOIN main.file ON file.id = photo.file_id CROSS JOIN main.session ON session.id = file.session_id";

    /// <summary>What is found of a photo, <see cref="HomeOfTexts"/> being joined.</summary>
    internal const string Texts = """
        search_text(photo.title), search_text(photo.description),
        search_text((SELECT group_concat(tag.path, ' ') FROM photo_tag CROSS JOIN tag ON tag.id = photo_tag.tag_id WHERE photo_tag.photo_id = photo.id)),
        search_text((SELECT group_concat(person.name, ' ') FROM photo_person CROSS JOIN person ON person.id = photo_person.person_id WHERE photo_person.photo_id = photo.id)),
        search_text((SELECT group_concat(part.value, ' ') FROM json_each(photo.location) AS part WHERE part.type = 'text')),
        search_text(photo.author),
        search_text(iif(photo.file_count = 1, file.path, (SELECT group_concat(file.path, ' ') FROM image CROSS JOIN file ON file.image_id = image.id WHERE image.photo_id = photo.id))),
        iif((SELECT EXISTS (SELECT 1 FROM album)), search_text((
            SELECT group_concat(field.value ->> '$', ' ') FROM (
                SELECT member.album_id FROM image CROSS JOIN album_member AS member ON member.hothash = image.hothash AND member.width = image.width AND member.height = image.height
                WHERE image.photo_id = photo.id AND member.position NOT NULL
                UNION SELECT member.album_id FROM album_member AS member WHERE member.own_uuid = photo.uuid AND member.position NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM image WHERE image.hothash = member.hothash AND image.width = member.width AND image.height = member.height)
                UNION SELECT member.album_id FROM album_member AS member WHERE member.photo = photo.uuid AND member.position NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM image WHERE image.hothash = member.hothash AND image.width = member.width AND image.height = member.height)
                    AND NOT EXISTS (SELECT 1 FROM photo AS own WHERE own.uuid = member.own_uuid)) AS within
            CROSS JOIN album_field AS field ON field.album_id = within.album_id AND field.field = 'title')), NULL),
        search_text(iif(photo.file_count = 1, session.title, (
            SELECT group_concat(DISTINCT session.title) FROM image CROSS JOIN file ON file.image_id = image.id CROSS JOIN session ON session.id = file.session_id WHERE image.photo_id = photo.id))),
        search_text(nullif(concat_ws(' ', (SELECT camera.name FROM camera WHERE camera.id = photo.camera_id), (SELECT lens.model FROM lens WHERE lens.id = photo.lens_id)), ''))
        """;
}
