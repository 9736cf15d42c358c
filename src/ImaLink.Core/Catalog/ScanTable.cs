using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>A path that the catalog has for a storage: a file's, or a companion's of that file.</summary>
internal readonly record struct RegisteredPath(long FileId, long CompanionId, string Path, long Size, long? Modified, bool IsMissing);

/// <summary>A file on the disk that is not simply what the catalog has at that path.</summary>
internal sealed record FoundFile
{
    internal long Id { get; init; }
    internal required string Path { get; init; }
    internal long Size { get; init; }
    internal long Modified { get; init; }

    /// <summary>The registered file that has this path.</summary>
    internal long? At { get; init; }
    internal bool IsCompanion { get; init; }
    internal string? Fingerprint { get; init; }
    internal string? Sha256 { get; init; }
    internal string? Hothash { get; init; }
    internal int Width { get; init; }
    internal int Height { get; init; }
    internal string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>A registered file that is not simply at its path.</summary>
internal sealed record LostFile
{
    internal long Id { get; init; }
    internal required string Path { get; init; }
    internal long Size { get; init; }
    internal long? Modified { get; init; }
    internal string? Fingerprint { get; init; }
    internal required string Sha256 { get; init; }
    internal required string Hothash { get; init; }
    internal int Width { get; init; }
    internal int Height { get; init; }

    /// <summary>Whether it was missing before this scan.</summary>
    internal bool WasMissing { get; init; }
    internal string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>
/// The facts of one scan, in temporary tables: what lies on the disk and is not unchanged, and what is registered and was not
/// found unchanged. Memory does not grow with their number, and joins find what belongs together.
/// </summary>
internal sealed partial class ScanTable
{
    // Both in one order, so that one statement can give both.
    private const string FoundColumns =
        "disk.id, disk.path, disk.size, disk.mtime, disk.at_file, disk.is_companion, disk.fingerprint, disk.sha256, disk.hothash, disk.width, disk.height";

    private const string LostColumns =
        "lost.id, lost.path, lost.size, lost.mtime, NULL, lost.was_missing, lost.fingerprint, lost.sha256, lost.hothash, lost.width, lost.height";

    private const int ColumnCount = 11;

    private readonly CatalogDatabase _catalog;
    private readonly long _storageId;
    private readonly List<long> _lost = [], _emptied = [];

    /// <summary>Empty tables for one scan; a catalog has one scan at a time.</summary>
    internal ScanTable(CatalogDatabase catalog, long storageId)
    {
        (_catalog, _storageId) = (catalog, storageId);
        catalog.Execute("DROP TABLE IF EXISTS temp.disk");
        catalog.Execute("DROP TABLE IF EXISTS temp.lost");
        catalog.Execute("DROP TABLE IF EXISTS temp.lost_companion");
        catalog.Execute("""
            CREATE TEMP TABLE disk (
                id INTEGER PRIMARY KEY,
                path TEXT NOT NULL,
                path_key TEXT NOT NULL,
                size INTEGER NOT NULL,
                mtime INTEGER NOT NULL,
                at_file INTEGER,
                is_companion INTEGER NOT NULL,
                fingerprint BLOB,
                sha256 BLOB,
                hothash BLOB,
                width INTEGER NOT NULL DEFAULT 0,
                height INTEGER NOT NULL DEFAULT 0,
                is_read INTEGER NOT NULL DEFAULT 0,
                is_cut INTEGER NOT NULL DEFAULT 0,
                end_state INTEGER NOT NULL DEFAULT 0,
                end_why TEXT,
                is_still INTEGER NOT NULL DEFAULT 0,
                entry TEXT,
                verdict TEXT,
                file_id INTEGER,
                former TEXT,
                detail TEXT)
            """);
        catalog.Execute("""
            CREATE TEMP TABLE lost (
                id INTEGER PRIMARY KEY,
                session_id INTEGER NOT NULL,
                path TEXT NOT NULL,
                path_key TEXT NOT NULL,
                size INTEGER NOT NULL,
                mtime INTEGER,
                fingerprint BLOB,
                sha256 BLOB NOT NULL,
                hothash BLOB NOT NULL,
                width INTEGER NOT NULL,
                height INTEGER NOT NULL,
                was_missing INTEGER NOT NULL,
                verdict TEXT,
                detail TEXT)
            """);
        catalog.Execute("""
            CREATE TEMP TABLE lost_companion (
                id INTEGER PRIMARY KEY,
                file_id INTEGER NOT NULL,
                path TEXT NOT NULL,
                size INTEGER NOT NULL,
                sha256 BLOB NOT NULL,
                kind TEXT NOT NULL,
                mtime INTEGER,
                state TEXT NOT NULL,
                missing_since TEXT,
                last_verified TEXT,
                extra TEXT,
                words TEXT,
                previous TEXT,
                holder TEXT NOT NULL,
                disk_id INTEGER,
                verdict TEXT,
                detail TEXT)
            """);
        catalog.Execute("PRAGMA temp.cache_size = -32768");
    }

    /// <summary>
    /// Every path that is registered in the storage, ordered as the bytes of UTF-8 are. Read while the walk goes on: nothing
    /// is kept of what is unchanged.
    /// </summary>
    internal IEnumerable<RegisteredPath> Registered() => _catalog.Query("""
        SELECT id, 0, path, size, mtime, state = 'Missing' FROM file WHERE storage_id = @0
        UNION ALL
        SELECT file.id, companion.id, companion.path, companion.size, companion.mtime, companion.state = 'Missing'
        FROM companion CROSS JOIN file ON file.id = companion.file_id WHERE file.storage_id = @0
        ORDER BY 3
        """, row => new RegisteredPath(row.GetInt64(0), row.GetInt64(1), row.TextOrNull(2)!, row.GetInt64(3),
            row.IsDBNull(4) ? null : row.GetInt64(4), row.GetBoolean(5)), _storageId);

