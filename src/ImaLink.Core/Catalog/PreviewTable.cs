using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>The file that the preview of an image shows, as far as it shapes it.</summary>
internal sealed record ShownFile(long Id, string Path, string Format, int Orientation, int Width, int Height, List<FormerContent>? Previous)
{
    /// <summary>Whether a preview of another file would look alike.</summary>
    internal bool LooksLike(ShownFile other) => (Orientation, Width, Height) == (other.Orientation, other.Width, other.Height);
}

/// <summary>A file, and the one of its image that the preview shows: another one, where several carry the image.</summary>
internal sealed record PreviewCandidate(long FileId, long SessionId, string Hothash, string Path, bool HasHotpreview, ShownFile Own)
{
    /// <summary>The file that the preview shows.</summary>
    internal ShownFile Shown { get; init; } = Own;

    /// <summary>Whether the preview shows this very file.</summary>
    internal bool IsShown => Shown.Id == FileId;
}

/// <summary>
/// Previews and the files that they show. Of several files that carry one image in a storage, the first present one of its indexes counts: the
/// lowest session number, then the order of paths, which is that of the entries. So every machine decides alike. (A plus before the storage:
/// SQLite looks the image up then, and does not go through all files of the storage.)
/// </summary>
internal sealed class PreviewTable(CatalogDatabase catalog)
{
    private const string Candidate = """
        SELECT file.id, file.path, coalesce(file.format, ''), coalesce(file.orientation, 1), image.width, image.height, file.previous,
            image.hothash, file.session_id, file.storage_id, file.has_hotpreview, EXISTS (
                SELECT 1 FROM image AS same JOIN file AS other ON other.image_id = same.id
                WHERE same.hothash = image.hothash AND +other.storage_id = file.storage_id AND other.state = 'Present' AND other.id <> file.id)
        FROM file JOIN image ON image.id = file.image_id
        """;

    /// <summary>The file that the preview of an image shows in a storage; null where none is present.</summary>
    internal ShownFile? Shown(long storageId, string hothash) => catalog.Query("""
        SELECT file.id, file.path, coalesce(file.format, ''), coalesce(file.orientation, 1), image.width, image.height, file.previous
        FROM image JOIN file ON file.image_id = image.id JOIN session ON session.id = file.session_id
        WHERE image.hothash = @1 AND +file.storage_id = @0 AND file.state = 'Present' ORDER BY session.number, file.path LIMIT 1
        """, MapShown, storageId, RowReading.Bytes(hothash)).FirstOrDefault();

    internal long CountLacking(long sessionId) => catalog.Scalar<long>(
        "SELECT count(*) FROM file WHERE session_id = @0 AND has_hotpreview = 0 AND state = 'Present'", sessionId);

    /// <summary>The files of a session without a preview.</summary>
    internal IEnumerable<PreviewCandidate> Lacking(long sessionId) => Candidates("file.session_id = @0 AND file.has_hotpreview = 0", sessionId);

    /// <summary>All files of a storage.</summary>
    internal IEnumerable<PreviewCandidate> All(long storageId) => Candidates("file.storage_id = @0", storageId);

    internal long Count(long storageId) => catalog.Scalar<long>("SELECT count(*) FROM file WHERE storage_id = @0 AND state = 'Present'", storageId);

    /// <summary>The files of an image in a storage.</summary>
    internal List<PreviewCandidate> OfImage(long storageId, string hothash) => catalog.Query(
        $"{Candidate} WHERE image.hothash = @1 AND +file.storage_id = @0 AND file.state = 'Present' ORDER BY file.id", Map, storageId, RowReading.Bytes(hothash)).ToList().ConvertAll(Complete);

    internal void SetMade(long fileId) => catalog.Execute("UPDATE file SET has_hotpreview = 1 WHERE id = @0", fileId);

    /// <summary>Records that an image has no preview in a storage any more.</summary>
    internal void SetLacking(long storageId, string hothash)
    {
        const string files = "+storage_id = @0 AND has_hotpreview = 1 AND image_id IN (SELECT id FROM image WHERE hothash = @1)";
        catalog.Execute($"UPDATE session SET dirty = 1 WHERE id IN (SELECT session_id FROM file WHERE {files})", storageId, RowReading.Bytes(hothash));
        catalog.Execute($"UPDATE file SET has_hotpreview = 0 WHERE {files}", storageId, RowReading.Bytes(hothash));
        catalog.Likenesses.Forget(hothash);
    }

    /// <summary>Read in pages, so that they can be changed meanwhile.</summary>
    private IEnumerable<PreviewCandidate> Candidates(string condition, long id)
    {
        for (long last = 0; ;)
        {
            var page = catalog.Query($"{Candidate} WHERE {condition} AND file.state = 'Present' AND file.id > @1 ORDER BY file.id LIMIT 256", Map, id, last).ToList();
            if (page.Count == 0)
                yield break;
            foreach (var row in page)
                yield return Complete(row);
            last = page[^1].Candidate.FileId;
        }
    }

    private PreviewCandidate Complete((PreviewCandidate Candidate, long StorageId, bool HasOthers) row) =>
        row.HasOthers && Shown(row.StorageId, row.Candidate.Hothash) is { } shown ? row.Candidate with { Shown = shown } : row.Candidate;

    private static (PreviewCandidate Candidate, long StorageId, bool HasOthers) Map(SqliteDataReader row)
    {
        ShownFile own = MapShown(row);
        return (new PreviewCandidate(own.Id, row.GetInt64(8), row.HexOrNull(7)!, own.Path, row.GetBoolean(10), own), row.GetInt64(9), row.GetBoolean(11));
    }

    private static ShownFile MapShown(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5),
        row.TextOrNull(6) is { } previous ? System.Text.Json.JsonSerializer.Deserialize(previous, IndexJson.Instance.ListFormerContent) : null);
}
