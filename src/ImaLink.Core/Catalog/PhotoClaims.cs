using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>
/// Which photo an image shows. Catalogs that had not met may have made several of it: the one with the highest (revision,
/// writer, UUID) is shown, and none is forgotten while the image is known, so that the outcome is a matter of what was merged
/// and not of its order.
/// </summary>
internal sealed class PhotoClaims(CatalogDatabase catalog)
{
    /// <summary>A block beside an image that is known says that this photo is the image's.</summary>
    internal void Add(long image, long photo, PhotoBlock block)
    {
        if (catalog.Scalar<long>("SELECT photo_id FROM image WHERE id = @0", image) == photo)
        {
            // A later block of a photo also knows better which of its images stands for it.
            catalog.Execute("""
                UPDATE image SET is_primary = @1, primary_revision = @2
                WHERE id = @0 AND (primary_revision < @2 OR primary_revision = @2 AND is_primary < @1)
                """, image, block.Primary, block.Revision);
            if (CountOf(image) == 1)
                return;
        }
        else
        {
            catalog.Execute("""
                INSERT INTO photo_claim (image_id, photo_id, shown_id, is_primary, primary_revision)
                SELECT id, photo_id, photo_id, is_primary, primary_revision FROM image WHERE id = @0 ON CONFLICT DO NOTHING
                """, image);
        }

        bool isNew = catalog.Execute("""
            INSERT INTO photo_claim (image_id, photo_id, shown_id, is_primary, primary_revision)
            SELECT id, @1, photo_id, @2, @3 FROM image WHERE id = @0 ON CONFLICT DO NOTHING
            """, image, photo, block.Primary, block.Revision) > 0;
        catalog.Execute("""
            UPDATE photo_claim SET is_primary = @2, primary_revision = @3
            WHERE image_id = @0 AND photo_id = @1 AND (primary_revision < @3 OR primary_revision = @3 AND is_primary < @2)
            """, image, photo, block.Primary, block.Revision);
        Decide(image);
        if (isNew)
            catalog.Execute("UPDATE session SET dirty = 1 WHERE id IN (SELECT session_id FROM file WHERE image_id = @0)", image);
    }

    /// <summary>A photo has become newer: every index that repeats it is to say what is known now.</summary>
    internal void Changed(long photo)
    {
        foreach (long image in catalog.Query("SELECT image_id FROM photo_claim WHERE photo_id = @0", row => row.GetInt64(0), photo).ToList())
            Decide(image);
        catalog.Execute("""
            UPDATE session SET dirty = 1 WHERE id IN (
                SELECT file.session_id FROM image JOIN file ON file.image_id = image.id
                WHERE image.photo_id = @0 OR image.id IN (SELECT image_id FROM photo_claim WHERE photo_id = @0))
            """, photo);
    }

    /// <summary>How many photos are known of an image.</summary>
    internal long CountOf(long image) => Math.Max(1, catalog.Scalar<long>("SELECT count(*) FROM photo_claim WHERE image_id = @0", image));

    private void Decide(long image)
    {
        catalog.Execute("""
            UPDATE image SET (photo_id, is_primary, primary_revision) = (
                SELECT photo.id, photo_claim.is_primary, photo_claim.primary_revision
                FROM photo_claim JOIN photo ON photo.id = photo_claim.photo_id WHERE photo_claim.image_id = image.id
                ORDER BY photo.revision DESC, photo.writer DESC, photo.uuid DESC LIMIT 1)
            WHERE id = @0
            """, image);
        catalog.Execute("UPDATE photo_claim SET shown_id = (SELECT photo_id FROM image WHERE id = @0) WHERE image_id = @0", image);
        foreach (long photo in catalog.Query("SELECT photo_id FROM photo_claim WHERE image_id = @0", row => row.GetInt64(0), image).ToList())
            catalog.Texts.Changed(photo);
    }
}
