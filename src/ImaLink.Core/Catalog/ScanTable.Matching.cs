using System.Text.Json;
using ImaLink.Index;
using ImaLink.Media.Formats.Ends;
using SQLitePCL;

namespace ImaLink.Catalog;

/// <summary>Found and lost files that have something in common: a fingerprint, a SHA-256, a hothash, a path but for case and normalisation.</summary>
internal sealed record ScanGroup(List<FoundFile> Found, List<LostFile> Lost);

/// <summary>A found and a lost file that have a fingerprint which no other open file has.</summary>
internal readonly record struct SoleMatch(long FoundSize, long FoundModified, long LostSize, long? LostModified);

/// <content>Which files may belong together, and what was decided on them.</content>
internal sealed partial class ScanTable
{
    private const int PageSize = 512;

    /// <summary>Open files with a size that an open lost file has, or whose fingerprint is wanted for another reason.</summary>
    internal const string SizeOfALostFile = "disk.fingerprint IS NULL AND EXISTS (SELECT 1 FROM temp.lost WHERE lost.size = disk.size AND lost.verdict IS NULL)";

    /// <summary>Open files that may be an open lost one byte for byte, or lie at the path of one.</summary>
    internal const string MayBeALostFile = """
        disk.is_read = 0 AND (EXISTS (SELECT 1 FROM temp.lost WHERE lost.id = disk.at_file AND lost.verdict IS NULL)
            OR EXISTS (SELECT 1 FROM temp.lost WHERE lost.fingerprint = disk.fingerprint AND lost.verdict IS NULL)
            OR EXISTS (SELECT 1 FROM temp.lost WHERE lost.size = disk.size AND lost.fingerprint IS NULL AND lost.verdict IS NULL))
        """;

    /// <summary>Open files at a path that is not an open lost file's.</summary>
    internal const string AtNoLostPath = "NOT EXISTS (SELECT 1 FROM temp.lost WHERE lost.id = disk.at_file AND lost.verdict IS NULL)";

    /// <summary>Open files with the dimensions of an open lost file, so that they may be its image.</summary>
    internal const string MayBeALostImage = """
        disk.is_read = 0 AND (EXISTS (SELECT 1 FROM temp.lost WHERE lost.width = disk.width AND lost.height = disk.height AND lost.verdict IS NULL)
            OR EXISTS (SELECT 1 FROM temp.lost WHERE lost.width = 0 AND lost.verdict IS NULL)
            OR (disk.width = 0 AND EXISTS (SELECT 1 FROM temp.lost WHERE lost.verdict IS NULL)))
        """;

    /// <summary>Files that were read, and may be what is left of an open lost file at its path: shorter, or another image.</summary>
    internal const string MayBeRemains = """
        disk.is_read = 1 AND EXISTS (SELECT 1 FROM temp.lost
            WHERE lost.id = disk.at_file AND lost.verdict IS NULL AND (lost.size > disk.size OR lost.hothash IS NOT disk.hothash))
        """;

    /// <summary>Files that were read and have the image of an open lost file, which lay elsewhere and was longer.</summary>
    internal const string MayBeCutElsewhere = """
        disk.is_read = 1 AND EXISTS (SELECT 1 FROM temp.lost
            WHERE lost.hothash = disk.hothash AND lost.verdict IS NULL AND lost.size > disk.size AND lost.id IS NOT disk.at_file)
        """;

    /// <summary>Files that were read and, by name, dimensions and size, may be what is left of an open lost file that lay elsewhere (<see cref="NameLost"/>).</summary>
    internal const string MayBeMovedRemains = $"""
        disk.is_read = 1 AND disk.hothash IS NOT NULL AND EXISTS (SELECT 1 FROM temp.lost_name AS named JOIN temp.lost AS lost ON lost.id = named.id
            WHERE named.name = {NameOfFound} AND {IsLikeRemains})
        """;

    private const string NameOfFound = "replace(disk.path, rtrim(disk.path, replace(disk.path, '/', '')), '')";

    private const string IsLikeRemains = """
        lost.verdict IS NULL AND lost.width = disk.width AND lost.height = disk.height
            AND (lost.size > disk.size OR (lost.size = disk.size AND lost.mtime = disk.mtime))
        """;

    /// <summary>The open files for which a condition holds, in pages, so that they can be decided on meanwhile.</summary>
    internal IEnumerable<FoundFile> Open(string condition = "1") => Pages($"disk.verdict IS NULL AND disk.is_companion = 0 AND ({condition})");

