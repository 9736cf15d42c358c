using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>What checks and repairs keep of files. Nothing here changes a recorded hash.</summary>
internal sealed class CheckTable(CatalogDatabase catalog)
{
    /// <summary>Records when a file was found as recorded, or that it no longer is; not where its record was changed meanwhile.</summary>
    internal void SetVerified(long fileId, string sha256, string? time)
    {
        if (catalog.Execute("UPDATE file SET last_verified = @1 WHERE id = @0 AND sha256 = @2 AND last_verified IS NOT @1",
            fileId, time, RowReading.Bytes(sha256)) > 0)
        {
            catalog.Execute("UPDATE session SET dirty = 1 WHERE id = (SELECT session_id FROM file WHERE id = @0) AND dirty = 0", fileId);
        }
    }

    /// <summary>Records that a file is there again with the bytes that are recorded of it.</summary>
    internal void SetPresent(long storageId, string path, string sha256, string time)
    {
        catalog.Execute("UPDATE file SET state = @3, missing_since = NULL, last_verified = @4 WHERE storage_id = @0 AND path = @1 AND sha256 = @2",
            storageId, path, RowReading.Bytes(sha256), FileState.Present, time);
        catalog.Execute("UPDATE session SET dirty = 1 WHERE id = (SELECT session_id FROM file WHERE storage_id = @0 AND path = @1)", storageId, path);
    }

    /// <summary>What files take, put together by what a grouping says; the biggest first.</summary>
    internal IEnumerable<(long StorageId, string? Key, long Count, long Bytes)> Measure(MeasureGrouping grouping) => catalog.Query($"""
        SELECT file.storage_id, {Key(grouping)} AS key, count(*), CAST(total(file.size) AS INTEGER)
        FROM file JOIN session ON session.id = file.session_id GROUP BY 1, 2 ORDER BY 1, 4 DESC, 2
        """, row => (row.GetInt64(0), row.TextOrNull(1), row.GetInt64(2), row.GetInt64(3))).ToList();

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
        MeasureGrouping.Year => "substr(file.taken_at, 1, 4)",
        MeasureGrouping.Format => "file.format",
        MeasureGrouping.Camera => "file.camera_model",
        _ => "NULL",
    };
}
