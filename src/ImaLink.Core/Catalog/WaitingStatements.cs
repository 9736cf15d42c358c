using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>
/// What was said here of images whose last file is gone before it stood in an index: another catalog removed it, or its storage is not registered any more. Nobody else has
/// these words, so they wait, and are said once more when the image comes back: from the trash, with its storage, or by another import.
/// </summary>
internal sealed class WaitingStatements(CatalogDatabase catalog)
{
    private const string Gone = "temp.gone CROSS JOIN main.image ON image.id = gone.id";
    private const string Fields = "field, value, revision, writer, base_value, base_revision, base_writer";
    private const string Conflict = "field, here_value, here_revision, here_writer, there_value, there_revision, there_writer, is_there_kept, words";
    private const string Same = "waiting.hothash = image.hothash AND waiting.width = image.width AND waiting.height = image.height";

    /// <summary>How many images are waited for.</summary>
    internal long Count() => catalog.Scalar<long>("SELECT count(*) FROM (SELECT hothash, width, height FROM waiting_statement UNION SELECT hothash, width, height FROM waiting_conflict)");

    /// <summary>The images in temp.gone are about to go: what stands nowhere else waits.</summary>
    internal void Keep()
    {
        long images = catalog.Scalar<long>($"SELECT count(DISTINCT gone.id) FROM {Gone} CROSS JOIN statement ON statement.image_id = gone.id WHERE statement.unwritten = 1");
        if (images > 0)
        {
            catalog.Execute($"INSERT OR REPLACE INTO waiting_statement SELECT image.hothash, image.width, image.height, {Fields} FROM {Gone} CROSS JOIN statement ON statement.image_id = gone.id WHERE unwritten = 1");
            catalog.Notices.Enqueue(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"What was said here of {images:N0} image(s) stands in no index yet, and no storage has a file of them any more. It is kept in this catalog, and written when they come back: with Restore-ImaTrash, with their storage, or by another import."));
        }

        catalog.Execute($"INSERT OR REPLACE INTO waiting_conflict SELECT image.hothash, image.width, image.height, {Conflict} FROM {Gone} CROSS JOIN statement_conflict ON statement_conflict.image_id = gone.id");
    }

    /// <summary>A storage is lost with its indexes: what stands in no other one counts as standing in none, and waits when its files go.</summary>
    internal void KeepAllOf(long storageId) => catalog.Execute("""
        UPDATE statement SET unwritten = 1 WHERE revision > 0 AND image_id IN (
            SELECT image_id FROM file WHERE storage_id = @0 EXCEPT SELECT image_id FROM file WHERE storage_id <> @0)
        """, storageId);

    /// <summary>Images are known again, from this id on: what waited for them is said of them, as if it had been said while their indexes were out of sight.</summary>
    internal void Return(long firstImage)
    {
        foreach (var image in Back("waiting_statement", Fields, firstImage, row => new EditRow(new Statement(row.GetString(1), row.TextOrNull(2), row.GetInt64(3), row.UuidOrNull(4)), true,
            row.IsDBNull(6) ? null : new Statement(row.GetString(1), row.TextOrNull(5), row.GetInt64(6), row.UuidOrNull(7)))))
        {
            catalog.Statements.SayAgain(image.Key, [.. image]);
            Drop("waiting_statement", image.Key);
        }

        foreach (var image in Back("waiting_conflict", Conflict, firstImage, row => new StatementConflict(
            new Statement(row.GetString(1), row.TextOrNull(2), row.GetInt64(3), row.UuidOrNull(4)), new Statement(row.GetString(1), row.TextOrNull(5), row.GetInt64(6), row.UuidOrNull(7)),
            row.GetBoolean(8), row.TextOrNull(9))))
        {
            foreach (StatementConflict conflict in image)
                catalog.StatementConflicts.Add(image.Key, conflict.Here, conflict.There, conflict.IsThereKept, conflict.Words);
            Drop("waiting_conflict", image.Key);
        }
    }

    /// <summary>The catalog goes on as another one.</summary>
    internal void Rename(Guid former, Guid now) =>
        catalog.Execute("UPDATE waiting_statement SET writer = @1 WHERE writer = @0", RowReading.Bytes(former), RowReading.Bytes(now));

    private List<IGrouping<long, T>> Back<T>(string table, string columns, long firstImage, Func<SqliteDataReader, T> map) =>
        [.. catalog.Query($"SELECT image.id, {columns} FROM {table} AS waiting CROSS JOIN image ON {Same} WHERE image.id >= @0", row => (Image: row.GetInt64(0), Row: map(row)), firstImage)
            .ToList().GroupBy(row => row.Image, row => row.Row)];

    private void Drop(string table, long image) =>
        catalog.Execute($"DELETE FROM {table} AS waiting WHERE EXISTS (SELECT 1 FROM image WHERE image.id = @0 AND {Same})", image);
}
