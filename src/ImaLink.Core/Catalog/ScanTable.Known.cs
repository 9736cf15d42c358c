namespace ImaLink.Catalog;

/// <content>What the rest of the catalog knows of found files.</content>
internal sealed partial class ScanTable
{
    /// <summary>Open files with a size that some registered file has.</summary>
    internal const string SizeOfAnyFile = "disk.fingerprint IS NULL AND EXISTS (SELECT 1 FROM main.file WHERE file.size = disk.size)";

    /// <summary>Whether the image of a file that was read is known, here or in another storage.</summary>
    internal bool IsKnownImage(FoundFile found) => _catalog.Scalar<long>(
        "SELECT EXISTS (SELECT 1 FROM image WHERE hothash = @0 AND width = @1 AND height = @2)",
        RowReading.Bytes(found.Hothash), found.Width, found.Height) != 0;

    /// <summary>Dimensions under which the hothash of a file is known, where they are not its own, nor what it held before.</summary>
    internal (int Width, int Height, string Path)? Collision(string hothash, int width, int height, long? self) => _catalog.Query("""
        SELECT image.width, image.height, file.path FROM image JOIN file ON file.image_id = image.id
        WHERE image.hothash = @0 AND (image.width <> @1 OR image.height <> @2) AND file.id IS NOT @3 ORDER BY file.id LIMIT 1
        """, row => ((int, int, string)?)(row.GetInt32(0), row.GetInt32(1), row.GetString(2)), RowReading.Bytes(hothash), width, height, self).FirstOrDefault();

    /// <summary>Registered files, of any storage, with the fingerprint or image of a found file; those of this storage first.</summary>
    internal List<FileRow> KnownFiles(FoundFile found)
    {
        var ids = _catalog.Query("""
            SELECT file.id FROM file WHERE file.size = @0 AND file.fingerprint = @1
            UNION
            SELECT file.id FROM file JOIN image ON image.id = file.image_id WHERE image.hothash = @2 AND image.width = @3 AND image.height = @4
            LIMIT 64
            """, row => row.GetInt64(0), found.Size, RowReading.Bytes(found.Fingerprint), RowReading.Bytes(found.Hothash), found.Width, found.Height).ToList();
        return [.. ids.ConvertAll(_catalog.Files.Get).OrderBy(row => row.StorageId == _storageId ? 0 : 1).ThenBy(row => row.Id)];
    }

    /// <summary>Whether the session of a file has a file with its bytes in another storage: it has moved there.</summary>
    internal bool IsContinued(FileRow file) => _catalog.Scalar<long>("""
        SELECT EXISTS (SELECT 1 FROM main.file AS other JOIN session AS theirs ON theirs.id = other.session_id JOIN session AS own ON own.uuid = theirs.uuid
            WHERE own.id = @0 AND other.sha256 = @1 AND other.storage_id <> @2 AND other.state = 'Present')
        """, file.SessionId, RowReading.Bytes(file.Sha256), file.StorageId) != 0;

    /// <summary>Whether no other found file has been taken for this file of another storage.</summary>
    internal bool IsUnclaimed(long fileId, long foundId) => _catalog.Scalar<long>(
        $"SELECT EXISTS (SELECT 1 FROM temp.disk WHERE verdict = '{ScanVerdict.FromElsewhere}' AND file_id = @0 AND id <> @1)", fileId, foundId) == 0;

    /// <summary>Decides that a found file has come from another storage.</summary>
    internal void SettleFromElsewhere(long foundId, long fileId, string former, string detail)
    {
        Settle(foundId, ScanVerdict.FromElsewhere, detail, fileId);
        _catalog.Execute("UPDATE temp.disk SET former = @1 WHERE id = @0", foundId, former);
    }

    internal string RecordedSha256(long fileId) =>
        _catalog.Query("SELECT sha256 FROM file WHERE id = @0", row => row.HexOrNull(0)!, fileId).First();

    /// <summary>Whether the walk saw a file at this path.</summary>
    internal bool IsSomethingAt(string path) => _catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM temp.disk WHERE path = @0)", path) != 0;

    /// <summary>Whether what lies at a path could not be read.</summary>
    internal bool WasLeft(string path) =>
        _catalog.Scalar<long>($"SELECT EXISTS (SELECT 1 FROM temp.disk WHERE path = @0 AND verdict = '{ScanVerdict.Left}')", path) != 0;

    /// <summary>Records that a file was read, and is no photo or video.</summary>
    internal void SetNoImage(long foundId) => _catalog.Execute("UPDATE temp.disk SET is_read = 1 WHERE id = @0", foundId);

    /// <summary>What was read, and is no photo or video, is none of ours.</summary>
    internal void IgnoreNoImages() => _catalog.Execute(
        $"UPDATE temp.disk SET verdict = '{ScanVerdict.Ignored}' WHERE verdict IS NULL AND is_companion = 0 AND is_read = 1 AND hothash IS NULL");

    /// <summary>Leaves a file, and what is registered at its path, for the next run.</summary>
    internal void Leave(FoundFile found)
    {
        Settle(found.Id, ScanVerdict.Left);
        if (found.At is { } at)
            _catalog.Execute($"UPDATE temp.lost SET verdict = '{ScanVerdict.Left}' WHERE id = @0 AND verdict IS NULL", at);
    }
}
