using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Catalog;

/// <content>
/// What an index lists is noted in a temporary table while the index is read, and merged from there: an index from anybody may list any
/// number of documents.
/// </content>
internal sealed partial class DocumentTable
{
    private const string Here = "EXISTS (SELECT 1 FROM document AS here WHERE here.session_id = @0 AND here.path = listed.path)";
    private const string Unlisted = "session_id = @0 AND path NOT IN (SELECT path FROM temp.listed_document)";

    /// <summary>Begins to take what an index lists.</summary>
    internal void BeginListing()
    {
        catalog.Execute("""
            CREATE TABLE IF NOT EXISTS temp.listed_document (path TEXT PRIMARY KEY, path_key TEXT NOT NULL, size INTEGER NOT NULL, sha256 BLOB NOT NULL, extra TEXT) WITHOUT ROWID
            """);
        catalog.Execute("CREATE TABLE IF NOT EXISTS temp.moved_document (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, path_key TEXT NOT NULL)");
        catalog.Execute("DELETE FROM temp.listed_document");
        catalog.Execute("DELETE FROM temp.moved_document");
    }

    /// <summary>Notes a document that the index lists.</summary>
    internal void List(DocumentEntry document) => catalog.Execute(
        "INSERT INTO temp.listed_document (path, path_key, size, sha256, extra) VALUES (@0, @1, @2, @3, @4) ON CONFLICT DO NOTHING",
        document.Path, FileNames.Key(document.Path), document.FileSize, RowReading.Bytes(document.Sha256), ExtraOf(document));

    /// <summary>
    /// Takes over what was listed, by union: absence deletes nothing, a tombstone does. One that a newer index lists elsewhere has moved.
    /// </summary>
    /// <returns>Whether the catalog has documents that the index does not list.</returns>
    internal bool MergeListed(long sessionId, IReadOnlyCollection<RemovedFile> removed, bool newer)
    {
        bool any = catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM document WHERE session_id = @0)", sessionId) != 0;
        if (!any && catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM temp.listed_document)") == 0)
            return false;
        foreach (RemovedFile file in any ? removed.Where(file => Hex.IsSha256(file.Sha256)) : [])
            catalog.Execute($"DELETE FROM document WHERE {Unlisted} AND path = @1 AND sha256 = @2", sessionId, file.Path, RowReading.Bytes(file.Sha256));
        catalog.Execute($"""
            INSERT INTO temp.moved_document (id, path, path_key)
            SELECT gone.id, came.path, came.path_key
            FROM (SELECT id, sha256, row_number() OVER (PARTITION BY sha256 ORDER BY path) AS turn FROM document WHERE {Unlisted}) AS gone
            JOIN (SELECT path, path_key, sha256, row_number() OVER (PARTITION BY sha256 ORDER BY path) AS turn
                FROM temp.listed_document AS listed WHERE NOT {Here}) AS came ON came.sha256 = gone.sha256 AND came.turn = gone.turn
            """, sessionId);
        if (newer)
        {
            catalog.Execute("""
                UPDATE document SET size = listed.size, sha256 = listed.sha256, extra = listed.extra FROM temp.listed_document AS listed
                WHERE document.session_id = @0 AND document.path = listed.path
                """, sessionId);
            catalog.Execute("UPDATE document SET path = moved.path, path_key = moved.path_key FROM temp.moved_document AS moved WHERE document.id = moved.id");
            catalog.Execute("DELETE FROM removed_file WHERE session_id = @0 AND path IN (SELECT path FROM temp.listed_document)", sessionId);
        }

        const string New = $"FROM temp.listed_document AS listed WHERE NOT {Here} AND path NOT IN (SELECT path FROM temp.moved_document)";
        catalog.Execute($"DELETE FROM removed_file WHERE session_id = @0 AND path IN (SELECT path {New})", sessionId);
        catalog.Execute($"INSERT INTO document (session_id, path, path_key, size, sha256, extra) SELECT @0, path, path_key, size, sha256, extra {New}", sessionId);
        return catalog.Scalar<long>($"SELECT EXISTS (SELECT 1 FROM document WHERE {Unlisted} AND id NOT IN (SELECT id FROM temp.moved_document))", sessionId) != 0;
    }
}
