using System.Text.Json;
using ImaLink.Files;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <content>The companions of the files.</content>
internal sealed partial class FileTable
{
    /// <summary>What is recorded of a companion.</summary>
    internal const string CompanionColumns =
        "companion.path, companion.size, companion.sha256, companion.kind, companion.mtime, companion.state, companion.missing_since, companion.last_verified, companion.extra, companion.words, companion.previous";

    /// <summary>How many those are.</summary>
    internal const int CompanionColumnCount = 11;

    /// <summary>The companions of a file.</summary>
    internal List<CompanionEntry> Companions(long fileId) => catalog.Query(
        $"SELECT {CompanionColumns} FROM companion WHERE file_id = @0 ORDER BY path", row => MapCompanion(row), fileId).ToList();

    /// <summary>The companions with these bytes, and the storages that they are in.</summary>
    internal List<(CompanionEntry Companion, long StorageId)> CompanionsBySha256(string sha256) => catalog.Query($"""
        SELECT {CompanionColumns}, file.storage_id FROM companion JOIN file ON file.id = companion.file_id
        WHERE companion.sha256 = @0 AND companion.state = 'Present' ORDER BY companion.id
        """, row => (MapCompanion(row), row.GetInt64(CompanionColumnCount)), RowReading.Bytes(sha256)).ToList();

    /// <summary>The recorded SHA-256 of the file or companion at a path; null where none is registered.</summary>
    internal string? RecordedSha256(long storageId, string path) => ByPath(storageId, path)?.Sha256 ?? catalog.Query("""
        SELECT companion.sha256 FROM companion JOIN file ON file.id = companion.file_id
        WHERE file.storage_id = @0 AND companion.path_key = @1 AND companion.path = @2
        """, row => row.HexOrNull(0), storageId, FileNames.Key(path), path).FirstOrDefault();

    /// <summary>The files of a storage that have the companion at a path, and their sessions.</summary>
    internal List<(long Id, long SessionId)> HoldersOf(long storageId, string path) => catalog.Query("""
        SELECT file.id, file.session_id FROM companion JOIN file ON file.id = companion.file_id
        WHERE file.storage_id = @0 AND companion.path_key = @1 AND companion.path = @2
        """, row => (row.GetInt64(0), row.GetInt64(1)), storageId, FileNames.Key(path), path).ToList();

    /// <summary>Whether any file of a storage has a companion.</summary>
    internal bool AnyCompanion(long storageId) => catalog.Scalar<long>(
        "SELECT EXISTS (SELECT 1 FROM companion CROSS JOIN file ON file.id = companion.file_id WHERE file.storage_id = @0)", storageId) != 0;

    /// <summary>Registers a further companion of a file, or one that was missing and is there again.</summary>
    internal void AddCompanion(long fileId, CompanionEntry companion)
    {
        catalog.Execute("DELETE FROM companion WHERE file_id = @0 AND (path = @1 OR (state = 'Missing' AND sha256 = @2))", fileId, companion.Path, RowReading.Bytes(companion.Sha256));
        InsertCompanion(fileId, companion);
    }

    private void InsertCompanion(long fileId, CompanionEntry companion, long? id = null) => catalog.Execute(
        """
        INSERT INTO companion (file_id, path, path_key, size, sha256, kind, mtime, state, missing_since, last_verified, extra, words, previous, id)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13)
        """,
        fileId, companion.Path, FileNames.Key(companion.Path), companion.FileSize, RowReading.Bytes(companion.Sha256), companion.Kind,
        IndexTime.ParseUtc(companion.ModifiedAt)?.Ticks, companion.State ?? FileState.Present, companion.MissingSince, companion.LastVerified,
        companion.Extra is null ? null : JsonSerializer.Serialize(companion.Extra, IndexJson.Instance.DictionaryStringJsonElement), companion.Words, Text(companion.Previous), id);

    /// <summary>Remembers what a sidecar said when that was taken over.</summary>
    internal void SetCompanionWords(long fileId, string path, string? words) =>
        catalog.Execute("UPDATE companion SET words = @2 WHERE file_id = @0 AND path = @1", fileId, path, words);

    /// <summary>Remembers what a file said when that was taken over.</summary>
    internal void SetWords(long fileId, string? words) => catalog.Execute("UPDATE file SET words = @1 WHERE id = @0", fileId, words);

    /// <summary>Reads a companion from its columns, which begin at the one given.</summary>
    internal static CompanionEntry MapCompanion(SqliteDataReader row, int first = 0) => new()
    {
        Path = row.GetString(first),
        FileSize = row.GetInt64(first + 1),
        Sha256 = row.HexOrNull(first + 2)!,
        Kind = row.GetString(first + 3),
        ModifiedAt = row.IsDBNull(first + 4) ? null : IndexTime.FormatUtc(new DateTime(row.GetInt64(first + 4), DateTimeKind.Utc)),
        State = row.GetString(first + 5),
        MissingSince = row.TextOrNull(first + 6),
        LastVerified = row.TextOrNull(first + 7),
        Extra = row.TextOrNull(first + 8) is { } extra ? JsonSerializer.Deserialize(extra, IndexJson.Instance.DictionaryStringJsonElement) : null,
        Words = row.TextOrNull(first + 9),
        Previous = row.TextOrNull(first + 10) is { } previous ? JsonSerializer.Deserialize(previous, IndexJson.Instance.ListFormerContent) : null,
    };

    /// <summary>Replaces what is recorded of a companion, where that is still so.</summary>
    /// <returns>Whether it was.</returns>
    internal bool ReplaceCompanion(long fileId, string formerSha256, CompanionEntry companion) => catalog.Execute("""
        UPDATE companion SET size = @3, sha256 = @4, mtime = @5, state = @6, missing_since = NULL, last_verified = @7, words = @8, previous = @9
        WHERE file_id = @0 AND path = @1 AND sha256 = @2
        """, fileId, companion.Path, RowReading.Bytes(formerSha256), companion.FileSize, RowReading.Bytes(companion.Sha256),
        IndexTime.ParseUtc(companion.ModifiedAt)?.Ticks, FileState.Present, companion.LastVerified, companion.Words, Text(companion.Previous)) > 0;

    /// <summary>Former contents, as a column has them.</summary>
    internal static string? Text(List<FormerContent>? previous) => previous is null ? null : JsonSerializer.Serialize(previous, IndexJson.Instance.ListFormerContent);
}