    /// <summary>
    /// Makes many changes to the temporary tables quickly: one transaction, which touches nothing else and so blocks nobody.
    /// </summary>
    internal void Batch(Action work)
    {
        _catalog.Execute("SAVEPOINT scan");
        try
        {
            work();
        }
        catch
        {
            _catalog.Execute("ROLLBACK TO scan");
            throw;
        }
        finally
        {
            _catalog.Execute("RELEASE scan");
        }
    }

    /// <summary>Makes the filled tables ready for questions after paths and sizes.</summary>
    internal void Prepare()
    {
        FlushLost();
        foreach (string column in new[] { "path", "path_key" })
            _catalog.Execute($"CREATE INDEX temp.disk_{column} ON disk ({column})");
        foreach (string column in new[] { "sha256", "hothash" })
            _catalog.Execute($"CREATE INDEX temp.disk_{column} ON disk ({column}) WHERE {column} IS NOT NULL"); // few are read
        _catalog.Execute("CREATE INDEX temp.lost_path_key ON lost (path_key)");
        _catalog.Execute("CREATE INDEX temp.lost_size ON lost (size) WHERE verdict IS NULL");
    }

    /// <summary>Makes them ready for questions after fingerprints: when those are there, as keeping an index of them costs more than making it.</summary>
    internal void PrepareFingerprints()
    {
        _catalog.Execute("DROP INDEX temp.lost_size"); // most of very many are found next
        _catalog.Execute("CREATE INDEX temp.disk_fingerprint ON disk (fingerprint)");
        _catalog.Execute("CREATE INDEX temp.lost_fingerprint ON lost (fingerprint)");
    }

    /// <summary>Makes them ready for questions after content: of what is still open, which is little where most was linked by its fingerprint.</summary>
    internal void PrepareContents()
    {
        _catalog.Execute("CREATE INDEX temp.disk_open ON disk (id) WHERE verdict IS NULL");
        foreach (string columns in new[] { "size", "sha256", "hothash", "width, height" })
            _catalog.Execute($"CREATE INDEX temp.lost_{columns.Replace(", ", "_", StringComparison.Ordinal)} ON lost ({columns}) WHERE verdict IS NULL");
    }

    internal long AddFound(string path, string pathKey, long size, long modified, long? at, bool isCompanion, string? verdict) => _catalog.Insert(
        "INSERT INTO temp.disk (path, path_key, size, mtime, at_file, is_companion, verdict) VALUES (@0, @1, @2, @3, @4, @5, @6)",
        path, pathKey, size, modified, at, isCompanion, verdict);

    /// <summary>A registered file is not simply at its path; with many others, it is in the table when that is prepared.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="isEmptied">Whether an empty file lies at its path: nothing is left of it, and it has not moved.</param>
    internal void AddLost(long fileId, bool isEmptied = false)
    {
        _lost.Add(fileId);
        if (isEmptied)
            _emptied.Add(fileId);
        if (_lost.Count == PageSize)
            FlushLost();
    }

    private void FlushLost()
    {
        _catalog.Execute("""
            INSERT INTO temp.lost (id, session_id, path, path_key, size, mtime, fingerprint, sha256, hothash, width, height, was_missing)
            SELECT file.id, file.session_id, file.path, file.path_key, file.size, file.mtime, file.fingerprint, file.sha256, image.hothash, image.width, image.height,
                file.state = 'Missing'
            FROM json_each(@0) AS gone CROSS JOIN main.file ON file.id = gone.value CROSS JOIN main.image ON image.id = file.image_id
            """, $"[{string.Join(',', _lost)}]");
        _emptied.ForEach(id => SettleLost(id, ScanVerdict.Missing, "The file is empty."));
        _lost.Clear();
        _emptied.Clear();
    }

    internal void AddLostCompanion(long companionId) => _catalog.Execute($"""
        INSERT INTO temp.lost_companion
        SELECT companion.id, companion.file_id, {FileTable.CompanionColumns}, file.path, NULL, NULL, NULL
        FROM main.companion JOIN main.file ON file.id = companion.file_id WHERE companion.id = @0
        """, companionId);

    private static FoundFile MapFound(SqliteDataReader row, int first = 0) => new()
    {
        Id = row.GetInt64(first),
        Path = row.GetString(first + 1),
        Size = row.GetInt64(first + 2),
        Modified = row.GetInt64(first + 3),
        At = row.IsDBNull(first + 4) ? null : row.GetInt64(first + 4),
        IsCompanion = row.GetBoolean(first + 5),
        Fingerprint = row.HexOrNull(first + 6),
        Sha256 = row.HexOrNull(first + 7),
        Hothash = row.HexOrNull(first + 8),
        Width = row.GetInt32(first + 9),
        Height = row.GetInt32(first + 10),
    };

    private static LostFile MapLost(SqliteDataReader row, int first = 0) => new()
    {
        Id = row.GetInt64(first),
        Path = row.GetString(first + 1),
        Size = row.GetInt64(first + 2),
        Modified = row.IsDBNull(first + 3) ? null : row.GetInt64(first + 3),
        WasMissing = row.GetBoolean(first + 5),
        Fingerprint = row.HexOrNull(first + 6),
        Sha256 = row.HexOrNull(first + 7)!,
        Hothash = row.HexOrNull(first + 8)!,
        Width = row.GetInt32(first + 9),
        Height = row.GetInt32(first + 10),
    };
}
