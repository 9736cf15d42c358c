using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>What a scan decided on one file, with what a finding and its application need.</summary>
internal sealed record ScanChange
{
    internal required string Verdict { get; init; }

    /// <summary>What lies on the disk; null for a missing file.</summary>
    internal FoundFile? Found { get; init; }

    /// <summary>What was recorded of the file before the scan; null where it was not lost.</summary>
    internal LostFile? Lost { get; init; }

    /// <summary>The registered file; of a copy, the one that it is a copy of.</summary>
    internal long? FileId { get; init; }
    internal string? Detail { get; init; }

    /// <summary>Full path that a file of another storage had there.</summary>
    internal string? Former { get; init; }
    internal string? Hothash { get; init; }
    internal string? Session { get; init; }
    internal Guid? SessionUuid { get; init; }
}

/// <content>The outcome.</content>
internal sealed partial class ScanTable
{
    private const string Matched = "('Unchanged', 'Linked', 'Same', 'Metadata', 'Decayed', 'Truncated', 'Changed', 'NoImage')";

    /// <summary>Registered files that were found, in whatever shape, by path.</summary>
    internal IEnumerable<ScanChange> KnownChanges() => Told($"disk.verdict IN {Matched} OR disk.verdict IN ('Corrupt', 'FromElsewhere')");

    /// <summary>Registered files with other content, and files that came from another storage, by path.</summary>
    internal IEnumerable<ScanChange> ContentChanges() => Changes("disk.verdict IN ('Metadata', 'Changed', 'FromElsewhere')");

    /// <summary>Files that are not registered, by path.</summary>
    internal IEnumerable<ScanChange> NewChanges() => Told("disk.verdict IN ('New', 'Copied')");

    /// <summary>Files that are newly missing, by path.</summary>
    internal IEnumerable<ScanChange> MissingChanges() => _catalog.Query($"""
        SELECT {LostColumns}, lost.detail, session.title, session.uuid
        FROM temp.lost AS lost JOIN main.file ON file.id = lost.id JOIN main.session ON session.id = file.session_id
        WHERE lost.verdict = 'Missing' AND lost.was_missing = 0 ORDER BY lost.path
        """, MapMissing);

    /// <summary>Whether a path is that of a file to be adopted.</summary>
    internal bool IsNew(string path) =>
        _catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM temp.disk WHERE path = @0 AND verdict IN ('New', 'Copied'))", path) != 0;

    internal bool AnyNew() => _catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM temp.disk WHERE verdict IN ('New', 'Copied'))") != 0;

    /// <summary>The images of registered files that moved, went missing or came back, whose files in the storage, missing ones included, would give different previews.</summary>
    internal List<string> Contested() => _catalog.Query("""
        SELECT image.hothash
        FROM (SELECT DISTINCT hothash FROM temp.lost AS lost WHERE (verdict = 'Found' OR (verdict = 'Missing' AND was_missing = 0))
            AND (SELECT count(*) FROM main.image CROSS JOIN main.file ON file.image_id = image.id WHERE image.hothash = lost.hothash) > 1) AS several
        CROSS JOIN main.image ON image.hothash = several.hothash CROSS JOIN main.file ON file.image_id = image.id
        WHERE +file.storage_id = @0 GROUP BY image.hothash
        HAVING count(*) > 1 AND (min(coalesce(file.orientation, 1)) <> max(coalesce(file.orientation, 1))
            OR min(image.width) <> max(image.width) OR min(image.height) <> max(image.height))
        """, row => row.HexOrNull(0)!, _storageId).ToList();

    private IEnumerable<ScanChange> Changes(string condition) => Changes(FoundColumns, LostColumns, condition);

    // Of very many a finding tells little: their digests would be half of what is read.
    private IEnumerable<ScanChange> Told(string condition) => Changes(
        "disk.id, disk.path, disk.size, disk.mtime, disk.at_file, disk.is_companion, NULL, NULL, disk.hothash, disk.width, disk.height",
        "lost.id, lost.path, lost.size, lost.mtime, NULL, lost.was_missing, NULL, NULL, lost.hothash, lost.width, lost.height", condition);

    /// <summary>In the catalog itself is looked up what was not lost alone.</summary>
    private IEnumerable<ScanChange> Changes(string found, string lost, string condition) => _catalog.Query($"""
        SELECT {found}, {lost}, disk.verdict, disk.detail, disk.file_id, image.hothash, session.title, session.uuid, disk.former
        FROM temp.disk AS disk
        LEFT JOIN temp.lost AS lost ON lost.id = disk.file_id AND lost.verdict = 'Found'
        LEFT JOIN main.file ON file.id = iif(lost.id IS NULL, disk.file_id, NULL)
        LEFT JOIN main.image ON image.id = file.image_id
        LEFT JOIN main.session ON session.id = coalesce(lost.session_id, file.session_id)
        WHERE {condition} ORDER BY disk.path
        """, MapChange);

    private static ScanChange MapMissing(SqliteDataReader row)
    {
        LostFile lost = MapLost(row);
        return new ScanChange
        {
            Verdict = ScanVerdict.Missing,
            Lost = lost,
            FileId = lost.Id,
            Detail = row.TextOrNull(ColumnCount),
            Hothash = lost.Hothash,
            Session = row.GetString(ColumnCount + 1),
            SessionUuid = Guid.Parse(row.GetString(ColumnCount + 2)),
        };
    }

    private static ScanChange MapChange(SqliteDataReader row)
    {
        FoundFile found = MapFound(row);
        LostFile? lost = row.IsDBNull(ColumnCount) ? null : MapLost(row, ColumnCount);
        const int next = 2 * ColumnCount;
        string verdict = row.GetString(next);
        bool isRegistered = verdict is not (ScanVerdict.New or ScanVerdict.Copied);
        return new ScanChange
        {
            Verdict = verdict,
            Found = found,
            Lost = lost,
            FileId = row.IsDBNull(next + 2) ? null : row.GetInt64(next + 2),
            Detail = row.TextOrNull(next + 1),
            Former = row.TextOrNull(next + 6),
            Hothash = found.Hothash ?? lost?.Hothash ?? row.HexOrNull(next + 3),
            Session = isRegistered ? row.TextOrNull(next + 4) : null,
            SessionUuid = isRegistered && row.TextOrNull(next + 5) is { } uuid ? Guid.Parse(uuid) : null,
        };
    }
}
