using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>An album's file in a storage, as this catalog has merged or written it last.</summary>
/// <param name="Album">The album's number.</param>
/// <param name="Uuid">The album.</param>
/// <param name="Sha256">SHA-256 of the file; null where there was none yet.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Writer">Who wrote it.</param>
/// <param name="Dirty">Whether it has to be written.</param>
internal sealed record AlbumFileRow(long Album, Guid Uuid, string? Sha256, long Revision, Guid? Writer, bool Dirty);

/// <summary>
/// In which storages the albums lie: in each that holds a member, whole; an album within which such a one lies, too; one without members, and a saved search, in
/// every active storage that is known when it is made.
/// </summary>
internal sealed class AlbumFileTable(CatalogDatabase catalog)
{
    /// <summary>The albums of a storage.</summary>
    internal List<AlbumFileRow> OfStorage(long storage) => catalog.Query("""
        SELECT album.id, album.uuid, sha256, album_file.revision, writer, dirty FROM album_file JOIN album ON album.id = album_file.album_id WHERE storage_id = @0 ORDER BY album.uuid
        """, Map, storage).ToList();

    internal AlbumFileRow? Find(Guid album, long storage) => catalog.Query("""
        SELECT album.id, album.uuid, sha256, album_file.revision, writer, dirty FROM album_file JOIN album ON album.id = album_file.album_id WHERE album.uuid = @0 AND storage_id = @1
        """, Map, RowReading.Bytes(album), storage).FirstOrDefault();

    /// <summary>The storages that hold an album, or will, and whether its file has yet to be written there.</summary>
    internal List<(string Storage, bool Dirty)> Storages(long album) => catalog.Query(
        "SELECT storage.name, album_file.dirty FROM album_file JOIN storage ON storage.id = album_file.storage_id WHERE album_id = @0 ORDER BY storage.name",
        row => (row.GetString(0), row.GetBoolean(1)), album).ToList();

    /// <summary>The storages in which files of albums have to be written.</summary>
    internal List<long> DueStorages() => catalog.Query("SELECT DISTINCT storage_id FROM album_file WHERE dirty = 1 ORDER BY storage_id", row => row.GetInt64(0)).ToList();

