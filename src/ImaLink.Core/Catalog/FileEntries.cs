using System.Text.Json;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>Reads files with everything that an index says of them.</summary>
internal sealed class FileEntries(CatalogDatabase catalog)
{
    private const string Select = $"""
        SELECT image.hothash, file.path, file.size, file.sha256, file.taken_at, file.created_at, file.mtime, file.original_filename,
            file.original_path, file.format, file.mime_type, image.width, image.height, file.orientation, file.has_hotpreview,
            image.scheme, file.former_hothashes, file.fingerprint, file.state, file.missing_since, file.last_verified, file.previous,
            file.camera_make, file.camera_model, file.lens_model, file.iso, file.aperture, file.exposure_time, file.focal_length,
            file.gps_latitude, file.gps_longitude, file.gps_altitude, file.extra, file.id,
            EXISTS (SELECT 1 FROM companion WHERE companion.file_id = file.id), file.replica_of, file.linked_since,
            {PhotoTable.BlockColumns}
        FROM file JOIN image ON image.id = file.image_id JOIN photo ON photo.id = image.photo_id
        """;

    /// <summary>The files of a session as its index lists them: ordered by hothash, then path.</summary>
    internal IEnumerable<FileEntry> OfSession(long sessionId) =>
        catalog.Query($"{Select} WHERE file.session_id = @0 ORDER BY image.hothash, file.path", Map, sessionId);

    /// <summary>One file.</summary>
    internal FileEntry Get(long fileId) => catalog.Query($"{Select} WHERE file.id = @0", Map, fileId).First();

    /// <summary>Path and SHA-256 of every registered file of a storage, companions and documents included, ordered by path.</summary>
    internal IEnumerable<(string Path, string Sha256)> Manifest(long storageId) => catalog.Query("""
        SELECT path, sha256 FROM file WHERE storage_id = @0
        UNION ALL
        SELECT companion.path, companion.sha256 FROM companion JOIN file ON file.id = companion.file_id WHERE file.storage_id = @0
        UNION ALL
        SELECT document.path, document.sha256 FROM document JOIN session ON session.id = document.session_id WHERE session.storage_id = @0
        ORDER BY 1
        """, row => (row.GetString(0), row.HexOrNull(1)!), storageId);

    private FileEntry Map(SqliteDataReader row)
    {
        string path = row.GetString(1);
        return new FileEntry
        {
            Hothash = row.HexOrNull(0)!,
            Filename = path[(path.LastIndexOf('/') + 1)..],
            Path = path,
            FileSize = row.GetInt64(2),
            Sha256 = row.HexOrNull(3),
            TakenAt = row.TextOrNull(4),
            CreatedAt = row.TextOrNull(5),
            ModifiedAt = row.IsDBNull(6) ? null : IndexTime.FormatUtc(new DateTime(row.GetInt64(6), DateTimeKind.Utc)),
            OriginalFilename = row.TextOrNull(7),
            OriginalPath = row.TextOrNull(8),
            FileFormat = row.TextOrNull(9),
            MimeType = row.TextOrNull(10),
            Width = row.GetInt32(11) is var width and > 0 ? width : null,
            Height = row.GetInt32(12) is var height and > 0 ? height : null,
            Orientation = row.IntOrNull(13),
            HasHotpreview = row.GetBoolean(14),
            HothashScheme = row.GetString(15),
            FormerHothashes = row.TextOrNull(16) is { } former ? JsonSerializer.Deserialize(former, IndexJson.Instance.ListString) : null,
            Fingerprint = row.HexOrNull(17),
            State = row.GetString(18),
            MissingSince = row.TextOrNull(19),
            LastVerified = row.TextOrNull(20),
            Previous = row.TextOrNull(21) is { } previous ? JsonSerializer.Deserialize(previous, IndexJson.Instance.ListFormerContent) : null,
            CameraMake = row.TextOrNull(22),
            CameraModel = row.TextOrNull(23),
            LensModel = row.TextOrNull(24),
            Iso = row.IntOrNull(25),
            Aperture = row.DoubleOrNull(26),
            ExposureTime = row.DoubleOrNull(27),
            FocalLength = row.DoubleOrNull(28),
            GpsLatitude = row.DoubleOrNull(29),
            GpsLongitude = row.DoubleOrNull(30),
            GpsAltitude = row.DoubleOrNull(31),
            Extra = row.TextOrNull(32) is { } extra ? JsonSerializer.Deserialize(extra, IndexJson.Instance.DictionaryStringJsonElement) : null,
            ReplicaOf = Guid.TryParse(row.TextOrNull(35), out Guid source) ? source : null,
            LinkedSince = row.TextOrNull(36),
            Companions = row.GetBoolean(34) ? catalog.Files.Companions(row.GetInt64(33)) : null,
            Photo = catalog.Photos.Block(row, 37),
        };
    }
}
