using System.Globalization;
using ImaLink.Media.Likeness;

namespace ImaLink.Catalog;

/// <summary>A picture that may look like others.</summary>
internal sealed record LikenessRow(long ImageId, long PhotoId, string Format, LikenessHash Hash);

/// <summary>
/// How images look, by their hotpreviews (docs/likeness.md). A cache: it stands in no index, goes with the preview that it was read from, and is read
/// again where it is lacking. Of an image without structure it is kept that it has none.
/// </summary>
internal sealed class LikenessTable(CatalogDatabase catalog)
{
    /// <summary>Keeps how the images of a hothash look; null for those without structure.</summary>
    internal void Set(string hothash, LikenessHash? likeness) => catalog.Execute(
        "INSERT OR REPLACE INTO likeness (image_id, version, hash) SELECT id, @1, @2 FROM image WHERE hothash = @0",
        RowReading.Bytes(hothash), LikenessHash.Version, likeness?.ToBytes());

    /// <summary>Forgets it, where the preview shows something else now.</summary>
    internal void Forget(string hothash) => catalog.Execute("DELETE FROM likeness WHERE image_id IN (SELECT id FROM image WHERE hothash = @0)", RowReading.Bytes(hothash));

    /// <summary>The images whose likeness is lacking, and of which a storage has a hotpreview.</summary>
    internal IEnumerable<string> Lacking(long storageId)
    {
        for (long last = 0; ;)
        {
            var page = catalog.Query($"""
                SELECT image.id, image.hothash FROM image WHERE image.id > @2 AND {IsLacking} AND EXISTS (
                    SELECT 1 FROM file WHERE file.image_id = image.id AND +file.storage_id = @1 AND file.state = 'Present' AND file.has_hotpreview = 1)
                ORDER BY image.id LIMIT 256
                """, row => (Id: row.GetInt64(0), Hothash: row.HexOrNull(1)!), LikenessHash.Version, storageId, last).ToList();
            if (page.Count == 0)
                yield break;
            foreach (var row in page)
                yield return row.Hothash;
            last = page[^1].Id;
        }
    }

    /// <summary>How many images that storages have are not known in this.</summary>
    internal long CountLacking(IEnumerable<long> storages) => catalog.Scalar<long>($"""
        SELECT count(*) FROM image WHERE {IsLacking}
            AND EXISTS (SELECT 1 FROM file WHERE file.image_id = image.id AND +file.storage_id IN ({List(storages)}) AND file.state = 'Present')
        """, LikenessHash.Version);

    /// <summary>The images that storages have, rather an original first: by pixels, by what their files tell of them, by bytes; then by hothash, so that no order is by chance.</summary>
    internal IEnumerable<LikenessRow> Of(IEnumerable<long> storages) => catalog.Query($"""
        SELECT likeness.image_id, image.photo_id, max(coalesce(file.format, '')), likeness.hash
        FROM likeness JOIN image ON image.id = likeness.image_id JOIN file ON file.image_id = image.id
        WHERE likeness.version = @0 AND likeness.hash IS NOT NULL AND file.state = 'Present' AND +file.storage_id IN ({List(storages)})
        GROUP BY likeness.image_id
        ORDER BY image.width * image.height DESC,
            max((file.taken_at IS NOT NULL) + (file.camera_make IS NOT NULL) + (file.camera_model IS NOT NULL) + (file.lens_model IS NOT NULL) + (file.iso IS NOT NULL)
                + (file.aperture IS NOT NULL) + (file.exposure_time IS NOT NULL) + (file.focal_length IS NOT NULL) + (file.gps_latitude IS NOT NULL)) DESC,
            max(file.size) DESC, image.hothash, image.width
        """, row => new LikenessRow(row.GetInt64(0), row.GetInt64(1), row.GetString(2), LikenessHash.Read(row.GetFieldValue<byte[]>(3))), LikenessHash.Version);

    /// <summary>The present files of an image in storages, by session and path.</summary>
    internal List<long> Files(long imageId, IEnumerable<long> storages) => catalog.Query(
        $"SELECT id FROM file WHERE image_id = @0 AND state = 'Present' AND +storage_id IN ({List(storages)}) ORDER BY id", row => row.GetInt64(0), imageId).ToList();

    private const string IsLacking = "NOT EXISTS (SELECT 1 FROM likeness WHERE likeness.image_id = image.id AND likeness.version = @0)";

    private static string List(IEnumerable<long> ids) => string.Join(", ", ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
}
