using System.Text.Json;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>A session as the catalog knows it: its header in the index, and what the catalog needs to know about that index.</summary>
internal sealed record SessionRow
{
    internal long Id { get; init; }
    internal long StorageId { get; init; }
    internal required SessionHeader Header { get; init; }
    internal string? IndexSha256 { get; init; }
    internal bool Dirty { get; init; }

    /// <summary>Columns edited here that stand in no index yet: "title", "description", "author", "time_zone".</summary>
    internal string Pending { get; init; } = "";

    /// <summary>How many entries of its index were not taken over, because another session has their paths.</summary>
    internal long Refused { get; init; }

    /// <summary>The revision of its index that was about to be written last.</summary>
    internal long Writing { get; init; }

    /// <summary>SHA-256 of what was said since its index was written, as it was seen last; null where that was nothing.</summary>
    internal string? SaidSha256 { get; init; }

    /// <summary>How often something was said here of its images, so that who writes its index knows whether all of it stands there: words need no lock of the storage.</summary>
    internal long Edits { get; init; }

    /// <summary>Whether this catalog itself has written a later index than it remembers: it was put back to an older copy.</summary>
    internal bool IsBehind(SessionHeader index, Guid self) => index.Writer == self && index.Revision > Math.Max(Header.Revision, Writing);

    /// <summary>Whether its index, with this SHA-256, has been merged and would not change anything.</summary>
    internal bool HasMerged(string? sha256) => IndexSha256 == sha256 && Refused == 0;
}

/// <summary>The sessions, and the files that were removed from them.</summary>
internal sealed class SessionTable(CatalogDatabase catalog)
{
    /// <summary>The state "dirty" of a session for which nothing is due but what its owner said here of its images.</summary>
    internal const int DueForWords = 2;

    private const string Select = """
        SELECT session.id, session.storage_id, session.index_sha256, session.dirty, session.pending, session.number, session.uuid,
            session.title, session.description, session.imported_at, author.name, nullif(author.email, ''), session.source_path, session.status,
            session.source_files, session.imported, session.duplicate, session.variant, session.companion, session.skipped,
            session.still_changing, session.failed, session.bytes, session.duration_seconds, session.revision, session.writer,
            session.extra, storage.uuid, storage.directory_name, session.in_place, session.refused, session.ending_early, session.writing, session.time_zone, session.said_sha256, session.edits
        FROM session JOIN storage ON storage.id = session.storage_id LEFT JOIN author ON author.id = session.author_id
        """;

    internal List<SessionRow> All() => catalog.Query($"{Select} ORDER BY session.imported_at, session.id", Map).ToList();

    internal List<SessionRow> OfStorage(long storageId) =>
        catalog.Query($"{Select} WHERE session.storage_id = @0 ORDER BY session.number", Map, storageId).ToList();

    internal SessionRow? Find(long storageId, Guid uuid) =>
        catalog.Query($"{Select} WHERE session.storage_id = @0 AND session.uuid = @1", Map, storageId, uuid.ToString()).FirstOrDefault();

    internal SessionRow? WithNumber(long storageId, int number) =>
        catalog.Query($"{Select} WHERE session.storage_id = @0 AND session.number = @1", Map, storageId, number).FirstOrDefault();

    internal SessionRow Get(long id) => catalog.Query($"{Select} WHERE session.id = @0", Map, id).First();

    internal long Insert(SessionRow row) => catalog.Insert("""
        INSERT INTO session (storage_id, index_sha256, dirty, pending, number, uuid, title, description, imported_at, author_id,
            source_path, status, source_files, imported, duplicate, variant, companion, skipped, still_changing, failed, bytes,
            duration_seconds, revision, writer, extra, in_place, refused, ending_early, time_zone)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20, @21, @22, @23, @24, @25, @26, @27, @28)
        """, Values(row));

    /// <summary>Writes a session; where it is in another zone now, its files have another local time.</summary>
    internal void Update(SessionRow row) => catalog.Transaction(() =>
    {
        (string? zone, string title, long? author) = catalog.Query("SELECT time_zone, title, author_id FROM session WHERE id = @0",
            former => (former.TextOrNull(0), former.GetString(1), former.IsDBNull(2) ? (long?)null : former.GetInt64(2)), row.Id).First();
        object?[] values = Values(row);
        catalog.Execute(UpdateSql, [.. values, row.Id]);
        if (zone != row.Header.TimeZone)
            catalog.Files.SetLocalTimes(row.Id);
        if (title != row.Header.Title || author != (long?)values[AuthorColumn])
            catalog.PhotoModel.ChangedFiles("session_id", row.Id);
        DropUnusedAuthors();
    });

    private const string UpdateSql = """
        UPDATE session SET storage_id = @0, index_sha256 = @1, dirty = @2, pending = @3, number = @4, uuid = @5, title = @6,
            description = @7, imported_at = @8, author_id = @9, source_path = @10, status = @11, source_files = @12,
            imported = @13, duplicate = @14, variant = @15, companion = @16, skipped = @17, still_changing = @18, failed = @19,
            bytes = @20, duration_seconds = @21, revision = @22, writer = @23, extra = @24,
            in_place = @25, refused = @26, ending_early = @27, time_zone = @28
        WHERE id = @29
        """;

