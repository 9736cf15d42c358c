namespace ImaLink.Catalog;

/// <summary>A field of which an edit here and another catalog's word differ, neither having known of the other.</summary>
/// <param name="Here">What was edited here, or was known here of another catalog's.</param>
/// <param name="There">What another catalog said.</param>
/// <param name="IsThereKept">Which of the two has the higher version.</param>
/// <param name="Words">The whole sentence, where a version wrote it that did not keep the values.</param>
internal sealed record StatementConflict(Statement Here, Statement There, bool IsThereKept, string? Words)
{
    /// <summary>Whether it is one of two other catalogs, which this one was the first to meet both.</summary>
    public bool IsOfOthers { get; init; }
}

/// <summary>The conflicts of one image, with the file of the storage that shows it.</summary>
internal sealed record ImageConflicts(long ImageId, IReadOnlyList<StatementConflict> Fields, string Path, string Hothash, string Session, Guid SessionUuid);

/// <summary>
/// Edits that stood in no index yet and met what another catalog had said. One of the two gave way; what both said is kept here until a finding has told it.
/// </summary>
internal sealed class StatementConflicts(CatalogDatabase catalog)
{
    /// <summary>Notes one.</summary>
    internal void Add(long image, Statement here, Statement there, bool isThereKept, string? words = null) => catalog.Execute("""
        INSERT INTO statement_conflict (image_id, field, here_value, here_revision, here_writer, there_value, there_revision, there_writer, is_there_kept, words)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9) ON CONFLICT DO NOTHING
        """, image, here.Field, here.Value, here.Revision, RowReading.Bytes(here.Writer), there.Value, there.Revision, RowReading.Bytes(there.Writer), isThereKept, words);

    /// <summary>Notes one between two other catalogs, once for all images of a photo.</summary>
    internal void AddOfOthers(long image, Statement here, Statement there, bool isThereKept)
    {
        if (StatementField.IsOfImage(here.Field) || catalog.Scalar<long>("""
            SELECT EXISTS (
                SELECT 1 FROM image AS one CROSS JOIN image ON image.photo_id = one.photo_id CROSS JOIN statement_conflict AS noted ON noted.image_id = image.id
                WHERE one.id = @0 AND image.id <> @0 AND noted.field = @1 AND noted.here_revision = @2 AND noted.here_writer = @3 AND noted.there_revision = @4 AND noted.there_writer = @5)
            """, image, here.Field, here.Revision, RowReading.Bytes(here.Writer), there.Revision, RowReading.Bytes(there.Writer)) == 0)
        {
            Add(image, here, there, isThereKept);
        }
    }

    /// <summary>A sentence of version 0.1.</summary>
    internal void CarryOver(long image, string words) => Add(image, new Statement(words, null, 0, null), new Statement(words, null, 0, null), false, words);

    /// <summary>What has not been told yet of the images that a storage holds, by path.</summary>
    internal List<ImageConflicts> OfStorage(long storageId) => [.. catalog.Query("""
        SELECT conflict.image_id, conflict.field, conflict.here_value, conflict.here_revision, conflict.here_writer, conflict.there_value, conflict.there_revision, conflict.there_writer,
            conflict.is_there_kept, conflict.words, file.path, image.hothash, session.title, session.uuid
        FROM statement_conflict AS conflict
        CROSS JOIN file ON file.id = (SELECT file.id FROM file WHERE file.image_id = conflict.image_id AND file.storage_id = @0 ORDER BY file.path LIMIT 1)
        CROSS JOIN image ON image.id = file.image_id CROSS JOIN session ON session.id = file.session_id
        ORDER BY file.path, conflict.image_id, conflict.field, conflict.there_revision, conflict.there_writer
        """, row =>
        {
            string field = row.GetString(1);
            var conflict = new StatementConflict(new Statement(field, Shown(field, row.TextOrNull(2)), row.GetInt64(3), row.UuidOrNull(4)),
                new Statement(field, Shown(field, row.TextOrNull(5)), row.GetInt64(6), row.UuidOrNull(7)), row.GetBoolean(8), row.TextOrNull(9))
            {
                IsOfOthers = row.UuidOrNull(4) is { } here && here != catalog.Uuid,
            };
            return new ImageConflicts(row.GetInt64(0), [conflict], row.GetString(10), row.HexOrNull(11)!, row.GetString(12), Guid.Parse(row.GetString(13)));
        }, storageId).ToList().GroupInRow(each => each.ImageId).Select(group => group[0] with { Fields = [.. group.SelectMany(each => each.Fields)] })];

    /// <summary>Forgets what was told.</summary>
    internal void Forget(ImageConflicts told)
    {
        foreach (StatementConflict conflict in told.Fields)
            catalog.Execute("DELETE FROM statement_conflict WHERE image_id = @0 AND field = @1 AND there_revision = @2 AND there_writer = @3 AND here_revision = @4 AND here_writer = @5",
                told.ImageId, conflict.Here.Field, conflict.There.Revision, RowReading.Bytes(conflict.There.Writer), conflict.Here.Revision, RowReading.Bytes(conflict.Here.Writer));
    }

    /// <summary>A photo is called by the image that it is named after.</summary>
    private string? Shown(string field, string? value) => field == StatementField.Photo && PhotoEvidence.Of(value).Photo is { } photo && catalog.Query("""
        SELECT file.path FROM photo CROSS JOIN image ON image.photo_id = photo.id CROSS JOIN file ON file.image_id = image.id
        WHERE photo.uuid = @0 ORDER BY image.own_uuid <> @0, image.id <> photo.image_id, file.path LIMIT 1
        """, row => row.GetString(0), RowReading.Bytes(photo)).FirstOrDefault() is { } path ? CanonicalJson.Of(path[(path.LastIndexOf('/') + 1)..]) : value;
}
