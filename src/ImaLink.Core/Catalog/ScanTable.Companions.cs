using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>A registered companion that is not simply at its path.</summary>
/// <param name="Id">The companion's id.</param>
/// <param name="FileId">Its photo.</param>
/// <param name="Path">Where it lay.</param>
/// <param name="Size">Its size.</param>
/// <param name="Modified">Its time, where one is recorded.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="WasMissing">Whether it was missing before this scan.</param>
/// <param name="Holder">Where its photo lay.</param>
/// <param name="HolderNow">Where its photo lies now; null where it is missing, or left for the next run.</param>
internal sealed record LostCompanion(
    long Id, long FileId, string Path, long Size, long? Modified, string Sha256, bool WasMissing, string Holder, string? HolderNow);

/// <summary>What became of a registered companion, for the findings and for what is recorded.</summary>
internal sealed record CompanionChange(LostCompanion Companion, string Verdict, FoundFile? Found, string? Detail);

/// <summary>A companion that came to lie beside a registered photo.</summary>
/// <param name="Found">The companion.</param>
/// <param name="FileId">The photo; one that came from another storage still as that one's.</param>
/// <param name="Holder">Where the photo lies.</param>
/// <param name="Detail">What a finding says of it; null for one that came along with its photo.</param>
internal sealed record NewCompanion(FoundFile Found, long FileId, string Holder, string? Detail);

/// <content>Companions, which have neither hothash nor fingerprint and follow their photo.</content>
internal sealed partial class ScanTable
{
    private const string CompanionColumns = $"""
        gone.id, gone.file_id, gone.path, gone.size, gone.mtime, gone.sha256, gone.was_missing, gone.holder,
        CASE WHEN EXISTS (SELECT 1 FROM temp.lost WHERE lost.id = gone.file_id AND lost.verdict <> 'Found') THEN NULL
            ELSE coalesce((SELECT path FROM temp.disk WHERE disk.file_id = gone.file_id
                AND verdict IN {Matched}), gone.holder) END
        """;

    /// <summary>Companions that still have to be decided on, in pages.</summary>
    internal IEnumerable<LostCompanion> OpenCompanions()
    {
        _catalog.Execute("CREATE INDEX IF NOT EXISTS temp.disk_file ON disk (file_id)");
        for (long last = 0; ;)
        {
            var page = _catalog.Query($"SELECT {CompanionColumns} FROM temp.lost_companion AS gone WHERE gone.verdict IS NULL AND gone.id > @0 ORDER BY gone.id LIMIT @1",
                MapCompanion, last, PageSize).ToList();
            if (page.Count == 0)
                yield break;
            foreach (LostCompanion lost in page)
                yield return lost;
            last = page[^1].Id;
        }
    }

    /// <summary>The found companion at this path that no registered one is yet.</summary>
    internal FoundFile? CompanionAt(string pathKey) => _catalog.Query(
        $"SELECT {FoundColumns} FROM temp.disk AS disk WHERE disk.path_key = @0 AND disk.is_companion = 1 AND disk.verdict IS NULL ORDER BY disk.path",
        row => MapFound(row), pathKey).FirstOrDefault();

    /// <summary>A found companion with these bytes that no registered one is yet.</summary>
    internal FoundFile? CompanionWith(string sha256) => _catalog.Query(
        $"SELECT {FoundColumns} FROM temp.disk AS disk WHERE disk.sha256 = @0 AND disk.is_companion = 1 AND disk.verdict IS NULL ORDER BY disk.path",
        row => MapFound(row), RowReading.Bytes(sha256)).FirstOrDefault();

    /// <summary>Found companions that may be lost ones, to be read.</summary>
    internal IEnumerable<FoundFile> CompanionsToRead() => Pages("""
        disk.is_companion = 1 AND disk.verdict IS NULL AND disk.sha256 IS NULL
            AND EXISTS (SELECT 1 FROM temp.lost_companion AS gone WHERE gone.verdict IS NULL AND gone.size = disk.size)
        """);

