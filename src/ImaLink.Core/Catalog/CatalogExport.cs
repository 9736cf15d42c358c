using System.Globalization;
using ImaLink.Media.Identity;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>
/// Everything that a catalog says, in an order and under names that do not depend on the catalog: two that know the same
/// give the same export. Read as a stream.
/// </summary>
internal sealed class CatalogExport(CatalogDatabase catalog)
{
    /// <summary>What was edited here and stands in no index yet: of the catalog's own doings, not of what it knows.</summary>
    internal static readonly string[] LocalFields = ["dirty", "pending"];

    /// <summary>The whole catalog.</summary>
    internal IEnumerable<CatalogItem> All(CancellationToken cancellationToken) => Run(Queries, null, null, cancellationToken);

    /// <summary>
    /// What it says of some storages and sessions. Authors, and photos and their search text, which are made of all storages together, are left out.
    /// </summary>
    /// <param name="storages">The storages.</param>
    /// <param name="sessions">The sessions in them.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal IEnumerable<CatalogItem> Of(
        IReadOnlySet<Guid> storages, IReadOnlySet<(Guid Storage, Guid Session)> sessions, CancellationToken cancellationToken)
    {
        var rows = catalog.Storages.All().Where(row => storages.Contains(row.Uuid)).ToList();
        var ids = rows.SelectMany(row => catalog.Sessions.OfStorage(row.Id).Where(session => sessions.Contains((row.Uuid, session.Header.Uuid))));
        return Run(Queries.Where(query => query.Kind is not (CatalogKind.Author or CatalogKind.Photo or CatalogKind.SearchText)),
            Json(rows.Select(row => row.Id)), Json(ids.Select(session => session.Id)), cancellationToken);
    }

    private IEnumerable<CatalogItem> Run(IEnumerable<ExportQuery> queries, string? storages, string? sessions, CancellationToken cancellationToken)
    {
        // Shows the words of the full text, which keeps no text; seen by this connection only.
        catalog.Execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.photo_word USING fts5vocab (main, photo_text, instance)");
        foreach (ExportQuery query in queries)
        {
            foreach (CatalogItem item in catalog.Query(query.Sql, row => Item(query, row), storages, sessions))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }
        }
    }

    private static CatalogItem Item(ExportQuery query, SqliteDataReader row)
    {
        var key = new string[query.KeyColumns];
        for (int i = 0; i < key.Length; i++)
            key[i] = Text(row, i)!;
        var fields = new (string, string?)[row.FieldCount - key.Length - 1];
        for (int i = 0; i < fields.Length; i++)
            fields[i] = (row.GetName(key.Length + 1 + i), Text(row, key.Length + 1 + i));
        return new CatalogItem(query.Kind, key, row.GetBoolean(key.Length), fields);
    }

    private static string? Text(SqliteDataReader row, int column) => row.GetValue(column) switch
    {
        DBNull => null,
        byte[] bytes => Hex.Of(bytes),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Json(IEnumerable<long> ids) => $"[{string.Join(',', ids)}]";

    /// <param name="Kind">What a row is.</param>
    /// <param name="KeyColumns">How many columns are its key: the first ones, by which the rows are ordered; a column "dirty" follows.</param>
    /// <param name="Sql">@0: ids of the storages, @1: ids of the sessions, as JSON; NULL is all of them.</param>
    private sealed record ExportQuery(string Kind, int KeyColumns, string Sql);

    private const string InStorages = "(@0 IS NULL OR storage.id IN (SELECT value FROM json_each(@0)))";
    private const string InSessions = "(@1 IS NULL OR session.id IN (SELECT value FROM json_each(@1)))";
    private const string ShownInSessions = "(@1 IS NULL OR file.session_id IN (SELECT value FROM json_each(@1)))";

    // What is said of its images, and stands not in every index yet.
    private const string IsPending = """
        EXISTS (
            SELECT 1 FROM image AS shown CROSS JOIN statement ON statement.image_id = shown.id AND statement.unwritten = 1 WHERE shown.photo_id = photo.id)
        """;

    private static readonly string[] TextColumns = ["title", "description", "tags", "persons", "location", "author", "names", "albums", "session", "camera"];

    // A storage's copy of an album is complete, so that it can be compared with any one of them.
    private const string AlbumInStorages = "(@0 IS NULL OR album.id IN (SELECT album_id FROM album_file WHERE storage_id IN (SELECT value FROM json_each(@0))))";
    private const string UnwrittenAlbum = "EXISTS (SELECT 1 FROM album_file WHERE album_id = album.id AND dirty = 1)";

    private static readonly ExportQuery[] Queries =
    [
        new(CatalogKind.Storage, 1, $"""
            SELECT uuid, dirty, name, description, directory_name, base_path, created_at, last_scan, is_active, retired,
                last_session_number, revision, writer, index_sha256, dirty, pending, place
            FROM storage WHERE {InStorages} ORDER BY uuid
            """),
        new(CatalogKind.RemovedSession, 2, $"""
            SELECT storage.uuid, removed_session.uuid, storage.dirty, removed_session.revision
            FROM removed_session JOIN storage ON storage.id = removed_session.storage_id
            WHERE {InStorages} ORDER BY 1, 2
            """),
        new(CatalogKind.Author, 1, """
            SELECT name, FALSE, email FROM author ORDER BY name COLLATE BINARY
            """),
        new(CatalogKind.Session, 2, $"""
            SELECT storage.uuid, session.uuid, session.dirty, session.number, session.title, session.description, session.imported_at,
                author.name AS author, nullif(author.email, '') AS author_email, session.source_path, session.in_place, session.time_zone, session.status,
                session.source_files, session.imported, session.duplicate, session.variant, session.companion, session.skipped,
                session.still_changing, session.failed, session.ending_early, session.bytes, session.duration_seconds, session.revision, session.writer,
                session.index_sha256, session.extra, session.refused, session.dirty, session.pending
            FROM session JOIN storage ON storage.id = session.storage_id LEFT JOIN author ON author.id = session.author_id
            WHERE {InStorages} AND {InSessions} ORDER BY 1, 2
            """),
        new(CatalogKind.RemovedFile, 4, $"""
            SELECT storage.uuid, session.uuid, removed_file.path, removed_file.sha256, session.dirty, removed_file.revision, removed_file.reason, removed_file.followed_path, removed_file.followed_revision
            FROM removed_file JOIN session ON session.id = removed_file.session_id JOIN storage ON storage.id = session.storage_id
            WHERE {InStorages} AND {InSessions} ORDER BY 1, 2, 3, 4
            """),
        new(CatalogKind.Photo, 1, $"""
            SELECT lower(hex(photo.uuid)), {IsPending}, lower(hex(image.hothash)) AS image, image.width AS image_width, image.height AS image_height, file.path AS file,
                photo.title, photo.description, photo.rating, photo.flag, photo.label, photo.favorite, photo.hidden, photo.author, photo.location, photo.taken, photo.taken_edtf,
                camera.name AS camera, lens.model AS lens, photo.iso, photo.aperture, photo.exposure_time, photo.focal_length, photo.latitude, photo.longitude, photo.altitude, photo.place_cell,
                photo.format, photo.kind, photo.width, photo.height, photo.image_count, photo.file_count,
                (SELECT group_concat(tag.path, char(10) ORDER BY tag.path COLLATE BINARY)
                 FROM photo_tag JOIN tag ON tag.id = photo_tag.tag_id WHERE photo_tag.photo_id = photo.id) AS tags,
                (SELECT group_concat(concat(person.name, ' ', photo_person.region), char(10) ORDER BY person.name COLLATE BINARY)
                 FROM photo_person JOIN person ON person.id = photo_person.person_id WHERE photo_person.photo_id = photo.id) AS persons
            FROM photo LEFT JOIN image ON image.id = photo.image_id LEFT JOIN file ON file.id = photo.file_id LEFT JOIN camera ON camera.id = photo.camera_id LEFT JOIN lens ON lens.id = photo.lens_id
            ORDER BY 1
            """),
        new(CatalogKind.SearchText, 1, $"""
            SELECT coalesce(lower(hex(photo.uuid)), ''), {IsPending},
                {string.Join(",\n    ", TextColumns.Select(column => $"group_concat(word.term, ' ' ORDER BY word.term) FILTER (WHERE word.col = '{column}') AS {column}"))}
            FROM (SELECT DISTINCT doc, col, term FROM temp.photo_word) AS word LEFT JOIN photo ON photo.id = word.doc
            GROUP BY 1 ORDER BY 1
            """),
        new(CatalogKind.Image, 3, $"""
            SELECT lower(hex(image.hothash)), CAST(image.width AS TEXT), CAST(image.height AS TEXT), {IsPending}, image.scheme, photo.uuid AS photo
            FROM image LEFT JOIN photo ON photo.id = image.photo_id
            WHERE (@1 IS NULL OR EXISTS (SELECT 1 FROM file WHERE file.image_id = image.id AND {ShownInSessions}))
            ORDER BY 1, 2, 3
            """),
        new(CatalogKind.Statement, 4, $"""
            SELECT lower(hex(image.hothash)), CAST(image.width AS TEXT), CAST(image.height AS TEXT), statement.field, statement.unwritten, statement.value, statement.revision, statement.writer
            FROM image CROSS JOIN statement ON statement.image_id = image.id
            WHERE (@1 IS NULL OR EXISTS (SELECT 1 FROM file WHERE file.image_id = image.id AND {ShownInSessions}))
            ORDER BY 1, 2, 3, 4
            """),
        new(CatalogKind.File, 2, $"""
            SELECT storage.uuid, file.path, session.dirty, session.uuid AS session, image.hothash, image.width, image.height, file.taken_local,
                {string.Join(", ", FileColumns.All.Select(column => column.Name).Where(name => name != "path").Select(name => $"file.{name}"))}
            FROM file JOIN storage ON storage.id = file.storage_id JOIN session ON session.id = file.session_id
            JOIN image ON image.id = file.image_id
            WHERE {InStorages} AND {InSessions} ORDER BY storage.uuid, file.path
            """),
        new(CatalogKind.Companion, 3, $"""
            SELECT storage.uuid, file.path, companion.path, session.dirty, session.uuid AS session, companion.path_key, companion.size, companion.sha256,
                companion.kind, companion.mtime, companion.state, companion.missing_since, companion.last_verified, companion.extra, companion.words, companion.previous
            FROM companion JOIN file ON file.id = companion.file_id JOIN storage ON storage.id = file.storage_id
            JOIN session ON session.id = file.session_id
            WHERE {InStorages} AND {InSessions} ORDER BY 1, 2, 3
            """),
        new(CatalogKind.Document, 2, $"""
            SELECT storage.uuid, document.path, session.dirty, session.uuid AS session, document.path_key, document.size, document.sha256, document.extra
            FROM document JOIN session ON session.id = document.session_id JOIN storage ON storage.id = session.storage_id
            WHERE {InStorages} AND {InSessions} ORDER BY 1, 2
            """),
        new(CatalogKind.Album, 2, $"""
            SELECT hex(album.uuid), album_field.field, {UnwrittenAlbum}, album_field.value, album_field.revision, album_field.writer
            FROM album_field JOIN album ON album.id = album_field.album_id WHERE {AlbumInStorages} ORDER BY album.uuid, album_field.field
            """),
        new(CatalogKind.AlbumMember, 4, $"""
            SELECT hex(album.uuid), hex(member.hothash), CAST(member.width AS TEXT), CAST(member.height AS TEXT), {UnwrittenAlbum},
                member.position, member.photo, member.extra, member.revision, member.writer
            FROM album_member AS member JOIN album ON album.id = member.album_id WHERE {AlbumInStorages} ORDER BY album.uuid, member.hothash, 3, 4
            """),
        new(CatalogKind.AlbumFile, 2, $"""
            SELECT storage.uuid, hex(album.uuid), album_file.dirty, album_file.sha256, album_file.revision, album_file.writer, album_file.dirty
            FROM album_file JOIN album ON album.id = album_file.album_id JOIN storage ON storage.id = album_file.storage_id WHERE {InStorages} ORDER BY storage.uuid, album.uuid
            """),
    ];
}
