using ImaLink.Files;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>What finding and linking needs to know of a file.</summary>
internal sealed record FileRow(
    long Id, long StorageId, long SessionId, string Path, long Size, string Sha256, string? Fingerprint, string State, string Hothash, string? LastVerified,
    int FactsVersion, string? ReplicaOf = null);

/// <summary>A file whose hothash may be one of an earlier rule.</summary>
internal sealed record RekeyCandidate(long FileId, string Path, long Size, string Sha256, string Hothash);

/// <summary>A file or companion with what its bytes are recognised by.</summary>
internal sealed record ExpectedFile(string Path, long Size, string Sha256, string? Fingerprint);

/// <summary>The files and their companions: writing, and looking them up by what identifies them.</summary>
internal sealed partial class FileTable(CatalogDatabase catalog)
{
    private const string RowColumns = """
        SELECT file.id, file.storage_id, file.session_id, file.path, file.size, file.sha256, file.fingerprint, file.state, image.hothash,
            file.last_verified, coalesce(file.facts_version, 0), file.replica_of
        FROM file JOIN image ON image.id = file.image_id
        """;

    internal IEnumerable<FileRow> BySha256(string sha256) =>
        catalog.Query($"{RowColumns} WHERE file.sha256 = @0 ORDER BY file.id", Map, RowReading.Bytes(sha256)).ToList();

    internal IEnumerable<FileRow> ByImage(string hothash, int? width, int? height) => catalog.Query(
        $"{RowColumns} WHERE image.hothash = @0 AND image.width = @1 AND image.height = @2 ORDER BY file.id",
        Map, RowReading.Bytes(hothash), width ?? 0, height ?? 0).ToList();

    internal IEnumerable<FileRow> ByHothash(string hothash) =>
        catalog.Query($"{RowColumns} WHERE image.hothash = @0 ORDER BY file.id", Map, RowReading.Bytes(hothash)).ToList();

    /// <summary>The files of a session, in the order of their paths.</summary>
    internal List<long> IdsOfSession(long sessionId) => catalog.Query("SELECT id FROM file WHERE session_id = @0 ORDER BY path", row => row.GetInt64(0), sessionId).ToList();

    internal IEnumerable<FileRow> BySession(long sessionId) =>
        catalog.Query($"{RowColumns} WHERE file.session_id = @0 ORDER BY file.path", Map, sessionId).ToList();

    /// <summary>The files of a session that are not missing, and their companions, as they are read from the catalog.</summary>
    internal IEnumerable<ExpectedFile> Recorded(long sessionId) => catalog.Query("""
        SELECT path, size, sha256, fingerprint FROM file WHERE session_id = @0 AND state = 'Present'
        UNION ALL
        SELECT companion.path, companion.size, companion.sha256, NULL FROM companion JOIN file ON file.id = companion.file_id
        WHERE file.session_id = @0 AND file.state = 'Present' AND companion.state = 'Present'
        """, row => new ExpectedFile(row.GetString(0), row.GetInt64(1), row.HexOrNull(2)!, row.HexOrNull(3)), sessionId);

    internal FileRow? ByPath(long storageId, string path) =>
        catalog.Query($"{RowColumns} WHERE file.storage_id = @0 AND file.path = @1", Map, storageId, path).FirstOrDefault();

    /// <summary>The files of a storage that came with a name and are there, the latest first.</summary>
    internal List<FileRow> ByOriginalName(long storageId, string name, int most) => catalog.Query(
        $"{RowColumns} WHERE file.original_filename = @1 AND file.storage_id = @0 AND file.state = 'Present' ORDER BY file.id DESC LIMIT @2",
        Map, storageId, name, most).ToList();

    /// <summary>Whether sessions other than this one have files in a storage.</summary>
    internal bool AnyOfOthers(long storageId, long sessionId) => catalog.Scalar<long>(
        "SELECT EXISTS (SELECT 1 FROM session WHERE storage_id = @0 AND id <> @1 AND EXISTS (SELECT 1 FROM file WHERE session_id = session.id))",
        storageId, sessionId) != 0;

