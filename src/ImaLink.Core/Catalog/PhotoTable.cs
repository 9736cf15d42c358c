using System.Text.Json;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>Photos with their tags, and the images that show them.</summary>
internal sealed class PhotoTable(CatalogDatabase catalog)
{
    private readonly PhotoClaims _claims = new(catalog);

    /// <summary>
    /// Whether something was merged of which this catalog knows more: a newer version of a photo, or another photo of its image.
    /// </summary>
    internal bool KnewMore { get; set; }

    /// <summary>
    /// Takes over a photo block: a new photo is added, a known one changed where the block is newer, which is to have the
    /// higher (revision, writer). An edit made here that stands in no index yet is held to the same, and the conflict is noted.
    /// </summary>
    /// <returns>The photo's id.</returns>
    internal long Merge(PhotoBlock block)
    {
        long id = catalog.Insert("""
            INSERT INTO photo (uuid, title, description, rating, author, location, taken_at_override, revision, writer, extra)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9) ON CONFLICT DO NOTHING
            """, Values(block));
        if (id != 0)
        {
            SetTags(id, block.Tags);
            catalog.Texts.Added(id);
            return id;
        }

        (id, bool dirty, PhotoBlock known) = catalog.Query($"SELECT id, dirty, {OwnColumns} FROM photo WHERE uuid = @0",
            row => (row.GetInt64(0), row.GetBoolean(1), Own(row, 2)), block.Uuid.ToString()).First();
        int order = PhotoOrder.Compare(block, known);
        if (dirty)
            catalog.Conflicts.Note(id, block, order > 0);
        if (order > 0)
            Update(id, block);
        else if (order != 0)
            KnewMore = true;
        return id;
    }

    /// <summary>Whether this catalog itself has said something later of a photo than it remembers: it was put back to an older copy.</summary>
    internal bool IsBehind(PhotoBlock block) => block.Writer == catalog.Uuid
        && catalog.Scalar<long>("SELECT count(*) FROM photo WHERE uuid = @0 AND revision < @1", block.Uuid.ToString(), block.Revision) > 0;

    /// <summary>Takes over a photo block where its photo is known; an older index adds no photo to an image that has one.</summary>
    internal void MergeKnown(PhotoBlock block)
    {
        foreach (PhotoBlock each in block.Others is null ? [block] : block.Others.Append(block))
            if (catalog.Scalar<long>("SELECT count(*) FROM photo WHERE uuid = @0", each.Uuid.ToString()) > 0)
                Merge(each);
    }

    /// <summary>The image with this identity; added, with its photo, where it is not known.</summary>
    internal long Image(FileEntry file)
    {
        byte[] hothash = RowReading.Bytes(file.Hothash)!;
        (int width, int height) = (file.Width ?? 0, file.Height ?? 0);
        PhotoBlock? block = file.Photo;
        if (block is null && catalog.Scalar<long>("SELECT id FROM image WHERE hothash = @0 AND width = @1 AND height = @2", hothash, width, height) is var same and > 0)
        {
            RaiseScheme(same, file.HothashScheme);
            return same;
        }

        block ??= new PhotoBlock { Uuid = Guid.NewGuid(), Primary = true, Revision = 1, Writer = catalog.Uuid };
        long photo = Merge(block);
        long id = catalog.Insert("""
            INSERT INTO image (hothash, width, height, scheme, photo_id, is_primary, primary_revision) VALUES (@0, @1, @2, @3, @4, @5, @6)
            ON CONFLICT DO NOTHING
            """, hothash, width, height, file.HothashScheme ?? Media.Identity.HothashScheme.ImageData, photo, block.Primary, block.Revision);
        if (id == 0)
        {
            id = catalog.Scalar<long>("SELECT id FROM image WHERE hothash = @0 AND width = @1 AND height = @2", hothash, width, height);
            RaiseScheme(id, file.HothashScheme);
            _claims.Add(id, photo, block);
        }

        foreach (PhotoBlock other in block.Others ?? [])
            _claims.Add(id, Merge(other), other);
        if (_claims.CountOf(id) > 1 + (block.Others?.Count ?? 0))
            KnewMore = true;
        return id;
    }