    /// <summary>The files with a verdict.</summary>
    internal IEnumerable<FoundFile> With(string verdict) => Pages($"disk.verdict = '{verdict}'");

    internal long CountFound(string condition) => _catalog.Scalar<long>($"SELECT count(*) FROM temp.disk AS disk WHERE {condition}");

    internal long CountOpen(string condition = "1") => CountFound($"disk.verdict IS NULL AND disk.is_companion = 0 AND ({condition})");

    /// <summary>The open lost files, in pages.</summary>
    internal IEnumerable<LostFile> OpenLost()
    {
        for (long last = 0; ;)
        {
            var page = _catalog.Query($"SELECT {LostColumns} FROM temp.lost AS lost WHERE lost.verdict IS NULL AND lost.id > @0 ORDER BY lost.id LIMIT @1",
                row => MapLost(row), last, PageSize).ToList();
            if (page.Count == 0)
                yield break;
            foreach (LostFile lost in page)
                yield return lost;
            last = page[^1].Id;
        }
    }

    /// <summary>Lists the open lost files by their names, if any open file was read.</summary>
    internal bool NameLost()
    {
        _catalog.Execute("DROP TABLE IF EXISTS temp.lost_name");
        if (CountOpen("disk.is_read = 1 AND disk.hothash IS NOT NULL") == 0)
            return false;
        _catalog.Execute("CREATE TEMP TABLE lost_name AS SELECT replace(path, rtrim(path, replace(path, '/', '')), '') AS name, id FROM temp.lost WHERE verdict IS NULL");
        _catalog.Execute("CREATE INDEX temp.lost_name_name ON lost_name (name)");
        return true;
    }

    /// <summary>Open files that end early, or have size and time of a lost one, with the open lost ones that they may be what is left of.</summary>
    internal List<(FoundFile Found, LostFile Lost)> MovedRemains() => _catalog.Query($"""
        SELECT {FoundColumns}, {LostColumns} FROM temp.disk AS disk
        JOIN temp.lost_name AS named ON named.name = {NameOfFound} JOIN temp.lost AS lost ON lost.id = named.id AND {IsLikeRemains}
        WHERE disk.verdict IS NULL AND disk.is_companion = 0 AND disk.is_read = 1 AND disk.hothash IS NOT NULL
            AND (disk.end_state = {(int)EndState.Cut} OR disk.is_cut = 1 OR lost.size = disk.size)
        """, row => (MapFound(row), MapLost(row, ColumnCount))).ToList();

    /// <summary>Whether a file that was read is an open lost one by its bytes, or another than this one by its image.</summary>
    internal bool IsOtherLost(FoundFile found, long lostId) => _catalog.Scalar<long>("""
        SELECT EXISTS (SELECT 1 FROM temp.lost WHERE verdict IS NULL AND sha256 = @0)
            OR EXISTS (SELECT 1 FROM temp.lost WHERE verdict IS NULL AND id <> @4 AND hothash = @1 AND width = @2 AND height = @3)
        """, RowReading.Bytes(found.Sha256), RowReading.Bytes(found.Hothash), found.Width, found.Height, lostId) != 0;

    internal LostFile? OpenLost(long id) =>
        _catalog.Query($"SELECT {LostColumns} FROM temp.lost AS lost WHERE lost.id = @0 AND lost.verdict IS NULL", row => MapLost(row), id).FirstOrDefault();

    /// <summary>The open files, found and lost, that agree in a column.</summary>
    /// <param name="column">path_key, fingerprint, sha256 or hothash.</param>
    internal IEnumerable<ScanGroup> Groups(string column)
    {
        const string openFound = "disk.verdict IS NULL AND disk.is_companion = 0";
        var group = new ScanGroup([], []);
        object? key = null;
        var rows = _catalog.Query($"""
            SELECT {FoundColumns}, 0, {Text("disk", column)} FROM temp.disk AS disk
            WHERE {openFound} AND disk.{column} IN (SELECT {column} FROM temp.lost WHERE verdict IS NULL)
            UNION ALL
            SELECT {LostColumns}, 1, {Text("lost", column)} FROM temp.lost AS lost
            WHERE lost.verdict IS NULL AND lost.{column} IN (SELECT disk.{column} FROM temp.disk AS disk WHERE {openFound})
            ORDER BY {ColumnCount + 2}, {ColumnCount + 1}, 2
            """, row => row.GetInt32(ColumnCount) == 0
                ? (row.GetString(ColumnCount + 1), MapFound(row), null)
                : (row.GetString(ColumnCount + 1), (FoundFile?)null, (LostFile?)MapLost(row)));
        foreach ((string next, FoundFile? found, LostFile? lost) in rows)
        {
            if (key is not null && !next.Equals(key))
            {
                yield return group;
                group = new ScanGroup([], []);
            }

            key = next;
            if (found is not null)
                group.Found.Add(found);
            else
                group.Lost.Add(lost!);
        }

        if (key is not null)
            yield return group;
    }