    /// <summary>Whether the file of an album has to be written in a storage.</summary>
    internal bool IsDue(long storage) => catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM album_file WHERE storage_id = @0 AND dirty = 1)", storage) != 0;

    internal bool Any(long storage) => catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM album_file WHERE storage_id = @0)", storage) != 0;

    /// <summary>Remembers a file as it lies in the storage now.</summary>
    internal void Set(long album, long storage, string? sha256, long revision, Guid? writer, bool dirty) => catalog.Execute("""
        INSERT INTO album_file (album_id, storage_id, sha256, revision, writer, dirty, written) VALUES (@0, @1, @2, @3, @4, @5, CASE WHEN @5 THEN 0 ELSE (SELECT changes FROM album WHERE id = @0) END)
        ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, revision = excluded.revision, writer = excluded.writer, dirty = excluded.dirty, written = max(written, excluded.written)
        """, album, storage, RowReading.Bytes(sha256), revision, RowReading.Bytes(writer), dirty);

    /// <summary>Remembers a file that was written; it is due again where the album was changed meanwhile, by another process.</summary>
    internal void Written(AlbumRow album, long storage, string sha256, AlbumHeader header) => catalog.Transaction(() =>
    {
        catalog.Execute("""
            UPDATE album_file SET sha256 = @2, revision = @3, writer = @4, dirty = (SELECT changes <> @5 FROM album WHERE id = @0), written = @5 WHERE album_id = @0 AND storage_id = @1
            """, album.Id, storage, RowReading.Bytes(sha256), header.Revision, RowReading.Bytes(header.Writer), album.Changes);
        catalog.AlbumFields.Written(album.Id);
    });

    /// <summary>Up to which change of an album a storage's file holds what this catalog said; 0 where there is none.</summary>
    internal long WrittenChanges(long album, long storage) => catalog.Query(
        "SELECT written FROM album_file WHERE album_id = @0 AND storage_id = @1", row => row.GetInt64(0), album, storage).FirstOrDefault();

    /// <summary>The file is not there, or is not what it was: it has to be written.</summary>
    internal void SetDirty(long album, long storage) => catalog.Execute("UPDATE album_file SET dirty = 1 WHERE album_id = @0 AND storage_id = @1", album, storage);

    /// <summary>The storages that hold files of a member get the album.</summary>
    internal void NeedFor(long album, ImageKey image) => catalog.Execute("""
        INSERT OR IGNORE INTO album_file (album_id, storage_id)
        SELECT @0, file.storage_id FROM image JOIN file ON file.image_id = image.id WHERE image.hothash = @1 AND image.width = @2 AND image.height = @3
        """, album, RowReading.Bytes(image.Hothash), image.Width, image.Height);

    /// <summary>The storages that hold files of any member get the album.</summary>
    internal void NeedForMembers(long album) => catalog.Execute("""
        INSERT OR IGNORE INTO album_file (album_id, storage_id)
        SELECT DISTINCT @0, file.storage_id FROM album_member AS member
        CROSS JOIN image ON image.hothash = member.hothash AND image.width = member.width AND image.height = member.height CROSS JOIN file ON file.image_id = image.id
        WHERE member.album_id = @0 AND member.position IS NOT NULL
        """, album);

    /// <summary>The storage of a session gets the albums that its photos are in.</summary>
    internal void NeedFor(long session)
    {
        if (catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM album_member)") == 0)
            return;
        int added = catalog.Execute("""
            INSERT OR IGNORE INTO album_file (album_id, storage_id)
            SELECT member.album_id, file.storage_id FROM file JOIN image ON image.id = file.image_id
            CROSS JOIN album_member AS member ON member.hothash = image.hothash AND member.width = image.width AND member.height = image.height
            WHERE file.session_id = @0 AND member.position IS NOT NULL
            UNION SELECT member.album_id, file.storage_id FROM file JOIN image ON image.id = file.image_id JOIN photo ON photo.id = image.photo_id
            CROSS JOIN album_member AS member ON member.own_uuid = photo.uuid WHERE file.session_id = @0 AND member.position IS NOT NULL
            UNION SELECT member.album_id, file.storage_id FROM file JOIN image ON image.id = file.image_id JOIN photo ON photo.id = image.photo_id
            CROSS JOIN album_member AS member ON member.photo = photo.uuid WHERE file.session_id = @0 AND member.position IS NOT NULL
            """, session);
        if (added > 0)
            Complete();
    }

    /// <summary>Albums lie where those within them lie; one that lies nowhere is put into every active storage.</summary>
    internal void Complete()
    {
        List<AlbumRow> albums = catalog.Albums.All();
        var tree = new AlbumTree(albums);
        foreach (AlbumRow album in albums.Where(album => !album.IsRemoved))
            foreach (AlbumRow above in tree.Above(album.Uuid))
                catalog.Execute("INSERT OR IGNORE INTO album_file (album_id, storage_id) SELECT @1, storage_id FROM album_file WHERE album_id = @0", album.Id, above.Id);
        catalog.Execute("""
            INSERT INTO album_file (album_id, storage_id) SELECT album.id, storage.id FROM album, storage
            WHERE album.removed = 0 AND storage.is_active = 1 AND storage.retired = 0 AND album.id NOT IN (SELECT album_id FROM album_file)
            """);
    }

    /// <summary>A storage never held the album, and does not have to, as it was removed; where no other did, there is none.</summary>
    internal void Drop(long album, long storage) => catalog.Transaction(() =>
    {
        catalog.Execute("DELETE FROM album_file WHERE album_id = @0 AND storage_id = @1", album, storage);
        catalog.Execute("DELETE FROM album WHERE id = @0 AND NOT EXISTS (SELECT 1 FROM album_file WHERE album_id = @0)", album);
    });

    /// <summary>A storage is about to be forgotten, and with it the albums that no other one holds: they lie there, and come back with it.</summary>
    internal void ForgetWith(long storage) => catalog.Execute($"DELETE FROM album WHERE id IN ({OnlyIn})", storage);

    /// <summary>A storage is lost, and about to be forgotten: the albums that no other one holds go on in those that are left; where there are none, in the first that comes, or is enabled.</summary>
    internal void MoveOn(long storage)
    {
        catalog.Execute($"DELETE FROM album WHERE removed = 1 AND id IN ({OnlyIn})", storage);
        catalog.Execute($"""
            INSERT INTO album_file (album_id, storage_id) SELECT album.id, storage.id FROM album, storage
            WHERE album.id IN ({OnlyIn}) AND storage.id <> @0 AND storage.is_active = 1 AND storage.retired = 0
            """, storage);
        catalog.Execute("DELETE FROM album_file WHERE storage_id = @0", storage);
    }

    /// <summary>A storage has come, or was enabled: albums that lie nowhere lie there.</summary>
    internal void TakeHomeless()
    {
        if (catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM album WHERE removed = 0 AND id NOT IN (SELECT album_id FROM album_file))") != 0)
            Complete();
    }

    private const string OnlyIn = "SELECT album_id FROM album_file GROUP BY album_id HAVING min(storage_id) = @0 AND max(storage_id) = @0";

    private static AlbumFileRow Map(SqliteDataReader row) => new(row.GetInt64(0), row.UuidOrNull(1)!.Value, row.HexOrNull(2), row.GetInt64(3), row.UuidOrNull(4), row.GetBoolean(5));
}