    /// <summary>The photo of an image that is known; null where it is not.</summary>
    internal PhotoBlock? OfImage(string hothash, int? width, int? height) => catalog.Query($"""
        SELECT {BlockColumns} FROM image JOIN photo ON photo.id = image.photo_id
        WHERE image.hothash = @0 AND image.width = @1 AND image.height = @2
        """, row => Block(row, 0), RowReading.Bytes(hothash), width ?? 0, height ?? 0).FirstOrDefault();

    /// <summary>A file of this image is gone: forgets the image, and its photos, where nothing else shows them.</summary>
    internal void Release(long image)
    {
        List<long> photos = catalog.Query("SELECT photo_id FROM image WHERE id = @0 UNION SELECT photo_id FROM photo_claim WHERE image_id = @0",
            row => row.GetInt64(0), image).ToList();
        catalog.Execute("DELETE FROM image WHERE id = @0 AND NOT EXISTS (SELECT 1 FROM file WHERE image_id = @0)", image);
        foreach (long photo in photos)
        {
            catalog.Execute("""
                DELETE FROM photo WHERE id = @0 AND NOT EXISTS (SELECT 1 FROM image WHERE photo_id = @0) AND NOT EXISTS (SELECT 1 FROM photo_claim WHERE photo_id = @0)
                """, photo);
            catalog.Texts.Changed(photo);
        }
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
        catalog.Execute("CREATE TEMP TABLE IF NOT EXISTS leaving (image_id INTEGER NOT NULL, photo_id INTEGER NOT NULL)");
        catalog.Execute("DELETE FROM temp.leaving");
        catalog.Execute($"""
            INSERT INTO temp.leaving
            SELECT DISTINCT image.id, image.photo_id FROM main.file JOIN main.image ON image.id = file.image_id WHERE file.{column} = @0
            UNION SELECT photo_claim.image_id, photo_claim.photo_id FROM main.file JOIN main.photo_claim ON photo_claim.image_id = file.image_id WHERE file.{column} = @0
            """, id);
        delete();
        catalog.Execute("DELETE FROM image WHERE id IN (SELECT image_id FROM temp.leaving) AND NOT EXISTS (SELECT 1 FROM file WHERE file.image_id = image.id)");
        catalog.Execute("DELETE FROM photo_text WHERE rowid IN (SELECT photo_id FROM temp.leaving WHERE NOT EXISTS (SELECT 1 FROM image WHERE image.photo_id = leaving.photo_id))");
        catalog.Execute("""
            DELETE FROM photo WHERE id IN (SELECT photo_id FROM temp.leaving) AND NOT EXISTS (SELECT 1 FROM image WHERE image.photo_id = photo.id)
                AND NOT EXISTS (SELECT 1 FROM photo_claim WHERE photo_claim.photo_id = photo.id)
            """);
        staying.ForEach(catalog.Texts.Changed);
    });

    /// <summary>
    /// The index of a session says now, with the present revision of each photo, whether an image stands for it: the catalog knows no
    /// less than who reads that index.
    /// </summary>
    internal void Written(long session)
    {
        foreach (string table in new[] { "image", "photo_claim" })
        {
            catalog.Execute($"""
                UPDATE {table} SET primary_revision = photo.revision FROM photo
                WHERE photo.id = {table}.photo_id AND {table}.primary_revision < photo.revision
                    AND {table}.{(table == "image" ? "id" : "image_id")} IN (SELECT image_id FROM file WHERE session_id = @0)
                """, session);
        }

        // Edits are written when no index of a session that shows their photo is due any more.
        catalog.Execute("""
            UPDATE photo SET dirty = 0 WHERE dirty = 1 AND NOT EXISTS (
                SELECT 1 FROM image JOIN file ON file.image_id = image.id JOIN session ON session.id = file.session_id
                WHERE image.photo_id = photo.id AND session.dirty = 1)
            """);
    }

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

    internal const string BlockColumns = $"image.is_primary, EXISTS (SELECT 1 FROM photo_claim WHERE image_id = image.id), image.id, {OwnColumns}";

    private const string OwnColumns = """
        photo.uuid, photo.title, photo.description, photo.rating, photo.author, photo.location,
        photo.taken_at_override, photo.revision, photo.writer, photo.extra,
        (SELECT json_group_array(path) FROM (
            SELECT tag.path FROM photo_tag JOIN tag ON tag.id = photo_tag.tag_id WHERE photo_tag.photo_id = photo.id ORDER BY tag.path))
        """;

    /// <summary>The photo block of a row with <see cref="BlockColumns"/>.</summary>
    internal PhotoBlock Block(SqliteDataReader row, int first)
    {
        PhotoBlock block = Own(row, first + 3);
        block.Primary = row.GetBoolean(first);
        if (row.GetBoolean(first + 1))
            block.Others = Others(row.GetInt64(first + 2));
        return block;
    }

    private List<PhotoBlock> Others(long image) => catalog.Query($"""
        SELECT photo_claim.is_primary, {OwnColumns} FROM photo_claim JOIN photo ON photo.id = photo_claim.photo_id
        WHERE photo_claim.image_id = @0 AND photo_claim.photo_id <> photo_claim.shown_id ORDER BY photo.uuid
        """, row =>
    {
        PhotoBlock other = Own(row, 1);
        other.Primary = row.GetBoolean(0);
        return other;
    }, image).ToList();

    private static PhotoBlock Own(SqliteDataReader row, int first) => new()
    {
        Uuid = Guid.Parse(row.GetString(first)),
        Title = row.TextOrNull(first + 1),
        Description = row.TextOrNull(first + 2),
        Rating = row.IntOrNull(first + 3),
        Author = row.TextOrNull(first + 4),
        Location = row.TextOrNull(first + 5),
        TakenAtOverride = row.TextOrNull(first + 6),
        Revision = row.GetInt64(first + 7),
        Writer = Guid.Parse(row.GetString(first + 8)),
        Extra = row.TextOrNull(first + 9) is { } extra ? JsonSerializer.Deserialize(extra, IndexJson.Instance.DictionaryStringJsonElement) : null,
        Tags = row.GetString(first + 10) is var tags && tags != "[]" ? JsonSerializer.Deserialize(tags, IndexJson.Instance.ListString) : null,
    };

    /// <summary>Where the rule that came to be known covers the whole file, the hothash stays and the scheme goes forward.</summary>
    private void RaiseScheme(long image, string? scheme)
    {
        if (scheme == Media.Identity.HothashScheme.ImageData)
            catalog.Execute("UPDATE image SET scheme = @1 WHERE id = @0 AND scheme <> @1", image, scheme);
    }

    private void Update(long id, PhotoBlock block)
    {
        catalog.Execute("""
            UPDATE photo SET uuid = @0, title = @1, description = @2, rating = @3, author = @4, location = @5,
                taken_at_override = @6, revision = @7, writer = @8, extra = @9, dirty = 0
            WHERE id = @10
            """, [.. Values(block), id]);
        catalog.Execute("DELETE FROM photo_tag WHERE photo_id = @0", id);
        SetTags(id, block.Tags);
        catalog.Texts.Changed(id);
        _claims.Changed(id);
    }

    private void SetTags(long id, List<string>? tags)
    {
        foreach (string tag in tags ?? [])
        {
            catalog.Execute("INSERT INTO tag (path) VALUES (@0) ON CONFLICT DO NOTHING", tag);
            catalog.Execute("INSERT INTO photo_tag (photo_id, tag_id) SELECT @0, id FROM tag WHERE path = @1 ON CONFLICT DO NOTHING", id, tag);
        }
    }

    /// <summary>The full text of the photo that an image shows is not up to date any more.</summary>
    internal void UpdateText(long imageId) => catalog.Texts.Changed(catalog.Scalar<long>("SELECT photo_id FROM image WHERE id = @0", imageId));

    private static object?[] Values(PhotoBlock block) =>
    [
        block.Uuid.ToString(), block.Title, block.Description, block.Rating, block.Author, block.Location, block.TakenAtOverride,
        block.Revision, block.Writer.ToString(),
        block.Extra is null ? null : JsonSerializer.Serialize(block.Extra, IndexJson.Instance.DictionaryStringJsonElement),
    ];
}
