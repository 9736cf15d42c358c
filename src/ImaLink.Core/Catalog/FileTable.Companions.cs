using System.Text.Json;
using ImaLink.Files;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <content>The companions of the files.</content>
internal sealed partial class FileTable
{
    /// <summary>The companions of a file.</summary>
    internal List<CompanionEntry> Companions(long fileId) => catalog.Query(
        "SELECT path, size, sha256, kind, mtime, state, missing_since, last_verified, extra FROM companion WHERE file_id = @0 ORDER BY path",
        MapCompanion, fileId).ToList();

    /// <summary>Where companions with these bytes are: storage, path, size, and when they were verified.</summary>
    internal List<(long StorageId, string Path, long Size, string? LastVerified)> CompanionsBySha256(string sha256) => catalog.Query("""
        SELECT file.storage_id, companion.path, companion.size, companion.last_verified FROM companion JOIN file ON file.id = companion.file_id
        WHERE companion.sha256 = @0 AND companion.state = 'Present' ORDER BY companion.id
        """, row => (row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.TextOrNull(3)), RowReading.Bytes(sha256)).ToList();

    /// <summary>The recorded SHA-256 of the file or companion at a path; null where none is registered.</summary>
    internal string? RecordedSha256(long storageId, string path) => ByPath(storageId, path)?.Sha256 ?? catalog.Query("""
        SELECT companion.sha256 FROM companion JOIN file ON file.id = companion.file_id
        WHERE file.storage_id = @0 AND companion.path_key = @1 AND companion.path = @2
        """, row => row.HexOrNull(0), storageId, FileNames.Key(path), path).FirstOrDefault();

    /// <summary>Whether any file of a storage has a companion.</summary>
    internal bool AnyCompanion(long storageId) => catalog.Scalar<long>(
        "SELECT EXISTS (SELECT 1 FROM companion CROSS JOIN file ON file.id = companion.file_id WHERE file.storage_id = @0)", storageId) != 0;

    /// <summary>Registers a further companion of a file, or one that was missing and is there again.</summary>
    internal void AddCompanion(long fileId, CompanionEntry companion)
    {
        catalog.Execute("DELETE FROM companion WHERE file_id = @0 AND (path = @1 OR (state = 'Missing' AND sha256 = @2))", fileId, companion.Path, RowReading.Bytes(companion.Sha256));
        InsertCompanion(fileId, companion);
    }

    private void InsertCompanion(long fileId, CompanionEntry companion) => catalog.Execute(
        """
        INSERT INTO companion (file_id, path, path_key, size, sha256, kind, mtime, state, missing_since, last_verified, extra)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10)
        """,
        fileId, companion.Path, FileNames.Key(companion.Path), companion.FileSize, RowReading.Bytes(companion.Sha256), companion.Kind,
        IndexTime.ParseUtc(companion.ModifiedAt)?.Ticks, companion.State ?? FileState.Present, companion.MissingSince, companion.LastVerified,
        companion.Extra is null ? null : JsonSerializer.Serialize(companion.Extra, IndexJson.Instance.DictionaryStringJsonElement));

    private static CompanionEntry MapCompanion(SqliteDataReader row) => new()
    {
        Path = row.GetString(0),
        FileSize = row.GetInt64(1),
        Sha256 = row.HexOrNull(2)!,
        Kind = row.GetString(3),
        ModifiedAt = row.IsDBNull(4) ? null : IndexTime.FormatUtc(new DateTime(row.GetInt64(4), DateTimeKind.Utc)),
        State = row.GetString(5),
        MissingSince = row.TextOrNull(6),
        LastVerified = row.TextOrNull(7),
        Extra = row.TextOrNull(8) is { } extra ? JsonSerializer.Deserialize(extra, IndexJson.Instance.DictionaryStringJsonElement) : null,
    };
}
