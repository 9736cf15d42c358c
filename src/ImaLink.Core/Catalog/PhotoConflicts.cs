using System.Globalization;
using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>A photo that was edited here and elsewhere, as a finding tells it: by the file of the storage that stands for it.</summary>
internal sealed record PhotoConflict(long PhotoId, string Detail, string Path, string Hothash, string Session, Guid SessionUuid);

/// <summary>
/// Edits of a photo that stood in no index yet and met what another catalog wrote. One of the two gave way; what both said is
/// kept here until a finding has told it.
/// </summary>
internal sealed class PhotoConflicts(CatalogDatabase catalog)
{
    /// <summary>
    /// Notes it where a photo that was edited here meets a block that the edit did not know of: of the same revision or a
    /// higher one (an edit raises the revision once, until it is written), or of another photo that shows the same image.
    /// </summary>
    /// <param name="photo">Id of the photo in the catalog.</param>
    /// <param name="met">What an index says.</param>
    /// <param name="isMetKept">Whether the block wins, by the highest (revision, writer).</param>
    internal void Note(long photo, PhotoBlock met, bool isMetKept)
    {
        PhotoBlock? edited = catalog.Query(
            $"SELECT {PhotoTable.BlockColumns} FROM photo JOIN image ON image.photo_id = photo.id WHERE photo.id = @0 AND photo.dirty = 1 LIMIT 1",
            row => catalog.Photos.Block(row, 0), photo).FirstOrDefault();
        if (edited is null || (edited.Uuid == met.Uuid && met.Revision < edited.Revision))
            return;
        var differences = Values(edited).Zip(Values(met)).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => $"{pair.First.Name} here {pair.First.Value}, there {pair.Second.Value}").ToList();
        if (differences.Count == 0)
            return;
        catalog.Execute("INSERT INTO photo_conflict (photo_uuid, detail) VALUES (@0, @1) ON CONFLICT DO NOTHING",
            (isMetKept ? met : edited).Uuid.ToString(),
            $"Edited here and by another catalog; what was edited {(isMetKept ? "there" : "here")} is kept. {string.Join("; ", differences)}.");
    }

    /// <summary>What has not been told yet of the photos that a storage holds, by path.</summary>
    internal List<PhotoConflict> OfStorage(long storageId) => catalog.Query("""
        SELECT photo.id, conflict.detail, file.path, image.hothash, session.title, session.uuid
        FROM photo_conflict AS conflict CROSS JOIN photo ON photo.uuid = conflict.photo_uuid
        CROSS JOIN file ON file.id = (SELECT file.id FROM image JOIN file ON file.image_id = image.id
            WHERE image.photo_id = photo.id AND file.storage_id = @0 ORDER BY image.is_primary DESC, file.path LIMIT 1)
        CROSS JOIN image ON image.id = file.image_id CROSS JOIN session ON session.id = file.session_id
        ORDER BY file.path, conflict.detail
        """, row => new PhotoConflict(row.GetInt64(0), row.GetString(1), row.GetString(2), row.HexOrNull(3)!, row.GetString(4), Guid.Parse(row.GetString(5))),
        storageId).ToList();

    /// <summary>Forgets one that was told.</summary>
    internal void Forget(PhotoConflict conflict) => catalog.Execute(
        "DELETE FROM photo_conflict WHERE photo_uuid = (SELECT uuid FROM photo WHERE id = @0) AND detail = @1", conflict.PhotoId, conflict.Detail);

    private static IEnumerable<(string Name, string Value)> Values(PhotoBlock block) =>
    [
        ("title", Quoted(block.Title)),
        ("description", Quoted(block.Description)),
        ("rating", block.Rating?.ToString(CultureInfo.InvariantCulture) ?? "none"),
        ("tags", Quoted(block.Tags is null ? null : string.Join(", ", block.Tags.Order(StringComparer.OrdinalIgnoreCase)))),
        ("author", Quoted(block.Author)),
        ("location", Quoted(block.Location)),
        ("time", Quoted(block.TakenAtOverride)),
    ];

    private static string Quoted(string? value) => string.IsNullOrEmpty(value) ? "none" : $"'{value}'";
}