    /// <summary>
    /// Links the open files that agree in their fingerprint, one to one, where a rule takes them for one; not where an unknown file lies at the path
    /// of the lost one, as that may be what is left of it.
    /// </summary>
    internal void LinkSole(Func<SoleMatch, bool> isOne)
    {
        _catalog.Define("is_one", 4, (context, values) => raw.sqlite3_result_int(context, isOne(new SoleMatch(
            raw.sqlite3_value_int64(values[0]), raw.sqlite3_value_int64(values[1]), raw.sqlite3_value_int64(values[2]),
            raw.sqlite3_value_type(values[3]) == raw.SQLITE_NULL ? null : raw.sqlite3_value_int64(values[3]))) ? 1 : 0));
        _catalog.Execute($"""
            UPDATE temp.disk SET verdict = '{ScanVerdict.Linked}', file_id = sole.lost_id
            FROM (
                SELECT disk.id AS found_id, lost.id AS lost_id
                FROM temp.disk AS disk CROSS JOIN temp.lost AS lost ON lost.fingerprint = disk.fingerprint AND lost.verdict IS NULL
                WHERE disk.verdict IS NULL AND disk.is_companion = 0 AND is_one(disk.size, disk.mtime, lost.size, lost.mtime)
                    AND NOT EXISTS (SELECT 1 FROM temp.lost AS other
                        WHERE other.fingerprint = lost.fingerprint AND other.id <> lost.id AND other.verdict IS NULL)
                    AND NOT EXISTS (SELECT 1 FROM temp.disk AS other
                        WHERE other.fingerprint = disk.fingerprint AND other.id <> disk.id AND other.verdict IS NULL AND other.is_companion = 0)) AS sole
            WHERE disk.id = sole.found_id
            """);
        _catalog.Execute($"""
            UPDATE temp.disk SET verdict = NULL, file_id = NULL WHERE verdict = '{ScanVerdict.Linked}'
                AND file_id IN (SELECT at_file FROM temp.disk WHERE verdict IS NULL AND at_file IS NOT NULL)
            """);
        SettleLinked();
    }

    /// <summary>The lost files that are linked are found.</summary>
    internal void SettleLinked() => _catalog.Execute($"""
        UPDATE temp.lost SET verdict = '{ScanVerdict.Found}'
        WHERE verdict IS NULL AND id IN (SELECT file_id FROM temp.disk WHERE verdict IN ('{ScanVerdict.Linked}', '{ScanVerdict.Unchanged}'))
        """);

    internal void SetAt(long foundId, long fileId) => _catalog.Execute("UPDATE temp.disk SET at_file = @1 WHERE id = @0", foundId, fileId);

    internal void SetFingerprint(long foundId, string fingerprint) =>
        _catalog.Execute("UPDATE temp.disk SET fingerprint = @1 WHERE id = @0", foundId, RowReading.Bytes(fingerprint));

    internal void SetDimensions(long foundId, int width, int height) =>
        _catalog.Execute("UPDATE temp.disk SET width = @1, height = @2 WHERE id = @0", foundId, width, height);

    /// <summary>Records what a full read told.</summary>
    internal void SetRead(long foundId, FileEntry entry, bool isCut) => _catalog.Execute("""
        UPDATE temp.disk SET is_read = 1, fingerprint = @1, sha256 = @2, hothash = @3, width = @4, height = @5, entry = @6, is_cut = @7 WHERE id = @0
        """, foundId, RowReading.Bytes(entry.Fingerprint), RowReading.Bytes(entry.Sha256), RowReading.Bytes(entry.Hothash),
        entry.Width ?? 0, entry.Height ?? 0, JsonSerializer.Serialize(entry, IndexJson.Instance.FileEntry), isCut);

