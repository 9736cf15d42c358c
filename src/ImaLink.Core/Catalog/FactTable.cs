using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>A registered file whose facts are to be read again, with what is recorded of it, without photo and companions.</summary>
internal sealed record FactCandidate(long FileId, long StorageId, long SessionId, FileEntry Entry);

/// <summary>What an update of the facts needs of files: the rest goes through <see cref="FileTable.Put"/>.</summary>
internal sealed class FactTable(CatalogDatabase catalog)
{
    /// <summary>The version of a file that was read, and whose preview still has to be turned: an interrupted update goes on with it.</summary>
    internal const int PreviewDue = 0;

    /// <summary>
    /// The version of a file that provably does not hold what is recorded: its facts may have been read from what it holds, so they are read again
    /// once it is back. As an expression over the version that it has.
    /// </summary>
    internal static readonly string Doubtful = $"CASE facts_version WHEN {PreviewDue} THEN {PreviewDue} END";

    private static readonly string Select = $"""
        SELECT {FileColumns.Whole.Sql}, file.id, file.storage_id, file.session_id FROM file JOIN image ON image.id = file.image_id
        WHERE file.id IN (SELECT value FROM json_each(@0)) AND file.state = '{FileState.Present}' ORDER BY file.id
        """;

    /// <summary>Those of these files that are still there.</summary>
    internal List<FactCandidate> Candidates(IEnumerable<long> ids)
    {
        int next = FileColumns.Whole.Count;
        return catalog.Query(Select, row => new FactCandidate(row.GetInt64(next), row.GetInt64(next + 1), row.GetInt64(next + 2), FileColumns.Whole.Read(row)),
            $"[{string.Join(',', ids)}]").ToList();
    }

    /// <summary>Remembers that readers of this version have read a file and found what is recorded.</summary>
    internal void SetVersion(long id, int version) => catalog.Execute("UPDATE file SET facts_version = @1 WHERE id = @0", id, version);

    /// <summary>The images of a storage that are turned otherwise by their facts, and whose previews are not made yet.</summary>
    internal List<string> PreviewsDue(long storageId) => catalog.Query($"""
        SELECT DISTINCT image.hothash FROM file JOIN image ON image.id = file.image_id WHERE file.storage_id = @0 AND file.facts_version = {PreviewDue}
        """, row => row.HexOrNull(0)!, storageId).ToList();

    /// <summary>They are made: their files have been read by readers of this version.</summary>
    internal void SetPreviewsMade(long storageId, int version)
    {
        catalog.Execute($"UPDATE session SET dirty = 1 WHERE id IN (SELECT session_id FROM file WHERE storage_id = @0 AND facts_version = {PreviewDue})", storageId);
        catalog.Execute($"UPDATE file SET facts_version = @1 WHERE storage_id = @0 AND facts_version = {PreviewDue}", storageId, version);
    }
}
