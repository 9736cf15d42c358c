using ImaLink.Media.Identity;

namespace ImaLink.Catalog;

/// <summary>Finds photos by what names them: their UUID, an image of theirs, or a file of it.</summary>
public sealed class PhotoLocator(CatalogDatabase catalog)
{
    /// <summary>The photo with this UUID, or the one that its image belongs to now; null where there is none.</summary>
    public long? ByUuid(Guid uuid) =>
        catalog.Query<long?>("SELECT id FROM photo WHERE uuid = @0", row => row.GetInt64(0), RowReading.Bytes(uuid)).FirstOrDefault()
        ?? catalog.Query<long?>("SELECT photo_id FROM image WHERE own_uuid = @0", row => row.GetInt64(0), RowReading.Bytes(uuid)).FirstOrDefault();

    /// <summary>The photos that an image with this hothash belongs to: one, but where it is known in several sizes.</summary>
    public IReadOnlyList<long> ByHothash(string hothash)
    {
        ArgumentNullException.ThrowIfNull(hothash);
        return !Hex.IsSha256(hothash.ToLowerInvariant()) ? []
            : catalog.Query("SELECT DISTINCT photo_id FROM image WHERE hothash = @0 ORDER BY photo_id", row => row.GetInt64(0), RowReading.Bytes(hothash)).ToList();
    }

    /// <summary>The photo that a registered file shows.</summary>
    public long? ByFile(long file) =>
        catalog.Query<long?>("SELECT image.photo_id FROM file CROSS JOIN image ON image.id = file.image_id WHERE file.id = @0", row => row.GetInt64(0), file).FirstOrDefault();

    /// <summary>The photo that the file at this path of a storage shows; null where there is no such file.</summary>
    public long? ByPath(Guid storage, string relativePath) => catalog.Query<long?>("""
        SELECT image.photo_id FROM storage CROSS JOIN file ON file.storage_id = storage.id CROSS JOIN image ON image.id = file.image_id WHERE storage.uuid = @0 AND file.path = @1
        """, row => row.GetInt64(0), storage.ToString(), relativePath).FirstOrDefault();

    /// <summary>The images of a photo, the one that stands for it first.</summary>
    public IReadOnlyList<long> ImagesOf(long photo) => new PhotoImageTable(catalog).OfPhoto(photo).ConvertAll(image => image.Id);

    /// <summary>Whether others are in the photo of an image.</summary>
    public bool HasRelatives(long image) => catalog.Scalar<long>("SELECT coalesce((SELECT photo.image_count FROM image CROSS JOIN photo ON photo.id = image.photo_id WHERE image.id = @0), 0)", image) > 1;

    /// <summary>How messages call an image: by the name of one of its files.</summary>
    public string NameOf(long image)
    {
        string path = catalog.Query("SELECT path FROM file WHERE image_id = @0 ORDER BY path LIMIT 1", row => row.GetString(0), image).FirstOrDefault("");
        return path[(path.LastIndexOf('/') + 1)..];
    }

    /// <summary>The images with this hothash: one, but where it is known in several sizes.</summary>
    public IReadOnlyList<long> ImagesByHothash(string hothash)
    {
        ArgumentNullException.ThrowIfNull(hothash);
        return !Hex.IsSha256(hothash.ToLowerInvariant()) ? [] : catalog.Query("SELECT id FROM image WHERE hothash = @0 ORDER BY id", row => row.GetInt64(0), RowReading.Bytes(hothash)).ToList();
    }

    /// <summary>The image that a registered file shows.</summary>
    public long? ImageByFile(long file) => catalog.Query<long?>("SELECT image_id FROM file WHERE id = @0", row => row.GetInt64(0), file).FirstOrDefault();
}
