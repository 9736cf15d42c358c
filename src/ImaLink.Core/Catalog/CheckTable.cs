using System.Text.Json;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>What the files of one group take, and their companions.</summary>
internal sealed record MeasuredFiles(long StorageId, string? Key, long Count, long Bytes, long Companions, long CompanionBytes, Guid? Session = null);

/// <summary>What checks and repairs keep of files. Nothing here changes a recorded hash.</summary>
internal sealed class CheckTable(CatalogDatabase catalog)
{
    /// <summary>Records when a file was found as recorded, or that it no longer is; not where its record was changed meanwhile.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="companion">Path of its companion that was read; null for the file itself.</param>
    /// <param name="sha256">The recorded SHA-256.</param>
    /// <param name="time">When; null where it is not as recorded.</param>
    internal void SetVerified(long fileId, string? companion, string sha256, string? time)
    {
        byte[]? bytes = RowReading.Bytes(sha256);
        int changed = companion is null
            ? catalog.Execute($"""
                UPDATE file SET last_verified = @1, linked_since = NULL{(time is null ? $", facts_version = {FactTable.Doubtful}" : "")}
                WHERE id = @0 AND sha256 = @2 AND (last_verified IS NOT @1 OR linked_since IS NOT NULL)
                """, fileId, time, bytes)
            : catalog.Execute("UPDATE companion SET last_verified = @1 WHERE file_id = @0 AND path = @3 AND sha256 = @2 AND last_verified IS NOT @1", fileId, time, bytes, companion);
        if (changed > 0)
        {
            catalog.Execute("UPDATE session SET dirty = 1 WHERE id = (SELECT session_id FROM file WHERE id = @0) AND dirty = 0", fileId);
        }
    }

    /// <summary>What a file held before, oldest first.</summary>
    internal List<FormerContent> Previous(long fileId) =>
        catalog.Scalar<string>("SELECT previous FROM file WHERE id = @0", fileId) is { } previous
            ? JsonSerializer.Deserialize(previous, IndexJson.Instance.ListFormerContent)! : [];

    /// <summary>Records that a file or companion is there again with the bytes that are recorded of it.</summary>
    internal void SetPresent(long storageId, string path, string sha256, string time)
    {
        var companions = catalog.Query("""
            SELECT companion.id, file.session_id FROM companion JOIN file ON file.id = companion.file_id
            WHERE file.storage_id = @0 AND companion.path_key = @1 AND companion.path = @2 AND companion.sha256 = @3
            """, row => (row.GetInt64(0), row.GetInt64(1)), storageId, FileNames.Key(path), path, RowReading.Bytes(sha256)).ToList();
        foreach ((long id, long session) in companions)
        {
            catalog.Execute("UPDATE companion SET state = @1, missing_since = NULL, last_verified = @2 WHERE id = @0", id, FileState.Present, time);
            catalog.Sessions.MarkDirty(session);
        }

        catalog.Execute("UPDATE file SET state = @3, missing_since = NULL, last_verified = @4, linked_since = NULL WHERE storage_id = @0 AND path = @1 AND sha256 = @2",
            storageId, path, RowReading.Bytes(sha256), FileState.Present, time);
        catalog.Execute("UPDATE session SET dirty = 1 WHERE id = (SELECT session_id FROM file WHERE storage_id = @0 AND path = @1)", storageId, path);
    }

    /// <summary>What files take, put together by what a grouping says; the biggest first.</summary>
    internal IEnumerable<MeasuredFiles> Measure(MeasureGrouping grouping) => catalog.Query($"""
        SELECT file.storage_id, {Key(grouping)} AS key, count(*), CAST(total(file.size) AS INTEGER),
            coalesce(sum(companion.files), 0), CAST(total(companion.size) AS INTEGER), {(grouping == MeasureGrouping.Session ? "session.uuid" : "NULL")} AS session
        FROM file JOIN session ON session.id = file.session_id
        LEFT JOIN (SELECT file_id, count(*) AS files, total(size) AS size FROM companion GROUP BY 1) AS companion ON companion.file_id = file.id
        GROUP BY 1, 2, 7 ORDER BY 1, 4 DESC, 2, 7
        """, row => new MeasuredFiles(row.GetInt64(0), row.TextOrNull(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
            row.TextOrNull(6) is { } session ? Guid.Parse(session) : null)).ToList();

    /// <summary>
    /// Ids of the present files whose bytes (or with <paramref name="variants"/> whose images) several files have, those of
    /// one group in a row: group number, file.
    /// </summary>
    internal IEnumerable<(long Group, long FileId)> Repeated(bool variants)
    {
        string key = variants ? "file.image_id" : "file.sha256";
        return catalog.Query($"""
            SELECT dense_rank() OVER (ORDER BY {key}), file.id FROM file
            WHERE file.state = 'Present' AND {key} IN (SELECT {key} FROM file WHERE state = 'Present' GROUP BY 1 HAVING count(*) > 1)
            ORDER BY 1, file.id
            """, row => (row.GetInt64(0), row.GetInt64(1)));
    }

    private static string Key(MeasureGrouping grouping) => grouping switch
    {
        MeasureGrouping.Session => "session.title",
        MeasureGrouping.Year => "substr(file.taken_local, 1, 4)",
        MeasureGrouping.Format => "file.format",
        MeasureGrouping.Camera => "file.camera_model",
        _ => "NULL",
    };
}