    /// <summary>Records what a file says of its end.</summary>
    internal void SetEnd(long foundId, FileEnd end, bool isStill) =>
        _catalog.Execute("UPDATE temp.disk SET end_state = @1, end_why = @2, is_still = @3 WHERE id = @0", foundId, (int)end.State, end.Why, isStill);

    /// <summary>What a found file says of its end.</summary>
    internal (bool IsCut, FileEnd End, bool IsStill) End(FoundFile found) => _catalog.Query(
        "SELECT is_cut, end_state, end_why, is_still FROM temp.disk WHERE id = @0",
        row => (row.GetBoolean(0), new FileEnd((EndState)row.GetInt32(1), row.TextOrNull(2)), row.GetBoolean(3)), found.Id).First();

    /// <summary>The format of a registered file, and what its hothash covers.</summary>
    internal (string? Format, string Scheme) Recorded(LostFile lost) => _catalog.Query(
        "SELECT file.format, image.scheme FROM main.file JOIN main.image ON image.id = file.image_id WHERE file.id = @0",
        row => (row.TextOrNull(0), row.GetString(1)), lost.Id).First();

    /// <summary>What a full read told; null for a file that was not read.</summary>
    internal FileEntry? Read(long foundId)
    {
        (string? text, string? hothash) = _catalog.Query("SELECT entry, hothash FROM temp.disk WHERE id = @0",
            row => (row.TextOrNull(0), row.HexOrNull(1)), foundId).First();
        FileEntry? entry = text is null ? null : JsonSerializer.Deserialize(text, IndexJson.Instance.FileEntry);
        if (entry is not null)
            entry.Hothash = hothash!;
        return entry;
    }

    /// <summary>Decides that a found file is a lost one.</summary>
    internal void Link(long foundId, long lostId, string verdict, string? detail = null)
    {
        _catalog.Execute("UPDATE temp.disk SET verdict = @1, file_id = @2, detail = @3 WHERE id = @0", foundId, verdict, lostId, detail);
        SettleLost(lostId, ScanVerdict.Found);
    }

    /// <summary>Decides on a found file that is no lost one.</summary>
    internal void Settle(long foundId, string verdict, string? detail = null, long? fileId = null) =>
        _catalog.Execute("UPDATE temp.disk SET verdict = @1, detail = @2, file_id = @3 WHERE id = @0", foundId, verdict, detail, fileId);

    internal void SettleLost(long lostId, string verdict, string? detail = null) =>
        _catalog.Execute("UPDATE temp.lost SET verdict = @1, detail = @2 WHERE id = @0", lostId, verdict, detail);

    /// <summary>How many files this scan would mark missing.</summary>
    internal long CountMissing() => _catalog.Scalar<long>("SELECT count(*) FROM temp.lost WHERE verdict = 'Missing' AND was_missing = 0");

    /// <summary>How many files hold other images where they were, or none.</summary>
    internal long CountChanged() => _catalog.Scalar<long>("SELECT count(*) FROM temp.disk WHERE verdict IN ('Changed', 'NoImage')");

    /// <summary>How many files are there, and where they were.</summary>
    internal long CountInPlace() => CountPresent() - CountMissing() - _catalog.Scalar<long>(
        "SELECT count(*) FROM temp.disk AS disk JOIN temp.lost AS lost ON lost.id = disk.file_id WHERE lost.verdict = 'Found' AND lost.was_missing = 0 AND disk.at_file IS NOT lost.id");

    /// <summary>How many files were there before it.</summary>
    internal long CountPresent() => _catalog.Scalar<long>("SELECT count(*) FROM file WHERE storage_id = @0 AND state = 'Present'", _storageId);

    private static string Text(string table, string column) => column == "path_key" ? $"{table}.{column}" : $"hex({table}.{column})";

    private IEnumerable<FoundFile> Pages(string condition, params object?[] values)
    {
        for (long last = 0; ;)
        {
            var page = _catalog.Query($"SELECT {FoundColumns} FROM temp.disk AS disk WHERE {condition} AND disk.id > @0 ORDER BY disk.id LIMIT @1",
                row => MapFound(row), [last, PageSize, .. values]).ToList();
            if (page.Count == 0)
                yield break;
            foreach (FoundFile found in page)
                yield return found;
            last = page[^1].Id;
        }
    }
}