    /// <summary>The session that has a path, and its number; null where none has.</summary>
    internal (long SessionId, int Number)? HolderOf(long storageId, string path) => catalog.Query<(long, int)?>("""
        SELECT session.id, session.number FROM file JOIN session ON session.id = file.session_id WHERE file.storage_id = @0 AND file.path = @1
        """, row => (row.GetInt64(0), row.GetInt32(1)), storageId, path).FirstOrDefault();

    internal FileRow Get(long id) => Find(id)!;

    internal FileRow? Find(long id) => catalog.Query($"{RowColumns} WHERE file.id = @0", Map, id).FirstOrDefault();

    /// <summary>Whether a file of this size is registered in a storage, or anywhere: the cheap question before a file is sampled.</summary>
    internal bool AnyOfSize(long? storageId, long size) => catalog.Scalar<long>(
        "SELECT EXISTS (SELECT 1 FROM file WHERE size = @1 AND (@0 IS NULL OR storage_id = @0))", storageId, size) != 0;

    internal bool Any(long? storageId, long size, string fingerprint) => catalog.Scalar<long>(
        "SELECT EXISTS (SELECT 1 FROM file WHERE size = @1 AND fingerprint = @2 AND (@0 IS NULL OR storage_id = @0))",
        storageId, size, RowReading.Bytes(fingerprint)) != 0;

