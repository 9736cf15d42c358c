using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>A registered sidecar that is not simply at its path.</summary>
/// <param name="Id">The companion's id.</param>
/// <param name="FileId">Its photo.</param>
/// <param name="Path">Where it lay.</param>
/// <param name="Size">Its size.</param>
/// <param name="Modified">Its time, where one is recorded.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="WasMissing">Whether it was missing before this scan.</param>
/// <param name="Holder">Where its photo lay.</param>
/// <param name="HolderNow">Where its photo lies now; null where it is missing, or left for the next run.</param>
internal sealed record LostSidecar(
    long Id, long FileId, string Path, long Size, long? Modified, string Sha256, bool WasMissing, string Holder, string? HolderNow);

/// <summary>What became of a registered sidecar, for the findings and for what is recorded.</summary>
internal sealed record SidecarChange(LostSidecar Sidecar, string Verdict, FoundFile? Found, string? Detail);

/// <summary>A sidecar that came to lie beside a registered photo.</summary>
/// <param name="Found">The sidecar.</param>
/// <param name="FileId">The photo; one that came from another storage still as that one's.</param>
/// <param name="Holder">Where the photo lies.</param>
/// <param name="Detail">What a finding says of it; null for one that came along with its photo.</param>
internal sealed record NewSidecar(FoundFile Found, long FileId, string Holder, string? Detail);

/// <content>Sidecars, which have neither hothash nor fingerprint and follow their photo.</content>
internal sealed partial class ScanTable
{
    private const string SidecarColumns = $"""
        sidecar.id, sidecar.file_id, sidecar.path, sidecar.size, sidecar.mtime, sidecar.sha256, sidecar.was_missing, sidecar.holder,
        CASE WHEN EXISTS (SELECT 1 FROM temp.lost WHERE lost.id = sidecar.file_id AND lost.verdict <> 'Found') THEN NULL
            ELSE coalesce((SELECT path FROM temp.disk WHERE disk.file_id = sidecar.file_id
                AND verdict IN {Matched}), sidecar.holder) END
        """;

    /// <summary>Sidecars that still have to be decided on, in pages.</summary>
    internal IEnumerable<LostSidecar> OpenSidecars()
    {
        _catalog.Execute("CREATE INDEX IF NOT EXISTS temp.disk_file ON disk (file_id)");
        for (long last = 0; ;)
        {
            var page = _catalog.Query($"SELECT {SidecarColumns} FROM temp.lost_sidecar AS sidecar WHERE sidecar.verdict IS NULL AND sidecar.id > @0 ORDER BY sidecar.id LIMIT @1",
                MapSidecar, last, PageSize).ToList();
            if (page.Count == 0)
                yield break;
            foreach (LostSidecar sidecar in page)
                yield return sidecar;
            last = page[^1].Id;
        }
    }

    /// <summary>The found sidecar at this path that no registered one is yet.</summary>
    internal FoundFile? SidecarAt(string pathKey) => _catalog.Query(
        $"SELECT {FoundColumns} FROM temp.disk AS disk WHERE disk.path_key = @0 AND disk.is_sidecar = 1 AND disk.verdict IS NULL ORDER BY disk.path",
        row => MapFound(row), pathKey).FirstOrDefault();

    /// <summary>A found sidecar with these bytes that no registered one is yet.</summary>
    internal FoundFile? SidecarWith(string sha256) => _catalog.Query(
        $"SELECT {FoundColumns} FROM temp.disk AS disk WHERE disk.sha256 = @0 AND disk.is_sidecar = 1 AND disk.verdict IS NULL ORDER BY disk.path",
        row => MapFound(row), RowReading.Bytes(sha256)).FirstOrDefault();

    /// <summary>Found sidecars that may be lost ones, to be read.</summary>
    internal IEnumerable<FoundFile> SidecarsToRead() => Pages("""
        disk.is_sidecar = 1 AND disk.verdict IS NULL AND disk.sha256 IS NULL
            AND EXISTS (SELECT 1 FROM temp.lost_sidecar AS sidecar WHERE sidecar.verdict IS NULL AND sidecar.size = disk.size)
        """);

    internal void SetSha256(long foundId, string sha256) =>
        _catalog.Execute("UPDATE temp.disk SET sha256 = @1 WHERE id = @0", foundId, RowReading.Bytes(sha256));

