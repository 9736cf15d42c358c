using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Catalog;

/// <summary>The images: what files show, and statements are said of.</summary>
internal sealed class ImageTable(CatalogDatabase catalog)
{
    /// <summary>The image that a file shows; added where it is not known.</summary>
    internal long Of(FileEntry file) => Of(file, out _);

    /// <inheritdoc cref="Of(FileEntry)"/>
    internal long Of(FileEntry file, out bool isNew)
    {
        ImageKey key = file.Image;
        byte[] hothash = RowReading.Bytes(key.Hothash)!;
        long id = catalog.Insert("INSERT INTO image (hothash, width, height, scheme, own_uuid) VALUES (@0, @1, @2, @3, @4) ON CONFLICT DO NOTHING",
            hothash, key.Width, key.Height, file.HothashScheme ?? HothashScheme.ImageData, RowReading.Bytes(key.PhotoUuid));
        isNew = id != 0;
        if (isNew)
        {
            catalog.PhotoModel.Added(id);
            return id;
        }

        id = Find(key)!.Value;
        // Where the rule that came to be known covers the whole file, the hothash stays and the scheme goes forward.
        if (file.HothashScheme == HothashScheme.ImageData)
            catalog.Execute("UPDATE image SET scheme = @1 WHERE id = @0 AND scheme <> @1", id, file.HothashScheme);
        return id;
    }

    /// <summary>An image that is known; null where it is not.</summary>
    internal long? Find(ImageKey key) => catalog.Query<long?>("SELECT id FROM image WHERE hothash = @0 AND width = @1 AND height = @2",
        row => row.GetInt64(0), RowReading.Bytes(key.Hothash), key.Width, key.Height).FirstOrDefault();

    /// <summary>What identifies an image.</summary>
    internal ImageKey Key(long image) => catalog.Query("SELECT hothash, width, height FROM image WHERE id = @0",
        row => new ImageKey(row.HexOrNull(0)!, row.GetInt32(1), row.GetInt32(2)), image).First();

    /// <summary>How the picture is turned to be shown, as its files tell; null where none does.</summary>
    internal int? Orientation(long image) =>
        catalog.Query<int?>("SELECT orientation FROM file WHERE image_id = @0 AND orientation IS NOT NULL ORDER BY path LIMIT 1", row => row.GetInt32(0), image).FirstOrDefault();

    /// <summary>A file of an image is gone: where it was the last, the image, and what is said of it, goes too.</summary>
    internal void Release(long image) => catalog.PhotoModel.Changed(image);
}