    /// <summary>Whether a path, or one that differs only in case or normalisation, is taken by a registered file, companion or document.</summary>
    internal bool IsTaken(long storageId, string pathKey) =>
        catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM file WHERE storage_id = @0 AND path_key = @1)", storageId, pathKey) != 0
        || catalog.Scalar<long>("""
            SELECT EXISTS (SELECT 1 FROM companion JOIN file ON file.id = companion.file_id WHERE file.storage_id = @0 AND companion.path_key = @1)
            """, storageId, pathKey) != 0
        || catalog.Documents.IsTaken(storageId, pathKey);

    /// <summary>Whether a companion is registered at this path.</summary>
    internal bool IsCompanion(long storageId, string path) => catalog.Scalar<long>("""
        SELECT EXISTS (SELECT 1 FROM companion JOIN file ON file.id = companion.file_id WHERE companion.path_key = @1 AND companion.path = @2 AND file.storage_id = @0)
        """, storageId, FileNames.Key(path), path) != 0;

    /// <summary>Writes a file as its entry says: the one at this path in this storage is changed, else one is added.</summary>
    internal long Put(long storageId, long sessionId, FileEntry file) => catalog.Transaction(() =>
    {
        catalog.Sessions.DropRemoved(sessionId, file.Path!);
        return Add(storageId, sessionId, file);
    });

    /// <summary>As <see cref="Put"/>, where nothing was ever removed from the session.</summary>
    internal long Add(long storageId, long sessionId, FileEntry file) => catalog.Transaction(() =>
    {
        long image = catalog.Images.Of(file, out bool isNew);
        catalog.Statements.Merge(image, file.Said, sessionId, isNew);
        object?[] values = Values(storageId, sessionId, image, file);
        Dictionary<string, long> known = []; // companions keep their ids
        long id = catalog.Insert(InsertSql, values);
        if (id != 0)
        {
            catalog.Shots.Note(image); // what is changed is noted by what it tells otherwise
        }
        else
        {
            (id, long former, string sha256) = catalog.Query(
                "SELECT id, image_id, sha256 FROM file WHERE storage_id = @0 AND path = @1", row => (row.GetInt64(0), row.GetInt64(1), row.HexOrNull(2)!), storageId, file.Path).First();
            catalog.Execute(UpdateSql, [.. values, id]);
            if (former != image && (sha256 == file.Sha256 || file.Previous?.Exists(previous => previous.Sha256 == sha256) == true))
                catalog.Statements.PassOn(former, image);
            known = catalog.Query("SELECT path, id FROM companion WHERE file_id = @0", row => (Path: row.GetString(0), Id: row.GetInt64(1)), id).DistinctBy(row => row.Path).ToDictionary(row => row.Path, row => row.Id);
            catalog.Execute("DELETE FROM companion WHERE file_id = @0", id);
        }

        foreach (CompanionEntry companion in (file.Companions ?? []).OrderByDescending(companion => known.ContainsKey(companion.Path)))
            InsertCompanion(id, companion, known.Remove(companion.Path, out long own) ? own : null);
        catalog.PhotoModel.Changed(image);
        return id;
    });

    /// <summary>
    /// Gives a file another path. One that is recorded there is set aside: its own turn comes (names can be swapped), or it is
    /// forgotten (<see cref="DeleteDisplaced"/>).
    /// </summary>
    internal void SetPath(long id, long storageId, string path)
    {
        catalog.Execute("UPDATE file SET path = '?' || id || '/' || path, path_key = '?' || id WHERE storage_id = @0 AND path = @1 AND id <> @2", storageId, path, id);
        catalog.Execute("UPDATE file SET path = @1, path_key = @2 WHERE id = @0", id, path, FileNames.Key(path));
    }

    /// <summary>Forgets files whose place another has taken for good.</summary>
    internal void DeleteDisplaced(long storageId)
    {
        foreach (long id in catalog.Query("SELECT id FROM file WHERE storage_id = @0 AND path >= '?' AND path < '@'", row => row.GetInt64(0), storageId).ToList())
            Delete(id);
    }

    /// <summary>A name for a missing file whose place another file has taken.</summary>
    internal string Aside(long storageId, string path)
    {
        string aside = $"{System.IO.Path.ChangeExtension(path, null)} (missing){System.IO.Path.GetExtension(path)}";
        return Enumerable.Range(0, int.MaxValue).Select(n => FileNames.Numbered(aside, n)).First(name => !IsTaken(storageId, FileNames.Key(name)));
    }

    /// <summary>Records that a file is not there; everything else that is known of it stays.</summary>
    internal void SetMissing(long id, string since) => catalog.Execute("UPDATE file SET state = @1, missing_since = @2 WHERE id = @0", id, FileState.Missing, since);

    /// <summary>
    /// The present files of a storage that are identified as a whole, or all of them, read in pages so that they can be
    /// changed meanwhile.
    /// </summary>
    internal IEnumerable<RekeyCandidate> Rekeyable(long storageId, bool all)
    {
        for (long last = 0; ;)
        {
            var page = catalog.Query("""
                SELECT file.id, file.path, file.size, file.sha256, image.hothash FROM file JOIN image ON image.id = file.image_id
                WHERE file.storage_id = @0 AND file.state = 'Present' AND (@1 OR image.scheme = 'whole-file') AND file.id > @2
                ORDER BY file.id LIMIT 256
                """, row => new RekeyCandidate(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.HexOrNull(3)!, row.HexOrNull(4)!),
                storageId, all, last).ToList();
            if (page.Count == 0)
                yield break;
            foreach (RekeyCandidate candidate in page)
                yield return candidate;
            last = page[^1].FileId;
        }
    }

    /// <summary>Forgets a file, and its image and photo where nothing else shows them.</summary>
    internal void Delete(long id) => catalog.Execute("DELETE FROM file WHERE id = @0", id);

    private static readonly string[] Columns = ["image_id", "storage_id", "session_id", "taken_local", .. FileColumns.All.Select(column => column.Name)];

    private static readonly string InsertSql =
        $"INSERT INTO file ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select((_, i) => $"@{i}"))}) ON CONFLICT DO NOTHING";

    private static readonly string UpdateSql =
        $"UPDATE file SET {string.Join(", ", Columns.Select((name, i) => $"{name} = @{i}"))} WHERE id = @{Columns.Length}";

    private object?[] Values(long storageId, long sessionId, long imageId, FileEntry file)
    {
        var values = new object?[Columns.Length];
        (values[0], values[1], values[2], values[3]) = (imageId, storageId, sessionId, LocalTime(file.TakenAt, file.TakenAtSource, sessionId));
        for (int i = 0; i < FileColumns.All.Length; i++)
            values[4 + i] = FileColumns.All[i].Get(file);
        return values;
    }

    private static FileRow Map(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetInt64(4), row.HexOrNull(5)!, row.HexOrNull(6),
        row.GetString(7), row.HexOrNull(8)!, row.TextOrNull(9), row.GetInt32(10), row.TextOrNull(11));
}
