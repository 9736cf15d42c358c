using System.Text.Json;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>Photos, their tags, their full text, and the images that show them.</summary>
internal sealed class PhotoTable(CatalogDatabase catalog)
{
    /// <summary>
    /// Takes over a photo block: a new photo is added, a known one changed where the block is newer, which is to have the
    /// higher (revision, writer). An edit made here that stands in no index yet is kept.
    /// </summary>
    /// <returns>The photo's id.</returns>
    internal long Merge(PhotoBlock block)
    {
        (long id, long revision, string writer, bool dirty) = catalog.Query("SELECT id, revision, writer, dirty FROM photo WHERE uuid = @0",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetBoolean(3)), block.Uuid.ToString()).FirstOrDefault();
        if (id == 0)
            id = Insert(block);
        else if (!dirty && (block.Revision, block.Writer.ToString()).CompareTo((revision, writer)) > 0)
            Update(id, block);
        return id;
    }

    /// <summary>Takes over a photo block where its photo is known; an older index adds no photo to an image that has one.</summary>
    internal void MergeKnown(PhotoBlock block)
    {
        long id = catalog.Scalar<long>("SELECT id FROM photo WHERE uuid = @0", block.Uuid.ToString());
        if (id == 0)
            return;
        Merge(block);
        UpdateTextOf(id);
    }

    /// <summary>The image with this identity; added, with its photo, where it is not known.</summary>
    internal long Image(FileEntry file)
    {
        (long id, long photo) = catalog.Query("SELECT id, photo_id FROM image WHERE hothash = @0 AND width = @1 AND height = @2",
            row => (row.GetInt64(0), row.GetInt64(1)), RowReading.Bytes(file.Hothash), file.Width ?? 0, file.Height ?? 0).FirstOrDefault();
        PhotoBlock block = file.Photo ?? new PhotoBlock { Uuid = Guid.NewGuid(), Primary = true, Revision = 1, Writer = catalog.Uuid };
        if (id == 0)
        {
            return catalog.Insert("INSERT INTO image (hothash, width, height, scheme, photo_id, is_primary) VALUES (@0, @1, @2, @3, @4, @5)",
                RowReading.Bytes(file.Hothash), file.Width ?? 0, file.Height ?? 0, file.HothashScheme ?? Identity.HothashScheme.ImageData,
                Merge(block), block.Primary);
        }

        // Where the rule that came to be known covers the whole file, the hothash stays and the scheme goes forward.
        if (file.HothashScheme == Identity.HothashScheme.ImageData)
            catalog.Execute("UPDATE image SET scheme = @1 WHERE id = @0 AND scheme <> @1", id, file.HothashScheme);
        if (file.Photo is null || !IsPreferred(block, photo))
            return id;
        long preferred = Merge(block);
        catalog.Execute("UPDATE image SET photo_id = @1, is_primary = @2 WHERE id = @0", id, preferred, block.Primary);
        if (preferred != photo)
            ReleasePhoto(photo);
        return id;
    }

    /// <summary>The photo of an image that is known; null where it is not.</summary>
    internal PhotoBlock? OfImage(string hothash, int? width, int? height) => catalog.Query($"""
        SELECT {BlockColumns} FROM image JOIN photo ON photo.id = image.photo_id
        WHERE image.hothash = @0 AND image.width = @1 AND image.height = @2
        """, row => Block(row, 0), RowReading.Bytes(hothash), width ?? 0, height ?? 0).FirstOrDefault();

    /// <summary>A file of this image is gone: forgets the image, and its photo, where nothing else shows them.</summary>
    internal void Release(long image)
    {
        long photo = catalog.Scalar<long>("SELECT photo_id FROM image WHERE id = @0", image);
        catalog.Execute("DELETE FROM image WHERE id = @0 AND NOT EXISTS (SELECT 1 FROM file WHERE image_id = @0)", image);
        ReleasePhoto(photo);
    }

    private void ReleasePhoto(long photo)
    {
        catalog.Execute("DELETE FROM photo WHERE id = @0 AND NOT EXISTS (SELECT 1 FROM image WHERE photo_id = @0)", photo);
        UpdateTextOf(photo);
    }

    /// <summary>
    /// Forgets a storage or session with its files, and with them images without files and photos without images; what other
    /// files still show is no longer found by the names of those that are gone.
    /// </summary>
    internal void ForgetFiles(string column, long id, Action delete) => catalog.Transaction(() =>
    {
        var staying = catalog.Query($"""
            SELECT DISTINCT image.photo_id FROM file JOIN image ON image.id = file.image_id
            WHERE file.{column} = @0 AND EXISTS (
                SELECT 1 FROM image AS other JOIN file AS kept ON kept.image_id = other.id WHERE other.photo_id = image.photo_id AND kept.{column} <> @0)
            """, row => row.GetInt64(0), id).ToList();
        delete();
        catalog.Execute("DELETE FROM image WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.image_id = image.id)");
        catalog.Execute("DELETE FROM photo_text WHERE rowid IN (SELECT id FROM photo WHERE NOT EXISTS (SELECT 1 FROM image WHERE image.photo_id = photo.id))");
        catalog.Execute("DELETE FROM photo WHERE NOT EXISTS (SELECT 1 FROM image WHERE image.photo_id = photo.id)");
        staying.ForEach(UpdateTextOf);
    });

    /// <summary>
    /// Photos with edits that are not written yet are no longer kept against a newer block; their indexes are due, so that the
    /// edit is written unless there is one.
    /// </summary>
    internal void LetRevisionsDecide()
    {
        catalog.Execute("""
            UPDATE session SET dirty = 1 WHERE id IN (
                SELECT file.session_id FROM photo JOIN image ON image.photo_id = photo.id JOIN file ON file.image_id = image.id WHERE photo.dirty = 1)
            """);
        catalog.Execute("UPDATE photo SET dirty = 0 WHERE dirty = 1");
    }

    internal const string BlockColumns = """
        photo.uuid, image.is_primary, photo.title, photo.description, photo.rating, photo.author, photo.location,
        photo.taken_at_override, photo.revision, photo.writer, photo.extra,
        (SELECT json_group_array(path) FROM (
            SELECT tag.path FROM photo_tag JOIN tag ON tag.id = photo_tag.tag_id WHERE photo_tag.photo_id = photo.id ORDER BY tag.path))
        """;

    internal const int BlockColumnCount = 12;

    internal static PhotoBlock Block(SqliteDataReader row, int first) => new()
    {
        Uuid = Guid.Parse(row.GetString(first)),
        Primary = row.GetBoolean(first + 1),
        Title = row.TextOrNull(first + 2),
        Description = row.TextOrNull(first + 3),
        Rating = row.IntOrNull(first + 4),
        Author = row.TextOrNull(first + 5),
        Location = row.TextOrNull(first + 6),
        TakenAtOverride = row.TextOrNull(first + 7),
        Revision = row.GetInt64(first + 8),
        Writer = Guid.Parse(row.GetString(first + 9)),
        Extra = row.TextOrNull(first + 10) is { } extra ? JsonSerializer.Deserialize(extra, IndexJson.Instance.DictionaryStringJsonElement) : null,
        Tags = row.GetString(first + 11) is var tags && tags != "[]" ? JsonSerializer.Deserialize(tags, IndexJson.Instance.ListString) : null,
    };

    /// <summary>
    /// Two catalogs that never met may have made two photos of one image. The one with the highest (revision, writer, uuid)
    /// stays, so that the outcome does not depend on the order of merging. An older block of the same photo says nothing.
    /// </summary>
    private bool IsPreferred(PhotoBlock block, long photo)
    {
        (string uuid, long revision, string writer) = catalog.Query("SELECT uuid, revision, writer FROM photo WHERE id = @0",
            row => (row.GetString(0), row.GetInt64(1), row.GetString(2)), photo).First();
        return (block.Revision, block.Writer.ToString(), block.Uuid.ToString()).CompareTo((revision, writer, uuid)) >= 0;
    }

    private long Insert(PhotoBlock block)
    {
        long id = catalog.Insert("""
            INSERT INTO photo (uuid, title, description, rating, author, location, taken_at_override, revision, writer, extra)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)
            """, Values(block));
        SetTags(id, block.Tags);
        return id;
    }

    private void Update(long id, PhotoBlock block)
    {
        catalog.Execute("""
            UPDATE photo SET uuid = @0, title = @1, description = @2, rating = @3, author = @4, location = @5,
                taken_at_override = @6, revision = @7, writer = @8, extra = @9
            WHERE id = @10
            """, [.. Values(block), id]);
        catalog.Execute("DELETE FROM photo_tag WHERE photo_id = @0", id);
        SetTags(id, block.Tags);
    }

    private void SetTags(long id, List<string>? tags)
    {
        foreach (string tag in tags ?? [])
        {
            catalog.Execute("INSERT INTO tag (path) VALUES (@0) ON CONFLICT DO NOTHING", tag);
            catalog.Execute("INSERT INTO photo_tag (photo_id, tag_id) SELECT @0, id FROM tag WHERE path = @1 ON CONFLICT DO NOTHING", id, tag);
        }
    }

    /// <summary>Brings the full text of the photo that a file shows up to date.</summary>
    internal void UpdateText(long imageId)
    {
        UpdateTextOf(catalog.Scalar<long>("SELECT photo_id FROM image WHERE id = @0", imageId));
    }

    private void UpdateTextOf(long photo)
    {
        catalog.Execute("DELETE FROM photo_text WHERE rowid = @0", photo);
        catalog.Execute("""
            INSERT INTO photo_text (rowid, title, description, location, author, tags, names, camera)
            SELECT photo.id, photo.title, photo.description, photo.location, photo.author,
                (SELECT group_concat(tag.path, ' ') FROM photo_tag JOIN tag ON tag.id = photo_tag.tag_id WHERE photo_tag.photo_id = photo.id),
                (SELECT group_concat(file.path, ' ') FROM image JOIN file ON file.image_id = image.id WHERE image.photo_id = photo.id),
                (SELECT max(concat_ws(' ', file.camera_make, file.camera_model, file.lens_model)) FROM image JOIN file ON file.image_id = image.id
                 WHERE image.photo_id = photo.id)
            FROM photo WHERE photo.id = @0
            """, photo);
    }

    private static object?[] Values(PhotoBlock block) =>
    [
        block.Uuid.ToString(), block.Title, block.Description, block.Rating, block.Author, block.Location, block.TakenAtOverride,
        block.Revision, block.Writer.ToString(),
        block.Extra is null ? null : JsonSerializer.Serialize(block.Extra, IndexJson.Instance.DictionaryStringJsonElement),
    ];
}
