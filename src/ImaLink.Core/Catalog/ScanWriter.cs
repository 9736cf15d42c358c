using ImaLink.Files;

namespace ImaLink.Catalog;

/// <summary>Writes what a scan found into the catalog; called inside a transaction.</summary>
internal sealed class ScanWriter(CatalogDatabase catalog, long storageId)
{
    private const string Undamaged = "disk.verdict NOT IN ('Decayed', 'Truncated')";

    private const string AsRecorded = "disk.verdict IN ('Unchanged', 'Linked', 'Same', 'Decayed', 'Truncated')";

    /// <summary>Gives up the paths of files that moved where another file lies now, so that swaps and chains find theirs free.</summary>
    internal void ParkMoved() => catalog.Execute("""
        UPDATE main.file SET path = '?' || id, path_key = '?' || id WHERE id IN (
            SELECT disk.file_id FROM temp.disk AS disk JOIN temp.lost AS lost ON lost.id = disk.file_id
            WHERE disk.verdict IN ('Unchanged', 'Linked', 'Same', 'Metadata', 'Decayed', 'Truncated') AND disk.path <> lost.path
                AND lost.path IN (SELECT path FROM temp.disk))
        """);

    /// <summary>Registered files whose path another file has taken; what is to be adopted counts too if asked for.</summary>
    internal List<(long Id, long SessionId, string Path)> Displaced(bool withNew) => catalog.Query($"""
        SELECT file.id, file.session_id, file.path FROM temp.disk AS disk CROSS JOIN main.file ON file.storage_id = @0 AND file.path = disk.path
        WHERE (disk.verdict IN ('Unchanged', 'Linked', 'Same', 'Metadata', 'Decayed', 'Truncated', 'FromElsewhere') AND file.id <> disk.file_id)
            OR ({(withNew ? "disk.verdict IN ('New', 'Copied')" : "0")})
        """, row => (row.GetInt64(0), row.GetInt64(1), row.GetString(2)), storageId).ToList();

    /// <summary>
    /// All files of whose content nothing new is recorded: they are there, at this path and, unless they are damaged, with this time. Those that were read and
    /// hold what is recorded are verified; those that are damaged, or were linked by their fingerprint alone, are so no more.
    /// </summary>
    internal void SetFound(string now)
    {
        // What is damaged is told at each scan; recorded is only news of its place.
        catalog.Execute($"""
            UPDATE session SET dirty = 1 WHERE id IN (
                SELECT lost.session_id FROM temp.disk AS disk CROSS JOIN temp.lost AS lost ON lost.id = disk.file_id WHERE {AsRecorded} AND {Undamaged}
                UNION SELECT file.session_id FROM temp.disk AS disk CROSS JOIN main.file ON file.id = disk.file_id WHERE {AsRecorded} AND NOT ({Undamaged})
                    AND (file.path <> disk.path OR file.state <> 'Present' OR coalesce(file.last_verified, file.linked_since) IS NOT NULL))
            """);
        // OR FAIL: should it fail, the transaction is rolled back, and SQLite need not keep each page as it was to take back this statement alone.
        catalog.Execute($"""
            UPDATE OR FAIL main.file SET path = disk.path, path_key = disk.path_key,
                shot_key = CASE WHEN file.path = disk.path THEN shot_key ELSE shot_key(disk.path) END,
                mtime = CASE WHEN {Undamaged} THEN disk.mtime ELSE file.mtime END,
                last_verified = CASE disk.verdict WHEN 'Unchanged' THEN last_verified WHEN 'Same' THEN @0 END,
                linked_since = CASE WHEN disk.verdict = 'Unchanged' OR (disk.verdict = 'Linked' AND last_verified IS NULL) THEN linked_since WHEN disk.verdict = 'Linked' THEN @0 END
            FROM temp.disk AS disk WHERE file.id = disk.file_id AND {AsRecorded}
            """, now);
        // Apart, as it is seldom needed and each of these columns has an index, which would be written anew with it.
        catalog.Execute($"""
            UPDATE main.file SET state = 'Present', missing_since = NULL, fingerprint = coalesce(file.fingerprint, CASE WHEN {Undamaged} THEN disk.fingerprint END)
            FROM temp.disk AS disk WHERE file.id = disk.file_id AND {AsRecorded}
                AND (file.state <> 'Present' OR file.missing_since IS NOT NULL OR file.fingerprint IS NULL)
            """);
        catalog.Execute("""
            DELETE FROM removed_file WHERE session_id IN (SELECT id FROM session WHERE storage_id = @0) AND EXISTS (
                SELECT 1 FROM file WHERE file.storage_id = @0 AND file.path = removed_file.path AND file.session_id = removed_file.session_id)
            """, storageId);
    }

    internal void SetMissing(string now)
    {
        catalog.Execute("""
            UPDATE session SET dirty = 1 WHERE id IN (
                SELECT file.session_id FROM file JOIN temp.lost AS lost ON lost.id = file.id WHERE lost.verdict = 'Missing' AND lost.was_missing = 0)
            """);
        catalog.Execute("""
            UPDATE file SET state = 'Missing', missing_since = @0
            WHERE id IN (SELECT id FROM temp.lost WHERE verdict = 'Missing' AND was_missing = 0)
            """, now);
    }

    internal void SetVerified(string now)
    {
        catalog.Execute("""
            UPDATE session SET dirty = 1 WHERE id IN (
                SELECT session_id FROM file JOIN temp.disk AS disk ON disk.file_id = file.id WHERE disk.verdict = 'Verified')
            """);
        catalog.Execute("UPDATE file SET last_verified = @0, linked_since = NULL WHERE id IN (SELECT file_id FROM temp.disk WHERE verdict = 'Verified')", now);
    }

    /// <summary>A file that provably does not hold what is recorded counts as no copy until it was brought back.</summary>
    internal void ClearVerified()
    {
        const string broken = "coalesce(file.last_verified, file.linked_since) IS NOT NULL AND file.id IN (SELECT file_id FROM temp.disk WHERE verdict IN ('Corrupt', 'NoImage'))";
        catalog.Execute($"UPDATE session SET dirty = 1 WHERE id IN (SELECT session_id FROM file WHERE {broken})");
        catalog.Execute($"UPDATE file SET last_verified = NULL, linked_since = NULL, facts_version = {FactTable.Doubtful} WHERE {broken}");
    }

    internal void SetLastScan(string now) => catalog.Execute("UPDATE storage SET last_scan = @1 WHERE id = @0", storageId, now);

    internal void SetCompanionMissing(long id, string since) => catalog.Execute("UPDATE companion SET state = 'Missing', missing_since = @1 WHERE id = @0", id, since);

    /// <summary>A companion that decayed: only its place is recorded, and that it counts as no copy until it was brought back.</summary>
    internal void SetCompanionDecayed(long id, FoundFile found) => catalog.Execute("""
        UPDATE companion SET path = @1, path_key = @2, last_verified = NULL, state = 'Present', missing_since = NULL WHERE id = @0
        """, id, found.Path, FileNames.Key(found.Path));

    /// <summary>A companion that is there: at this path, with these bytes, which were read where a time of that is given.</summary>
    internal void SetCompanion(long id, FoundFile found, string sha256, List<FormerContent>? previous, string? lastVerified) => catalog.Execute("""
        UPDATE companion SET path = @1, path_key = @2, size = @3, mtime = @4, sha256 = @5, last_verified = @6, previous = @7, state = 'Present', missing_since = NULL WHERE id = @0
        """, id, found.Path, FileNames.Key(found.Path), found.Size, found.Modified, RowReading.Bytes(sha256), lastVerified, FileTable.Text(previous));
}
