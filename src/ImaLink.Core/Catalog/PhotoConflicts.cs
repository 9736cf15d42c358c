using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>A photo that was edited here and elsewhere, with the file of the storage that stands for it.</summary>
internal sealed record PhotoConflict(long PhotoId, PhotoDispute Dispute, string Path, string Hothash, string Session, Guid SessionUuid);

/// <summary>What was said of a photo here and there, and which of the two is kept.</summary>
internal sealed record PhotoDispute(bool IsThereKept, IReadOnlyList<PhotoDifference> Differences)
{
    /// <summary>The whole sentence, where a version wrote it that did not keep the values.</summary>
    public string? Sentence { get; init; }

    /// <summary>How it is kept.</summary>
    [JsonIgnore]
    internal string Text { get; init; } = "";
}

/// <summary>A field of which two edits say different things; an empty list is no value.</summary>
internal sealed record PhotoDifference(string Field, IReadOnlyList<string> Here, IReadOnlyList<string> There);

/// <summary>
/// Edits of a photo that stood in no index yet and met what another catalog wrote. One of the two gave way; what both said is
/// kept here until a finding has told it.
/// </summary>
internal sealed partial class PhotoConflicts(CatalogDatabase catalog)
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
        var differences = Fields(edited).Zip(Fields(met), (here, there) => new PhotoDifference(here.Name, here.Values, there.Values))
            .Where(field => !field.Here.SequenceEqual(field.There)).ToList();
        if (differences.Count == 0)
            return;
        catalog.Execute("INSERT INTO photo_conflict (photo_uuid, detail) VALUES (@0, @1) ON CONFLICT DO NOTHING",
            (isMetKept ? met : edited).Uuid.ToString(), JsonSerializer.Serialize(new PhotoDispute(isMetKept, differences), ConflictJson.Instance.PhotoDispute));
    }

    /// <summary>What has not been told yet of the photos that a storage holds, by path.</summary>
    internal List<PhotoConflict> OfStorage(long storageId) => catalog.Query("""
        SELECT photo.id, conflict.detail, file.path, image.hothash, session.title, session.uuid
        FROM photo_conflict AS conflict CROSS JOIN photo ON photo.uuid = conflict.photo_uuid
        CROSS JOIN file ON file.id = (SELECT file.id FROM image JOIN file ON file.image_id = image.id
            WHERE image.photo_id = photo.id AND file.storage_id = @0 ORDER BY image.is_primary DESC, file.path LIMIT 1)
        CROSS JOIN image ON image.id = file.image_id CROSS JOIN session ON session.id = file.session_id
        ORDER BY file.path, conflict.detail
        """, row => new PhotoConflict(row.GetInt64(0), Dispute(row.GetString(1)), row.GetString(2), row.HexOrNull(3)!, row.GetString(4), Guid.Parse(row.GetString(5))),
        storageId).ToList();

    /// <summary>Forgets one that was told.</summary>
    internal void Forget(PhotoConflict conflict) => catalog.Execute(
        "DELETE FROM photo_conflict WHERE photo_uuid = (SELECT uuid FROM photo WHERE id = @0) AND detail = @1", conflict.PhotoId, conflict.Dispute.Text);

    /// <summary>Version 0.1 wrote the sentence that a finding tells.</summary>
    private static PhotoDispute Dispute(string text) => text.StartsWith('{')
        ? JsonSerializer.Deserialize(text, ConflictJson.Instance.PhotoDispute)! with { Text = text }
        : new PhotoDispute(false, []) { Sentence = text, Text = text };

    private static IEnumerable<(string Name, IReadOnlyList<string> Values)> Fields(PhotoBlock block) =>
    [
        ("title", One(block.Title)),
        ("description", One(block.Description)),
        ("rating", One(block.Rating?.ToString(CultureInfo.InvariantCulture))),
        ("tags", [.. (block.Tags ?? []).Order(StringComparer.OrdinalIgnoreCase)]),
        ("author", One(block.Author)),
        ("location", One(block.Location)),
        ("time", One(block.TakenAtOverride)),
    ];

    private static IReadOnlyList<string> One(string? value) => string.IsNullOrEmpty(value) ? [] : [value];

    [JsonSerializable(typeof(PhotoDispute))]
    private sealed partial class ConflictJson : JsonSerializerContext
    {
        internal static readonly ConflictJson Instance = new(IndexJson.NewOptions());
    }
}
