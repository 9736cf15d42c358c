namespace ImaLink.Catalog;

/// <summary>An image as one of its photo's.</summary>
/// <param name="Id">The catalog's number for it.</param>
/// <param name="Photo">The number of its photo.</param>
/// <param name="PhotoUuid">The UUID of its photo.</param>
/// <param name="Own">The UUID of the photo that it is by itself.</param>
/// <param name="IsChosen">Whether its owner said that it stands for its photo.</param>
/// <param name="Name">The path of one of its files.</param>
internal readonly record struct PhotoImage(long Id, long Photo, Guid PhotoUuid, Guid Own, bool IsChosen, string Name);

/// <summary>Tells which images are in a photo.</summary>
internal sealed class PhotoImageTable(CatalogDatabase catalog)
{
    /// <summary>The images of a photo, the one that stands for it first, and after it those that would without it.</summary>
    internal List<PhotoImage> OfPhoto(long photo)
    {
        catalog.PhotoModel.Group();
        return catalog.Query($"""
            SELECT image.id, photo.id, photo.uuid, image.own_uuid, coalesce(first.revision, 0) > 0, coalesce((SELECT min(file.path) FROM file WHERE file.image_id = image.id), '')
            FROM photo CROSS JOIN {PhotoModelSql.ImagesAndPrimary} WHERE photo.id = @0 AND image.photo_id = photo.id {PhotoModelSql.Standing}
            """, row => new PhotoImage(row.GetInt64(0), row.GetInt64(1), row.UuidOrNull(2)!.Value, row.UuidOrNull(3)!.Value, row.GetBoolean(4), row.GetString(5)), photo).ToList();
    }

    /// <summary>The photo that an image is in; null where it is gone.</summary>
    internal long? PhotoOf(long image)
    {
        catalog.PhotoModel.Group();
        return catalog.Query<long?>("SELECT photo_id FROM image WHERE id = @0", row => row.GetInt64(0), image).FirstOrDefault();
    }

    /// <summary>Whether images belong to a photo of this UUID.</summary>
    internal bool IsInUse(Guid photo) => catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM photo WHERE uuid = @0)", RowReading.Bytes(photo)) != 0;
}