    internal void SetSha256(long foundId, string sha256) =>
        _catalog.Execute("UPDATE temp.disk SET sha256 = @1 WHERE id = @0", foundId, RowReading.Bytes(sha256));

    /// <summary>Decides on a companion.</summary>
    internal void SettleCompanion(LostCompanion lost, string verdict, FoundFile? found, string? detail = null)
    {
        _catalog.Execute("UPDATE temp.lost_companion SET verdict = @1, disk_id = @2, detail = @3 WHERE id = @0", lost.Id, verdict, found?.Id, detail);
        if (found is not null)
            _catalog.Execute($"UPDATE temp.disk SET verdict = '{ScanVerdict.Companion}' WHERE id = @0", found.Id);
    }

    /// <summary>All decisions on companions, in the order of their photos.</summary>
    internal IEnumerable<CompanionChange> CompanionChanges() => _catalog.Query($"""
        SELECT {FoundColumns}, {CompanionColumns}, gone.verdict, gone.detail FROM temp.lost_companion AS gone LEFT JOIN temp.disk AS disk ON disk.id = gone.disk_id
        WHERE gone.verdict IS NOT NULL ORDER BY gone.holder, gone.path
        """, row => new CompanionChange(MapCompanion(row, ColumnCount), row.GetString(ColumnCount + 9), row.IsDBNull(0) ? null : MapFound(row), row.TextOrNull(ColumnCount + 10)));

    /// <summary>Found companions that are no registered ones; what is kept as a document stays one.</summary>
    internal IEnumerable<FoundFile> StrayCompanions() => Pages(string.Create(CultureInfo.InvariantCulture, $"""
        disk.is_companion = 1 AND disk.verdict IS NULL AND NOT EXISTS (
            SELECT 1 FROM main.document JOIN main.session ON session.id = document.session_id
            WHERE document.path_key = disk.path_key AND document.path = disk.path AND session.storage_id = {_storageId})
        """));

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
            WHERE {inFolder} AND is_companion = 0 AND (verdict IN {Matched} OR verdict IN ('{ScanVerdict.FromElsewhere}', '{ScanVerdict.New}', '{ScanVerdict.Copied}'))
            """, row => (row.IsDBNull(0) ? (long?)null : row.GetInt64(0), row.GetString(1)), _storageId, folder, folder[..^1] + '0').ToList();
    }

    /// <summary>Found files of a size that are no photos, and companions of none.</summary>
    internal IEnumerable<FoundFile> StraysOfSize(long size) =>
        Pages($"disk.size = @2 AND (disk.verdict = '{ScanVerdict.Ignored}' OR disk.is_companion = 1 AND disk.verdict IS NULL)", size);

    /// <summary>Decides that a found companion belongs to a photo.</summary>
    internal void SettleNewCompanion(FoundFile found, long fileId, string holder, string? detail)
    {
        Settle(found.Id, ScanVerdict.NewCompanion, detail, fileId);
        _catalog.Execute("UPDATE temp.disk SET former = @1 WHERE id = @0", found.Id, holder);
    }

    /// <summary>The companions that came to lie beside their photos, by path.</summary>
    internal IEnumerable<NewCompanion> NewCompanions() => _catalog.Query(
        $"SELECT {FoundColumns}, disk.file_id, disk.former, disk.detail FROM temp.disk AS disk WHERE disk.verdict = '{ScanVerdict.NewCompanion}' ORDER BY disk.path",
        row => new NewCompanion(MapFound(row), row.GetInt64(ColumnCount), row.GetString(ColumnCount + 1), row.TextOrNull(ColumnCount + 2)));

    private static LostCompanion MapCompanion(SqliteDataReader row) => MapCompanion(row, 0);

    private static LostCompanion MapCompanion(SqliteDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetString(first + 2), row.GetInt64(first + 3), row.IsDBNull(first + 4) ? null : row.GetInt64(first + 4),
        row.HexOrNull(first + 5)!, row.GetBoolean(first + 6), row.GetString(first + 7), row.TextOrNull(first + 8));
}