    /// <summary>Decides on a sidecar.</summary>
    internal void SettleSidecar(LostSidecar sidecar, string verdict, FoundFile? found, string? detail = null)
    {
        _catalog.Execute("UPDATE temp.lost_sidecar SET verdict = @1, disk_id = @2, detail = @3 WHERE id = @0", sidecar.Id, verdict, found?.Id, detail);
        if (found is not null)
            _catalog.Execute($"UPDATE temp.disk SET verdict = '{ScanVerdict.Sidecar}' WHERE id = @0", found.Id);
    }

    /// <summary>All decisions on sidecars, in the order of their photos.</summary>
    internal IEnumerable<SidecarChange> SidecarChanges() => _catalog.Query($"""
        SELECT {FoundColumns}, {SidecarColumns}, sidecar.verdict, sidecar.detail FROM temp.lost_sidecar AS sidecar LEFT JOIN temp.disk AS disk ON disk.id = sidecar.disk_id
        WHERE sidecar.verdict IS NOT NULL ORDER BY sidecar.holder, sidecar.path
        """, row => new SidecarChange(MapSidecar(row, ColumnCount), row.GetString(ColumnCount + 9), row.IsDBNull(0) ? null : MapFound(row), row.TextOrNull(ColumnCount + 10)));

    /// <summary>Found sidecars that are no registered ones.</summary>
    internal IEnumerable<FoundFile> StraySidecars() => Pages("disk.is_sidecar = 1 AND disk.verdict IS NULL");

    /// <summary>The photos that lie in a folder, registered or new; the latter without an id.</summary>
    /// <param name="folder">With a <c>/</c> at its end.</param>
    internal List<(long? FileId, string Path)> PhotosIn(string folder)
    {
        const string inFolder = "path > @1 AND path < @2 AND instr(substr(path, length(@1) + 1), '/') = 0";
        return _catalog.Query($"""
            SELECT id, path FROM main.file
            WHERE storage_id = @0 AND state = 'Present' AND {inFolder} AND NOT EXISTS (SELECT 1 FROM temp.lost WHERE lost.id = file.id)
            UNION
            SELECT CASE WHEN verdict IN {Matched} OR verdict = '{ScanVerdict.FromElsewhere}' THEN file_id END, path FROM temp.disk
            WHERE {inFolder} AND is_sidecar = 0 AND (verdict IN {Matched} OR verdict IN ('{ScanVerdict.FromElsewhere}', '{ScanVerdict.New}', '{ScanVerdict.Copied}'))
            """, row => (row.IsDBNull(0) ? (long?)null : row.GetInt64(0), row.GetString(1)), _storageId, folder, folder[..^1] + '0').ToList();
    }

    /// <summary>Found files of a size that are no photos, and companions of none.</summary>
    internal IEnumerable<FoundFile> StraysOfSize(long size) => Pages(string.Create(CultureInfo.InvariantCulture,
        $"disk.size = {size} AND (disk.verdict = '{ScanVerdict.Ignored}' OR disk.is_sidecar = 1 AND disk.verdict IS NULL)"));

    /// <summary>Decides that a found sidecar belongs to a photo.</summary>
    internal void SettleNewSidecar(FoundFile found, long fileId, string holder, string? detail)
    {
        Settle(found.Id, ScanVerdict.NewSidecar, detail, fileId);
        _catalog.Execute("UPDATE temp.disk SET former = @1 WHERE id = @0", found.Id, holder);
    }

    /// <summary>The sidecars that came to lie beside their photos, by path.</summary>
    internal IEnumerable<NewSidecar> NewSidecars() => _catalog.Query(
        $"SELECT {FoundColumns}, disk.file_id, disk.former, disk.detail FROM temp.disk AS disk WHERE disk.verdict = '{ScanVerdict.NewSidecar}' ORDER BY disk.path",
        row => new NewSidecar(MapFound(row), row.GetInt64(ColumnCount), row.GetString(ColumnCount + 1), row.TextOrNull(ColumnCount + 2)));

    private static LostSidecar MapSidecar(SqliteDataReader row) => MapSidecar(row, 0);

    private static LostSidecar MapSidecar(SqliteDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetString(first + 2), row.GetInt64(first + 3), row.IsDBNull(first + 4) ? null : row.GetInt64(first + 4),
        row.HexOrNull(first + 5)!, row.GetBoolean(first + 6), row.GetString(first + 7), row.TextOrNull(first + 8));
}
