using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>Reads files with everything that an index says of them.</summary>
internal sealed class FileEntries(CatalogDatabase catalog)
{
    private static readonly string Select = $"""
        SELECT {FileColumns.Whole.Sql}, file.id, EXISTS (SELECT 1 FROM companion WHERE companion.file_id = file.id),
            image.id, EXISTS (SELECT 1 FROM statement WHERE statement.image_id = image.id)
        FROM file JOIN image ON image.id = file.image_id
        """;

    /// <summary>The files of a session as its index lists them: ordered by hothash, then path.</summary>
    internal IEnumerable<FileEntry> OfSession(long sessionId) =>
        catalog.Query($"{Select} WHERE file.session_id = @0 ORDER BY image.hothash, file.path", Map, sessionId);

    /// <summary>One file.</summary>
    internal FileEntry Get(long fileId) => catalog.Query($"{Select} WHERE file.id = @0", Map, fileId).First();

    /// <summary>Path and SHA-256 of every registered file of a storage, companions and documents included, ordered by path.</summary>
    internal IEnumerable<(string Path, string Sha256)> Manifest(long storageId) => catalog.Query("""
        SELECT path, sha256 FROM file WHERE storage_id = @0
        UNION ALL
        SELECT companion.path, companion.sha256 FROM companion JOIN file ON file.id = companion.file_id WHERE file.storage_id = @0
        UNION ALL
        SELECT document.path, document.sha256 FROM document JOIN session ON session.id = document.session_id WHERE session.storage_id = @0
        ORDER BY 1
        """, row => (row.GetString(0), row.HexOrNull(1)!), storageId);

    private FileEntry Map(SqliteDataReader row)
    {
        FileEntry file = FileColumns.Whole.Read(row);
        if (row.GetBoolean(FileColumns.Whole.Count + 1))
            file.Companions = catalog.Files.Companions(row.GetInt64(FileColumns.Whole.Count));
        if (row.GetBoolean(FileColumns.Whole.Count + 3))
            file.Said = catalog.Statements.OfImage(row.GetInt64(FileColumns.Whole.Count + 2));
        return file;
    }
}
