using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>A storage as the catalog knows it.</summary>
internal sealed record StorageRow
{
    internal long Id { get; init; }
    internal required Guid Uuid { get; init; }
    internal required string Name { get; init; }
    internal string? Description { get; init; }
    internal required string DirectoryName { get; init; }
    internal required string BasePath { get; init; }
    internal required string CreatedAt { get; init; }
    internal string? LastScan { get; init; }
    internal bool IsActive { get; init; } = true;
    internal bool Retired { get; init; }
    internal int LastSessionNumber { get; init; }
    internal long Revision { get; init; }
    internal Guid? Writer { get; init; }
    internal string? IndexSha256 { get; init; }
    internal bool Dirty { get; init; }

    /// <summary>Columns edited here that stand in no index yet: "name", "description", "is_active", "place".</summary>
    internal string Pending { get; init; } = "";

    /// <summary>The revision of its master index that was about to be written last.</summary>
    internal long Writing { get; init; }

    /// <summary>Whether this catalog itself has written a later master index than it remembers: it was put back to an older copy.</summary>
    internal bool IsBehind(MasterIndex index, Guid self) => index.Writer == self && Revision > 0 && index.Revision > Math.Max(Revision, Writing);

    /// <summary>Where it lies, as its owner says or as was last found; null where nothing tells it.</summary>
    internal StoragePlace? Place { get; init; }

    internal string Root => System.IO.Path.Combine(BasePath, DirectoryName);
    internal bool IsPending(string column) => Pending.Split(',').Contains(column);
}

/// <summary>The storages, and the sessions that were removed from them.</summary>
internal sealed class StorageTable(CatalogDatabase catalog)
{
    private const string Columns = """
        id, uuid, name, description, directory_name, base_path, created_at, last_scan, is_active, retired, last_session_number,
        revision, writer, index_sha256, dirty, pending, writing, place
        """;

    internal IEnumerable<StorageRow> All() => catalog.Query($"SELECT {Columns} FROM storage ORDER BY name", Map).ToList();

    internal StorageRow? Find(Guid uuid) => catalog.Query($"SELECT {Columns} FROM storage WHERE uuid = @0", Map, uuid.ToString()).FirstOrDefault();

    internal StorageRow Get(long id) => catalog.Query($"SELECT {Columns} FROM storage WHERE id = @0", Map, id).First();

    internal bool IsNameTaken(string name, Guid except) =>
        catalog.Scalar<long>("SELECT count(*) FROM storage WHERE name = @0 AND uuid <> @1", name, except.ToString()) > 0;

    internal long Insert(StorageRow row) => catalog.Transaction(() =>
    {
        long id = catalog.Insert(InsertSql, Values(row));
        catalog.AlbumFiles.TakeHomeless();
        return id;
    });

    private const string InsertSql = """
        INSERT INTO storage (uuid, name, description, directory_name, base_path, created_at, last_scan, is_active, retired,
            last_session_number, revision, writer, index_sha256, dirty, pending, place)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15)
        """;

    internal void Update(StorageRow row) => catalog.Execute("""
        UPDATE storage SET uuid = @0, name = @1, description = @2, directory_name = @3, base_path = @4, created_at = @5,
            last_scan = @6, is_active = @7, retired = @8, last_session_number = @9, revision = @10, writer = @11,
            index_sha256 = @12, dirty = @13, pending = @14, place = @15
        WHERE id = @16
        """, [.. Values(row), row.Id]);

    /// <summary>Remembers which revision of its master index is about to be written, whatever becomes of the process.</summary>
    internal void SetWriting(long id, long revision) => catalog.Execute("UPDATE storage SET writing = @1 WHERE id = @0", id, revision);

    /// <summary>Whether anything has to be written into the storage: its own index, one of a session, an album.</summary>
    internal bool IsDue(long id) => catalog.Scalar<long>("""
        SELECT EXISTS (SELECT 1 FROM storage WHERE id = @0 AND dirty = 1) OR EXISTS (SELECT 1 FROM session WHERE storage_id = @0 AND dirty <> 0)
            OR EXISTS (SELECT 1 FROM album_file WHERE storage_id = @0 AND dirty = 1)
        """, id) != 0;

    internal void MarkDirty(long id) => catalog.Execute("UPDATE storage SET dirty = 1 WHERE id = @0", id);

    /// <summary>Forgets a storage and everything in it; images and photos that no file needs go with it.</summary>
    internal void Delete(long id) => catalog.Transaction(() =>
    {
        catalog.AlbumFiles.ForgetWith(id);
        catalog.Execute("DELETE FROM storage WHERE id = @0", id);
        catalog.Sessions.DropUnusedAuthors();
    });

    internal (long Files, long Bytes) Totals(long id) => catalog.Query(
        "SELECT count(*), CAST(total(size) AS INTEGER) FROM file WHERE session_id IN (SELECT id FROM session WHERE storage_id = @0)", row => (row.GetInt64(0), row.GetInt64(1)), id).First();

    internal IEnumerable<RemovedSession> Removed(long id) => catalog.Query(
        "SELECT uuid, revision FROM removed_session WHERE storage_id = @0 ORDER BY revision, uuid",
        row => new RemovedSession { Uuid = Guid.Parse(row.GetString(0)), Revision = row.GetInt64(1) }, id).ToList();

    internal void AddRemoved(long id, Guid session, long revision) => catalog.Execute("""
        INSERT INTO removed_session (storage_id, uuid, revision) VALUES (@0, @1, @2)
        ON CONFLICT DO UPDATE SET revision = max(revision, excluded.revision)
        """, id, session.ToString(), revision);

    internal void DropRemoved(long id, Guid session) =>
        catalog.Execute("DELETE FROM removed_session WHERE storage_id = @0 AND uuid = @1", id, session.ToString());

    private static object?[] Values(StorageRow row) =>
    [
        row.Uuid.ToString(), row.Name, row.Description, row.DirectoryName, row.BasePath, row.CreatedAt, row.LastScan,
        row.IsActive, row.Retired, row.LastSessionNumber, row.Revision, row.Writer?.ToString(), row.IndexSha256, row.Dirty, row.Pending,
        row.Place?.Json(),
    ];

    private static StorageRow Map(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Uuid = Guid.Parse(row.GetString(1)),
        Name = row.GetString(2),
        Description = row.TextOrNull(3),
        DirectoryName = row.GetString(4),
        BasePath = row.GetString(5),
        CreatedAt = row.GetString(6),
        LastScan = row.TextOrNull(7),
        IsActive = row.GetBoolean(8),
        Retired = row.GetBoolean(9),
        LastSessionNumber = row.GetInt32(10),
        Revision = row.GetInt64(11),
        Writer = row.TextOrNull(12) is { } writer ? Guid.Parse(writer) : null,
        IndexSha256 = row.TextOrNull(13),
        Dirty = row.GetBoolean(14),
        Pending = row.GetString(15),
        Writing = row.GetInt64(16),
        Place = StoragePlaceJson.Parse(row.TextOrNull(17)),
    };
}
