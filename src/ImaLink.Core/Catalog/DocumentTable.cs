using System.Text.Json;
using ImaLink.Files;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>A document as the catalog has it.</summary>
internal sealed record DocumentRow(long Id, long StorageId, long SessionId, string ImportedAt, DocumentEntry Entry);

/// <summary>The documents of the sessions: files that belong to no photo.</summary>
internal sealed partial class DocumentTable(CatalogDatabase catalog)
{
    private const string Select = """
        SELECT document.id, session.storage_id, document.session_id, document.path, document.sha256, document.size, document.extra, session.imported_at
        FROM document JOIN session ON session.id = document.session_id
        """;

    internal List<DocumentRow> OfSession(long sessionId) => catalog.Query($"{Select} WHERE document.session_id = @0 ORDER BY document.path", Map, sessionId).ToList();

    /// <summary>Those of a storage, as they are read from the catalog.</summary>
    internal IEnumerable<DocumentRow> OfStorage(long storageId) => catalog.Query($"{Select} WHERE session.storage_id = @0 ORDER BY document.path", Map, storageId);

    /// <summary>Those of a session as its index lists them, as they are read from the catalog.</summary>
    internal IEnumerable<DocumentEntry> Listed(long sessionId) => catalog.Query($"{Select} WHERE document.session_id = @0 ORDER BY document.path", row => Map(row).Entry, sessionId);

    internal List<DocumentRow> BySha256(string sha256) =>
        catalog.Query($"{Select} WHERE document.sha256 = @0 ORDER BY document.id", Map, RowReading.Bytes(sha256)).ToList();

    internal DocumentRow? ByPath(long storageId, string path) => catalog.Query(
        $"{Select} WHERE session.storage_id = @0 AND document.path_key = @1 AND document.path = @2", Map, storageId, FileNames.Key(path), path).FirstOrDefault();

    internal bool IsTaken(long storageId, string pathKey) => catalog.Scalar<long>("""
        SELECT EXISTS (SELECT 1 FROM document JOIN session ON session.id = document.session_id WHERE document.path_key = @1 AND session.storage_id = @0)
        """, storageId, pathKey) != 0;

    internal bool Any(long storageId) => catalog.Scalar<long>(
        "SELECT EXISTS (SELECT 1 FROM document JOIN session ON session.id = document.session_id WHERE session.storage_id = @0)", storageId) != 0;

    /// <summary>Registers a document; what is recorded at its path in that session is replaced.</summary>
    internal void Put(long sessionId, DocumentEntry document)
    {
        catalog.Execute("""
            INSERT INTO document (session_id, path, path_key, size, sha256, extra) VALUES (@0, @1, @2, @3, @4, @5)
            ON CONFLICT (session_id, path) DO UPDATE SET size = excluded.size, sha256 = excluded.sha256, extra = excluded.extra
            """, sessionId, document.Path, FileNames.Key(document.Path), document.FileSize, RowReading.Bytes(document.Sha256), ExtraOf(document));
        catalog.Sessions.DropRemoved(sessionId, document.Path);
    }

    internal void SetSession(long id, long sessionId) => catalog.Execute("UPDATE document SET session_id = @1 WHERE id = @0", id, sessionId);

    /// <summary>Gives documents other paths, which may be each other's former ones.</summary>
    internal void Move(IReadOnlyCollection<(DocumentRow Document, string Path)> moves)
    {
        foreach ((DocumentRow document, _) in moves)
            catalog.Execute("UPDATE document SET path = '?' || id WHERE id = @0", document.Id);
        foreach ((DocumentRow document, string path) in moves)
        {
            SetPath(document.Id, path);
            catalog.Sessions.MarkDirty(document.SessionId);
        }
    }

    internal void SetPath(long id, string path) =>
        catalog.Execute("UPDATE document SET path = @1, path_key = @2 WHERE id = @0", id, path, FileNames.Key(path));

    internal void Delete(long id) => catalog.Execute("DELETE FROM document WHERE id = @0", id);

    private static string? ExtraOf(DocumentEntry document) =>
        document.Extra is null ? null : JsonSerializer.Serialize(document.Extra, IndexJson.Instance.DictionaryStringJsonElement);

    private static DocumentRow Map(SqliteDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(7), new DocumentEntry
    {
        Path = row.GetString(3),
        Sha256 = row.HexOrNull(4)!,
        FileSize = row.GetInt64(5),
        Extra = row.TextOrNull(6) is { } extra ? JsonSerializer.Deserialize(extra, IndexJson.Instance.DictionaryStringJsonElement) : null,
    });
}
