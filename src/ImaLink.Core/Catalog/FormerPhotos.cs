using System.Text.Json;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>
/// Makes statements of what a catalog of version 1 to 3 kept of photos: blocks that had one version for all that they said, several of one image, and edits and
/// conflicts that were not written or told yet. Called in the transaction of the last migration, after its script.
/// </summary>
internal sealed class FormerPhotos(CatalogDatabase catalog)
{
    private const string Columns = """
        former_photo.uuid, former_photo.title, former_photo.description, former_photo.rating, former_photo.author, former_photo.location,
        former_photo.taken_at_override, former_photo.revision, former_photo.writer, former_photo.extra,
        (SELECT json_group_array(former_tag.path) FROM former_photo_tag JOIN former_tag ON former_tag.id = former_photo_tag.tag_id WHERE former_photo_tag.photo_id = former_photo.id),
        former_photo.dirty
        """;

    /// <summary>Whether there is something to carry over: the script of version 4 has set it aside.</summary>
    internal static bool AreThere(CatalogDatabase catalog) => catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'former_photo')") != 0;

    /// <summary>Carries everything over, and removes what it was carried over from.</summary>
    internal void CarryOver()
    {
        foreach ((long image, ImageKey key) in catalog.Query("SELECT id, hothash, width, height FROM image",
            row => (row.GetInt64(0), new ImageKey(row.HexOrNull(1)!, row.GetInt32(2), row.GetInt32(3)))))
        {
            catalog.Execute("UPDATE image SET own_uuid = @1 WHERE id = @0", image, RowReading.Bytes(key.PhotoUuid));
            catalog.PhotoModel.Added(image);
        }

        CarryStatements();
        CarryConflicts();
        catalog.ExecuteScript(Leave);
    }

    /// <summary>Removes what the script of the migration had set aside.</summary>
    internal const string Leave = """
        DROP TABLE former_conflict;
        DROP TABLE former_claim;
        DROP TABLE former_photo_tag;
        DROP TABLE former_tag;
        ALTER TABLE image DROP COLUMN former_photo_id;
        ALTER TABLE image DROP COLUMN is_primary;
        ALTER TABLE image DROP COLUMN primary_revision;
        DROP TABLE former_photo;
        """;

    private void CarryStatements()
    {
        IEnumerable<(long Image, PhotoBlock Block, bool IsDirty)> blocks = catalog.Query($"""
            SELECT image.id AS image_id, image.is_primary, {Columns} FROM image JOIN former_photo ON former_photo.id = image.former_photo_id
            UNION ALL
            SELECT former_claim.image_id, former_claim.is_primary, {Columns} FROM former_claim JOIN former_photo ON former_photo.id = former_claim.photo_id
            WHERE former_claim.photo_id <> former_claim.shown_id
            ORDER BY 1
            """, row => (row.GetInt64(0), Block(row), row.GetBoolean(13)));
        foreach (var image in blocks.GroupInRow(block => block.Image))
        {
            foreach (Statement statement in StatementOrder.Newest(image.SelectMany(each => FormerSaid.Of(each.Block))))
                catalog.Statements.CarryOver(image[0].Image, statement, isUnwritten: statement.Revision > 0
                    && image.Exists(each => each.IsDirty && (each.Block.Revision, each.Block.Writer) == (statement.Revision, statement.Writer ?? Guid.Empty)));
        }
    }

    /// <summary>Version 0.1 wrote the sentence that a finding tells; later ones the values of each field, as lists.</summary>
    private void CarryConflicts()
    {
        foreach ((long image, string detail) in catalog.Query("""
            SELECT min(image.id), former_conflict.detail FROM former_conflict JOIN former_photo ON former_photo.uuid = former_conflict.photo_uuid
            JOIN image ON image.former_photo_id = former_photo.id GROUP BY former_conflict.photo_uuid, former_conflict.detail ORDER BY 1, 2
            """, row => (row.GetInt64(0), row.GetString(1))).ToList())
        {
            if (!detail.StartsWith('{'))
            {
                catalog.StatementConflicts.CarryOver(image, detail);
                continue;
            }

            using JsonDocument dispute = JsonDocument.Parse(detail);
            foreach (JsonElement field in dispute.RootElement.GetProperty("differences").EnumerateArray())
            {
                string name = field.GetProperty("field").GetString()!;
                catalog.StatementConflicts.Add(image, new Statement(name, Value(name, field.GetProperty("here")), 0, null), new Statement(name, Value(name, field.GetProperty("there")), 0, null),
                    dispute.RootElement.GetProperty("is_there_kept").GetBoolean());
            }
        }
    }

    private static string? Value(string field, JsonElement values) => values.GetArrayLength() == 0 ? null
        : field == "tags" ? CanonicalJson.Of(values)
        : field == StatementField.Rating ? values[0].GetString()
        : CanonicalJson.Of(values[0]);

    private static PhotoBlock Block(SqliteDataReader row) => new()
    {
        Primary = row.GetBoolean(1),
        Uuid = Guid.Parse(row.GetString(2)),
        Title = row.TextOrNull(3),
        Description = row.TextOrNull(4),
        Rating = row.IntOrNull(5),
        Author = row.TextOrNull(6),
        Location = row.TextOrNull(7),
        TakenAtOverride = row.TextOrNull(8),
        Revision = row.GetInt64(9),
        Writer = Guid.Parse(row.GetString(10)),
        Extra = row.TextOrNull(11) is { } extra ? JsonSerializer.Deserialize(extra, IndexJson.Instance.DictionaryStringJsonElement) : null,
        Tags = JsonSerializer.Deserialize(row.GetString(12), IndexJson.Instance.ListString),
    };
}
