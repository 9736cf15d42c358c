using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>A statement as the catalog keeps it.</summary>
/// <param name="Said">What is said.</param>
/// <param name="IsUnwritten">Whether it is an edit that does not stand in every index of its image yet.</param>
/// <param name="Base">The version that the edit replaces; null where there was none.</param>
internal sealed record EditRow(Statement Said, bool IsUnwritten, Statement? Base);

/// <summary>
/// What is said of images (docs/statements.md). The highest version of each field is kept, whoever said it and whenever it came; an edit that does not stand in every
/// index yet remembers which version it replaces.
/// </summary>
internal sealed partial class StatementTable(CatalogDatabase catalog)
{
    private const string Columns = "statement.field, statement.value, statement.revision, statement.writer, statement.unwritten, statement.base_value, statement.base_revision, statement.base_writer, statement.image_id";
    private const string Select = $"SELECT {Columns} FROM statement";

    /// <summary>Whether something was merged of which this catalog knows more.</summary>
    internal bool KnewMore { get; set; }

    /// <summary>What is said of an image, by field; withdrawals too.</summary>
    internal List<Statement> OfImage(long image) => catalog.Query($"{Select} WHERE image_id = @0 ORDER BY field", Map, image).Select(row => row.Said).ToList();

    /// <summary>When this catalog's owner said something of an image, by field.</summary>
    internal Dictionary<string, DateTime> SaidAt(long image) => catalog.Query("SELECT field, said_at FROM statement WHERE image_id = @0 AND said_at IS NOT NULL",
        row => (row.GetString(0), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(1)).UtcDateTime), image).ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);

    /// <summary>Whether anything is said of what a storage holds.</summary>
    internal bool Any(long storageId) => catalog.Scalar<long>("""
        SELECT EXISTS (SELECT 1 FROM statement) AND EXISTS (
            SELECT 1 FROM session CROSS JOIN file ON file.session_id = session.id
            WHERE session.storage_id = @0 AND EXISTS (SELECT 1 FROM statement WHERE statement.image_id = file.image_id))
        """, storageId) != 0;

    /// <summary>Takes over what an index says of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="said">What is said; null is nothing.</param>
    /// <param name="session">The session whose index it is: only the others have to learn of it. 0 where it is none.</param>
    /// <param name="isNew">Whether the image was just added, so that nothing is known of it.</param>
    internal void Merge(long image, IReadOnlyList<Statement>? said, long session = 0, bool isNew = false)
    {
        if (isNew)
        {
            foreach (Statement statement in said ?? [])
                Insert(image, statement);
            return;
        }

        Dictionary<string, EditRow> known = Known(image);
        if (said?.Any(statement => known.TryGetValue(statement.Field, out EditRow? row) && IsBehind(statement, row.Said)) == true)
        {
            catalog.RenewUuid();
            known = Known(image);
        }

        var changed = new List<string>();
        foreach (Statement statement in said ?? [])
        {
            if (!known.Remove(statement.Field, out EditRow? row))
            {
                Insert(image, statement);
                changed.Add(statement.Field);
                continue;
            }

            int order = StatementOrder.Compare(statement, row.Said);
            if (row.IsUnwritten ? StatementOrder.IsNewer(statement, row.Base) || AreStrangers(statement, row.Base) : order > 0 && row.Said.Writer == catalog.Uuid)
                Meet(image, row.Said, statement, order > 0, IsWritten(image, session) || (!row.IsUnwritten && !AreStrangers(statement, row.Said)));
            else if (!row.IsUnwritten && AreStrangers(statement, row.Said) && !IsWritten(image, session))
                catalog.StatementConflicts.AddOfOthers(image, row.Said, statement, order > 0);
            if (order > 0)
            {
                Insert(image, new EditRow(statement, false, null));
                changed.Add(statement.Field);
            }

            KnewMore |= order < 0;
        }

        KnewMore |= known.Count > 0;
        if (changed.Count == 0)
            return;
        Changed(image, changed);
        catalog.Execute("UPDATE session SET dirty = 1 WHERE dirty <> 1 AND id <> @1 AND id IN (SELECT session_id FROM file WHERE image_id = @0)", image, session);
    }

    /// <summary>What the program found by itself: any owner's word outranks it.</summary>
    internal void Suggest(long image, string field, string value) =>
        catalog.Transaction(() => Merge(image, [new Statement(field, value, 0, null)]));

    /// <summary>The index of a session was written: edits are written when no index of their image is due any more.</summary>
    internal void Written(long session) => catalog.Execute("""
        UPDATE statement SET unwritten = 0, base_value = NULL, base_revision = NULL, base_writer = NULL
        WHERE unwritten = 1 AND NOT EXISTS (
            SELECT 1 FROM file JOIN session ON session.id = file.session_id WHERE file.image_id = statement.image_id AND session.dirty <> 0 AND session.id <> @0)
        """, session);

    /// <summary>
    /// Edits that waited for their image, which is known again: they count, or give way, as they would have if the index that has it now had been merged while they stood here.
    /// </summary>
    internal void SayAgain(long image, IReadOnlyCollection<EditRow> edits)
    {
        Dictionary<string, EditRow> known = Known(image);
        if (edits.Any(edit => known.TryGetValue(edit.Said.Field, out EditRow? row) && IsBehind(row.Said, edit.Said)))
        {
            Guid former = catalog.Uuid;
            catalog.RenewUuid();
            edits = [.. edits.Select(edit => edit.Said.Writer == former ? edit with { Said = edit.Said with { Writer = catalog.Uuid } } : edit)];
        }

        foreach (EditRow edit in edits)
        {
            Statement? there = known.GetValueOrDefault(edit.Said.Field)?.Said;
            if (edit.Said == there)
                continue;
            bool isNewer = StatementOrder.IsNewer(edit.Said, there);
            if (isNewer)
                Insert(image, edit);
            if (there is not null && StatementOrder.IsNewer(there, edit.Base))
                Meet(image, edit.Said, there, !isNewer, knewOfIt: false);
        }

        catalog.Execute("UPDATE session SET dirty = 1 WHERE dirty <> 1 AND id IN (SELECT session_id FROM file WHERE image_id = @0)", image);
    }

    /// <summary>
    /// A file shows another image now, which took over what was said of the one that it showed: edits that stand in no index are such of that one, and conflicts are told of it.
    /// </summary>
    internal void PassOn(long former, long image)
    {
        catalog.Execute("""
            UPDATE statement SET unwritten = 1, base_value = former.base_value, base_revision = former.base_revision, base_writer = former.base_writer
            FROM statement AS former
            WHERE former.image_id = @0 AND former.unwritten = 1 AND statement.image_id = @1
                AND (statement.field, statement.value, statement.revision, statement.writer) IS (former.field, former.value, former.revision, former.writer)
            """, former, image);
        if (catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM file WHERE image_id = @0)", former) != 0)
            return;
        catalog.Execute("""
            UPDATE OR IGNORE statement_conflict SET image_id = @1 WHERE image_id = @0 AND EXISTS (SELECT 1 FROM statement WHERE image_id = @1 AND field = statement_conflict.field)
            """, former, image);
        Settle(former, OfImage(former));
    }

    /// <summary>What is said of an image stands elsewhere now: in the entry of the trash, or at the image that took its place. Where it has no file any more, that need not wait here.</summary>
    internal void Settle(long image, IEnumerable<Statement> said)
    {
        if (catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM statement WHERE image_id = @0 AND unwritten = 1)", image) == 0)
            return;
        foreach (Statement statement in said)
            catalog.Execute("""
                UPDATE statement SET unwritten = 0, base_value = NULL, base_revision = NULL, base_writer = NULL
                WHERE image_id = @0 AND field = @1 AND value IS @2 AND revision = @3 AND writer = @4 AND unwritten = 1 AND NOT EXISTS (SELECT 1 FROM file WHERE file.image_id = @0)
                """, image, statement.Field, statement.Value, statement.Revision, RowReading.Bytes(statement.Writer));
    }

    /// <summary>
    /// Edits that stand in no index yet are no longer told from others; their indexes are due, so that they are written unless one of them knows better.
    /// </summary>
    internal void LetVersionsDecide()
    {
        catalog.Execute("""
            UPDATE session SET dirty = 1 WHERE id IN (SELECT file.session_id FROM statement JOIN file ON file.image_id = statement.image_id WHERE statement.unwritten = 1)
            """);
        catalog.Execute("UPDATE statement SET unwritten = 0, base_value = NULL, base_revision = NULL, base_writer = NULL WHERE unwritten = 1");
    }

    /// <summary>What an earlier version kept. Of an edit that stood in no index it remembered only that it replaced all lower revisions.</summary>
    internal void CarryOver(long image, Statement statement, bool isUnwritten)
    {
        if (isUnwritten)
            Insert(image, new EditRow(statement, true, new Statement(statement.Field, null, statement.Revision - 1, new Guid([.. Enumerable.Repeat<byte>(255, 16)]))));
        else
            Insert(image, statement);
    }

    /// <summary>
    /// What was edited here met something newer than what it replaces. It is told to who did not know of it, and is known from now on with all images of the photo, wherever it is met again.
    /// One's own words are no such thing: they say nothing of what another said meanwhile.
    /// </summary>
    private void Meet(long image, Statement here, Statement there, bool isThereKept, bool knewOfIt)
    {
        if (there.Writer == catalog.Uuid)
            return;
        if (!knewOfIt && there.Value != here.Value)
            catalog.StatementConflicts.Add(image, here, there, isThereKept);
        foreach ((long each, Statement? replaced) in ImagesOf(image, here))
            if (StatementOrder.IsNewer(there, replaced))
                catalog.Execute("UPDATE statement SET base_value = @2, base_revision = @3, base_writer = @4 WHERE image_id = @0 AND field = @1",
                    each, there.Field, there.Value, there.Revision, RowReading.Bytes(there.Writer));
    }

    /// <summary>The images of a photo in whose indexes an edit does not stand yet, and what it replaces there; what is of one image alone is edited of that one.</summary>
    private List<(long Image, Statement? Base)> ImagesOf(long image, Statement edit) => catalog.Query($"""
        {Select} WHERE field = @1 AND value IS @2 AND revision = @3 AND writer = @4 AND unwritten = 1
            AND image_id IN (SELECT id FROM image WHERE id = @0 OR (NOT @5 AND photo_id = (SELECT photo_id FROM image WHERE id = @0)))
        """, row => (row.GetInt64(8), Map(row).Base), image, edit.Field, edit.Value, edit.Revision, RowReading.Bytes(edit.Writer), StatementField.IsOfImage(edit.Field)).ToList();

    /// <summary>Whether the index of a session holds what was edited here: whoever says otherwise in it knew of the edit.</summary>
    private bool IsWritten(long image, long session) => catalog.Scalar<long>("""
        SELECT EXISTS (SELECT 1 FROM session WHERE id = @1 AND dirty = 0 AND EXISTS (SELECT 1 FROM file WHERE image_id = @0 AND session_id = @1))
        """, image, session) != 0;

    /// <summary>
    /// Whether two catalogs said something else for sure without knowing of each other: who knows of a version says a higher one. Who meets both first, in whatever storages, tells it.
    /// </summary>
    private static bool AreStrangers(Statement one, Statement? other) => other is not null && one.Revision == other.Revision && one.Writer is not null && other.Writer is not null
        && one.Writer != other.Writer && one.Value != other.Value;

    /// <summary>Whether this catalog itself has said something later than it remembers: it was put back to an older copy.</summary>
    private bool IsBehind(Statement met, Statement known) => met.Writer == catalog.Uuid
        && (met.Revision > known.Revision || (met.Revision == known.Revision && met.Writer == known.Writer && met.Value != known.Value));

    /// <summary>What is shown of the image is another now.</summary>
    private void Changed(long image, IEnumerable<string> fields) => catalog.PhotoModel.Changed(image, isRegrouped: fields.Contains(StatementField.Photo));

    private Dictionary<string, EditRow> Known(long image) => catalog.Query($"{Select} WHERE image_id = @0", Map, image).ToDictionary(row => row.Said.Field);

    private void Insert(long image, Statement statement) => catalog.Execute(
        "INSERT INTO statement (image_id, field, value, revision, writer) VALUES (@0, @1, @2, @3, @4)",
        image, statement.Field, statement.Value, statement.Revision, RowReading.Bytes(statement.Writer));

    private void Insert(long image, EditRow row, long? saidAt = null) => catalog.Execute(
        "INSERT OR REPLACE INTO statement (image_id, field, value, revision, writer, unwritten, base_value, base_revision, base_writer, said_at) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)",
        image, row.Said.Field, row.Said.Value, row.Said.Revision, RowReading.Bytes(row.Said.Writer), row.IsUnwritten,
        row.Base?.Value, row.Base?.Revision, row.Base is null ? null : RowReading.Bytes(row.Base.Writer), saidAt);

    private static EditRow Map(SqliteDataReader row)
    {
        string field = row.GetString(0);
        return new EditRow(
            new Statement(field, row.TextOrNull(1), row.GetInt64(2), row.UuidOrNull(3)), row.GetBoolean(4),
            row.IsDBNull(6) ? null : new Statement(field, row.TextOrNull(5), row.GetInt64(6), row.UuidOrNull(7)));
    }
}
