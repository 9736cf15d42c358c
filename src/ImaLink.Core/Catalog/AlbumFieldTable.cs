using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>What is said of an album in one field.</summary>
/// <param name="Said">What is said; a withdrawal too.</param>
/// <param name="Changed">Of an edit that does not stand in every file of the album yet, which change of the album it was; else 0.</param>
/// <param name="Base">What such an edit replaces.</param>
internal sealed record AlbumFieldRow(Statement Said, long Changed, Statement? Base);

/// <summary>What is said of the albums, one field at a time. An edit that does not stand in every file of its album yet remembers which version it replaces.</summary>
internal sealed class AlbumFieldTable(CatalogDatabase catalog)
{
    private const string Select = "SELECT album_id, field, value, revision, writer, changed, base_value, base_revision, base_writer FROM album_field";

    /// <summary>Of all albums, by their numbers and fields.</summary>
    internal Dictionary<long, Dictionary<string, Statement>> All() => catalog.Query($"{Select} ORDER BY album_id, field", row => (Album: row.GetInt64(0), Map(row).Said))
        .GroupBy(field => field.Album).ToDictionary(of => of.Key, of => of.ToDictionary(field => field.Said.Field, field => field.Said));

    /// <summary>Of one album, by field.</summary>
    internal Dictionary<string, AlbumFieldRow> Of(long album) => catalog.Query($"{Select} WHERE album_id = @0", Map, album).ToDictionary(row => row.Said.Field);

    /// <summary>The owner's edit, after the change of the album was counted.</summary>
    internal void Say(long album, Statement said)
    {
        AlbumFieldRow? former = Of(album).GetValueOrDefault(said.Field);
        Put(album, new AlbumFieldRow(said, catalog.Scalar<long>("SELECT changes FROM album WHERE id = @0", album), former is { Changed: > 0 } ? former.Base : former?.Said));
    }

    /// <summary>What another catalog said, where it is the newer.</summary>
    internal void Put(long album, Statement said) => Put(album, new AlbumFieldRow(said, 0, null));

    /// <summary>An edit met something and now knows of it: it is told once.</summary>
    internal void SetBase(long album, Statement met) => catalog.Execute(
        "UPDATE album_field SET base_value = @2, base_revision = @3, base_writer = @4 WHERE album_id = @0 AND field = @1 AND changed > 0",
        album, met.Field, met.Value, met.Revision, RowReading.Bytes(met.Writer));

    /// <summary>The last change that was made here of an album or its members and does not stand in every file yet; 0 for none.</summary>
    internal long LastChange(long album) => catalog.Scalar<long>(
        "SELECT max(members_changed, coalesce((SELECT max(changed) FROM album_field WHERE album_id = @0), 0)) FROM album WHERE id = @0", album);

    /// <summary>A file of the album was written, or says all: edits that stand in every file now are no longer told from others.</summary>
    internal void Written(long album)
    {
        long written = catalog.Scalar<long>("SELECT coalesce(min(written), 0) FROM album_file WHERE album_id = @0", album);
        catalog.Execute($"{Clear} WHERE album_id = @0 AND changed BETWEEN 1 AND @1", album, written);
        catalog.Execute("UPDATE album SET members_changed = 0 WHERE id = @0 AND members_changed BETWEEN 1 AND @1", album, written);
    }

    /// <summary>Edits that stand in no file yet are no longer told from others; their files are due, so that they are written unless one of them knows better.</summary>
    internal void LetVersionsDecide()
    {
        catalog.Execute($"{Clear} WHERE changed > 0");
        catalog.Execute("UPDATE album SET members_changed = 0");
    }

    private const string Clear = "UPDATE album_field SET changed = 0, base_value = NULL, base_revision = NULL, base_writer = NULL";

    private void Put(long album, AlbumFieldRow row)
    {
        catalog.Execute("INSERT OR REPLACE INTO album_field (album_id, field, value, revision, writer, changed, base_value, base_revision, base_writer) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)",
            album, row.Said.Field, row.Said.Value, row.Said.Revision, RowReading.Bytes(row.Said.Writer), row.Changed,
            row.Base?.Value, row.Base?.Revision, row.Base is null ? null : RowReading.Bytes(row.Base.Writer));
        if (row.Said.Field == AlbumField.Removed)
            catalog.Execute("UPDATE album SET removed = @1 WHERE id = @0", album, row.Said.Value is not null);
    }

    private static AlbumFieldRow Map(SqliteDataReader row)
    {
        string field = row.GetString(1);
        return new AlbumFieldRow(new Statement(field, row.TextOrNull(2), row.GetInt64(3), row.UuidOrNull(4)), row.GetInt64(5),
            row.IsDBNull(7) ? null : new Statement(field, row.TextOrNull(6), row.GetInt64(7), row.UuidOrNull(8)));
    }
}
