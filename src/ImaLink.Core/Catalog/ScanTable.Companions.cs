using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>A registered companion that is not simply at its path.</summary>
/// <param name="Id">The companion's id.</param>
/// <param name="FileId">Its photo.</param>
/// <param name="Recorded">What is recorded of it.</param>
/// <param name="Holder">Where its photo lay.</param>
/// <param name="HolderNow">Where its photo lies now; null where it is missing, or left for the next run.</param>
internal sealed record LostCompanion(long Id, long FileId, CompanionEntry Recorded, string Holder, string? HolderNow)
{
    /// <summary>Whether it was missing before this scan.</summary>
    internal bool WasMissing => Recorded.State == FileState.Missing;
}

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
    private const string LostCompanionColumns = $"""
        {FileTable.CompanionColumns}, companion.id, companion.file_id, companion.holder,
        CASE WHEN EXISTS (SELECT 1 FROM temp.lost WHERE lost.id = companion.file_id AND lost.verdict <> 'Found') THEN NULL
            ELSE coalesce((SELECT path FROM temp.disk WHERE disk.file_id = companion.file_id
                AND verdict IN {Matched}), companion.holder) END
        """;

    private const int LostCompanionColumnCount = FileTable.CompanionColumnCount + 4;

    /// <summary>Companions that still have to be decided on, in pages.</summary>
    internal IEnumerable<LostCompanion> OpenCompanions()
    {
        _catalog.Execute("CREATE INDEX IF NOT EXISTS temp.disk_file ON disk (file_id)");
        for (long last = 0; ;)
        {
            var page = _catalog.Query($"SELECT {LostCompanionColumns} FROM temp.lost_companion AS companion WHERE companion.verdict IS NULL AND companion.id > @0 ORDER BY companion.id LIMIT @1",
                row => MapLostCompanion(row), last, PageSize).ToList();
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

    /// <summary>Whether a companion that still has to be decided on had these bytes.</summary>
    internal bool IsLostCompanion(string sha256) => _catalog.Scalar<long>(
        "SELECT EXISTS (SELECT 1 FROM temp.lost_companion WHERE verdict IS NULL AND sha256 = @0)", RowReading.Bytes(sha256)) != 0;

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
        SELECT {FoundColumns}, {LostCompanionColumns}, companion.verdict, companion.detail
        FROM temp.lost_companion AS companion LEFT JOIN temp.disk AS disk ON disk.id = companion.disk_id
        WHERE companion.verdict IS NOT NULL ORDER BY companion.holder, companion.path
        """, row => new CompanionChange(MapLostCompanion(row, ColumnCount), row.GetString(ColumnCount + LostCompanionColumnCount), row.IsDBNull(0) ? null : MapFound(row), row.TextOrNull(ColumnCount + LostCompanionColumnCount + 1)));

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

    private static LostCompanion MapLostCompanion(SqliteDataReader row, int first = 0)
    {
        int own = first + FileTable.CompanionColumnCount;
        return new LostCompanion(row.GetInt64(own), row.GetInt64(own + 1), FileTable.MapCompanion(row, first), row.GetString(own + 2), row.TextOrNull(own + 3));
    }
}
