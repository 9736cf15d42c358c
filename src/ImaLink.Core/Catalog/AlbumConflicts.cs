using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>The conflicts of one album.</summary>
internal sealed record AlbumConflict(long AlbumId, Guid Uuid, string Title, IReadOnlyList<StatementConflict> Fields);

/// <summary>As <see cref="StatementConflicts"/>, of what was said of albums.</summary>
internal sealed class AlbumConflicts(CatalogDatabase catalog)
{
    internal void Note(long album, Statement here, Statement there, bool isThereKept)
    {
        catalog.Execute("""
            INSERT INTO album_conflict (album_id, field, here_value, here_revision, here_writer, there_value, there_revision, there_writer, is_there_kept)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8) ON CONFLICT DO NOTHING
            """, album, here.Field, here.Value, here.Revision, RowReading.Bytes(here.Writer), there.Value, there.Revision, RowReading.Bytes(there.Writer), isThereKept);
        catalog.AlbumFields.SetBase(album, there);
    }

    /// <summary>What has not been told yet of the albums that lie in a storage.</summary>
    internal List<AlbumConflict> OfStorage(long storage) => [.. catalog.Query("""
        SELECT conflict.album_id, conflict.field, conflict.here_value, conflict.here_revision, conflict.here_writer, conflict.there_value, conflict.there_revision, conflict.there_writer,
            conflict.is_there_kept, album.uuid, title.value
        FROM album_conflict AS conflict JOIN album ON album.id = conflict.album_id LEFT JOIN album_field AS title ON title.album_id = album.id AND title.field = 'title'
        WHERE conflict.album_id IN (SELECT album_id FROM album_file WHERE storage_id = @0)
        ORDER BY album.uuid, conflict.field, conflict.there_revision, conflict.there_writer
        """, row =>
        {
            string field = row.GetString(1);
            Guid uuid = row.UuidOrNull(9)!.Value;
            var conflict = new StatementConflict(new Statement(field, Shown(field, row.TextOrNull(2)), row.GetInt64(3), row.UuidOrNull(4)),
                new Statement(field, Shown(field, row.TextOrNull(5)), row.GetInt64(6), row.UuidOrNull(7)), row.GetBoolean(8), null);
            return new AlbumConflict(row.GetInt64(0), uuid, CanonicalJson.Text(row.TextOrNull(10)) ?? uuid.ToString(), [conflict]);
        }, storage).ToList().GroupInRow(each => each.AlbumId).Select(group => group[0] with { Fields = [.. group.SelectMany(each => each.Fields)] })];

    /// <summary>Forgets what was told.</summary>
    internal void Forget(AlbumConflict told)
    {
        foreach (StatementConflict conflict in told.Fields)
            catalog.Execute("DELETE FROM album_conflict WHERE album_id = @0 AND field = @1 AND there_revision = @2 AND there_writer = @3 AND here_revision = @4 AND here_writer = @5",
                told.AlbumId, conflict.Here.Field, conflict.There.Revision, RowReading.Bytes(conflict.There.Writer), conflict.Here.Revision, RowReading.Bytes(conflict.Here.Writer));
    }

    /// <summary>An album is called by its title.</summary>
    private string? Shown(string field, string? value) => field == AlbumField.Parent && CanonicalJson.Text(value) is { } parent && Guid.TryParse(parent, out Guid uuid) && catalog.Albums.Find(uuid) is { } album
        ? CanonicalJson.Of(album.Title) : value;
}