    /// <summary>Another session has taken the path of a file of this one.</summary>
    internal void AddRefused(long id) => catalog.Execute("UPDATE session SET refused = refused + 1 WHERE id = @0", id);

    /// <summary>Remembers which revision of its index is about to be written, whatever becomes of the process.</summary>
    internal void SetWriting(long id, long revision) => catalog.Execute("UPDATE session SET writing = @1 WHERE id = @0", id, revision);

    /// <summary>Remembers what was said since its index was written.</summary>
    internal void SetSaid(long id, string? sha256) => catalog.Execute("UPDATE session SET said_sha256 = @1 WHERE id = @0", id, sha256);

    /// <summary>The sessions that show images, with the image: where they lie, whether their index is due, and how often something was said of their images.</summary>
    internal List<(long Image, long Session, long Storage, bool IsDue, long Edits)> OfImages(IEnumerable<long> images) => catalog.Query("""
        SELECT DISTINCT file.image_id, session.id, session.storage_id, session.dirty, session.edits
        FROM json_each(@0) AS wanted CROSS JOIN file ON file.image_id = wanted.value CROSS JOIN session ON session.id = file.session_id
        """, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetBoolean(3), row.GetInt64(4)), $"[{string.Join(',', images)}]").ToList();

    /// <summary>Whether nothing is due for its index but what its owner said here of its images, so many times in all.</summary>
    internal bool IsDueForWordsAlone(long id, long edits) => catalog.Scalar<long>($"SELECT dirty = {DueForWords} AND edits = @1 FROM session WHERE id = @0", id, edits) != 0;

    /// <summary>Its index, and what stands beside it, say all that is known.</summary>
    internal void SetWritten(long id) => catalog.Execute("UPDATE session SET dirty = 0 WHERE id = @0", id);

    internal void MarkDirty(long id) => catalog.Execute("UPDATE session SET dirty = 1 WHERE id = @0", id);

    /// <summary>Forgets a session with its files.</summary>
    internal void Delete(long id) => catalog.Transaction(() =>
    {
        catalog.Execute("DELETE FROM session WHERE id = @0", id);
        DropUnusedAuthors();
    });

    /// <summary>The zone that the photos of a session were taken in; null where nobody said.</summary>
    internal string? TimeZone(long id) => catalog.Scalar<string>("SELECT time_zone FROM session WHERE id = @0", id);

    /// <summary>How many files it has, and their bytes.</summary>
    internal (long Files, long Bytes) Holding(long id) =>
        catalog.Query("SELECT count(*), CAST(total(size) AS INTEGER) FROM file WHERE session_id = @0", row => (row.GetInt64(0), row.GetInt64(1)), id).First();

    internal long FileCount(long id) => catalog.Scalar<long>("SELECT count(*) FROM file WHERE session_id = @0", id);

    internal long MissingCount(long id) => catalog.Scalar<long>("SELECT count(*) FROM file WHERE session_id = @0 AND state = @1", id, FileState.Missing);

    private const string RemovedThere = """
        FROM removed_file WHERE session_id = @0 AND NOT EXISTS (
            SELECT 1 FROM session JOIN file ON file.storage_id = session.storage_id AND file.path = removed_file.path
            WHERE session.id = @0 AND file.session_id = @0 AND file.sha256 = removed_file.sha256)
        """;

    /// <summary>What was removed from a session and did not come back to where it lay.</summary>
    /// <param name="id">The session.</param>
    /// <param name="after">Only what was removed after this revision.</param>
    internal List<RemovedFile> Removed(long id, long after = -1) => catalog.Query($"SELECT path, sha256, revision, reason, followed_path, followed_revision {RemovedThere} AND revision > @1 ORDER BY path, sha256",
        row => new RemovedFile
        {
            Path = row.GetString(0),
            Sha256 = row.HexOrNull(1)!,
            Revision = row.GetInt64(2),
            Reason = row.TextOrNull(3),
            Followed = row.IsDBNull(4) || row.IsDBNull(5) ? null : new FollowedRemoval(row.GetString(4), row.GetInt64(5)),
        }, id, after).ToList();

    internal long RemovedCount(long id) => catalog.Scalar<long>($"SELECT count(*) {RemovedThere}", id);

    /// <summary>Notes a removed file. Of two notes the later one says why; where both are of one revision and do not agree, nobody says so.</summary>
    internal void AddRemoved(long id, RemovedFile file) => catalog.Execute("""
        INSERT INTO removed_file (session_id, path, sha256, revision, reason, followed_path, followed_revision) VALUES (@0, @1, @2, @3, @4, @5, @6)
        ON CONFLICT DO UPDATE SET revision = max(revision, excluded.revision),
            reason = CASE WHEN excluded.revision > revision THEN excluded.reason WHEN excluded.revision < revision OR excluded.reason IS reason THEN reason END,
            (followed_path, followed_revision) = (SELECT excluded.followed_path, excluded.followed_revision WHERE excluded.revision > removed_file.revision
                OR (excluded.revision = removed_file.revision AND (excluded.followed_path IS removed_file.followed_path OR removed_file.followed_path IS NULL))
                UNION ALL SELECT removed_file.followed_path, removed_file.followed_revision LIMIT 1)
        """, id, file.Path, RowReading.Bytes(file.Sha256), file.Revision, file.Reason, file.Followed?.Path, file.Followed?.Revision);

    /// <summary>Notes what an older index says was removed. What is noted stays; it may have come back since, so nobody says why.</summary>
    internal void AddFormerlyRemoved(long id, RemovedFile file) => catalog.Execute("""
        INSERT INTO removed_file (session_id, path, sha256, revision) VALUES (@0, @1, @2, @3)
        ON CONFLICT DO UPDATE SET revision = excluded.revision, reason = NULL, followed_path = NULL, followed_revision = NULL WHERE excluded.revision > revision
        """, id, file.Path, RowReading.Bytes(file.Sha256), file.Revision);

    /// <summary>A file that is there again is no removed one.</summary>
    internal void DropRemoved(long id, string path) =>
        catalog.Execute("DELETE FROM removed_file WHERE session_id = @0 AND path = @1", id, path);

    internal void DropRemovedUpTo(long id, long revision) =>
        catalog.Execute("DELETE FROM removed_file WHERE session_id = @0 AND revision <= @1", id, revision);

    private const int AuthorColumn = 9;

    private object?[] Values(SessionRow row)
    {
        SessionHeader header = row.Header;
        SessionCounts counts = header.Counts ?? new SessionCounts();
        return
        [
            row.StorageId, row.IndexSha256, row.Dirty, row.Pending, header.Id, header.Uuid.ToString(), header.Title, header.Description,
            header.ImportedAt, AuthorId(header.DefaultAuthor), header.SourcePath, header.Status ?? SessionStatus.Completed,
            counts.SourceFiles, counts.Imported, counts.Duplicate, counts.Variant, counts.Companion, counts.Skipped,
            counts.StillChanging, counts.Failed, header.Bytes, header.DurationSeconds, header.Revision,
            header.Writer == Guid.Empty ? null : header.Writer.ToString(),
            header.Extra is null ? null : JsonSerializer.Serialize(header.Extra, IndexJson.Instance.DictionaryStringJsonElement),
            header.InPlace ?? false, row.Refused, counts.EndingEarly, header.TimeZone,
        ];
    }

    /// <summary>The author's id; one who is not known under this name and e-mail address yet is added.</summary>
    private long? AuthorId(AuthorEntry? author)
    {
        if (author is null || author.Name.Length == 0)
            return null;
        string email = author.Email ?? "";
        catalog.Execute("INSERT INTO author (uuid, name, email) VALUES (@0, @1, @2) ON CONFLICT DO NOTHING", Guid.NewGuid().ToString(), author.Name, email);
        return catalog.Scalar<long>("SELECT id FROM author WHERE name = @0 AND email = @1", author.Name, email);
    }

    /// <summary>Forgets authors whom no session names any more.</summary>
    internal void DropUnusedAuthors() =>
        catalog.Execute("DELETE FROM author WHERE NOT EXISTS (SELECT 1 FROM session WHERE session.author_id = author.id)");

    private static SessionRow Map(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        StorageId = row.GetInt64(1),
        IndexSha256 = row.TextOrNull(2),
        Dirty = row.GetBoolean(3),
        Pending = row.GetString(4),
        Refused = row.GetInt64(30),
        Writing = row.GetInt64(32),
        SaidSha256 = row.TextOrNull(34),
        Edits = row.GetInt64(35),
        Header = new SessionHeader
        {
            Id = row.GetInt32(5),
            Uuid = Guid.Parse(row.GetString(6)),
            Title = row.GetString(7),
            Description = row.TextOrNull(8),
            ImportedAt = row.GetString(9),
            DefaultAuthor = row.IsDBNull(10) ? null : new AuthorEntry { Name = row.GetString(10), Email = row.TextOrNull(11) },
            SourcePath = row.TextOrNull(12),
            Status = row.GetString(13),
            Counts = new SessionCounts
            {
                SourceFiles = row.GetInt32(14),
                Imported = row.GetInt32(15),
                Duplicate = row.GetInt32(16),
                Variant = row.GetInt32(17),
                Companion = row.GetInt32(18),
                Skipped = row.GetInt32(19),
                StillChanging = row.GetInt32(20),
                Failed = row.GetInt32(21),
                EndingEarly = row.GetInt32(31),
            },
            Bytes = row.GetInt64(22),
            DurationSeconds = row.GetDouble(23),
            Revision = row.GetInt64(24),
            Writer = row.TextOrNull(25) is { } writer ? Guid.Parse(writer) : Guid.Empty,
            Extra = row.TextOrNull(26) is { } extra ? JsonSerializer.Deserialize(extra, IndexJson.Instance.DictionaryStringJsonElement) : null,
            FileStorageUuid = Guid.Parse(row.GetString(27)),
            StorageDirectory = row.GetString(28),
            InPlace = row.GetBoolean(29) ? true : null,
            TimeZone = row.TextOrNull(33),
        },
    };
}
