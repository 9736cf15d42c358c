using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>An album as the catalog has it.</summary>
/// <param name="Id">The catalog's own number.</param>
/// <param name="Uuid">UUID of the album.</param>
/// <param name="Revision">The highest that was ever seen of it or its members.</param>
/// <param name="Changes">Raised by each change of it or its members.</param>
/// <param name="IsRemoved">Whether it was removed.</param>
/// <param name="Fields">What is said of it, by field; withdrawals too.</param>
internal sealed record AlbumRow(long Id, Guid Uuid, long Revision, long Changes, bool IsRemoved, IReadOnlyDictionary<string, Statement> Fields)
{
    internal string Title => Text(AlbumField.Title) ?? Uuid.ToString();

    internal Statement? ParentSaid => Fields.GetValueOrDefault(AlbumField.Parent);

    internal Guid? Parent => Text(AlbumField.Parent) is { } parent ? Guid.Parse(parent) : null;

    /// <summary>A field as canonical JSON.</summary>
    internal string? Value(string field) => Fields.GetValueOrDefault(field)?.Value;

    /// <summary>A field that is a text.</summary>
    internal string? Text(string field) => CanonicalJson.Text(Value(field));
}

/// <summary>The albums and what is said of them. Of each field the highest version counts, whoever said it and whenever it came.</summary>
internal sealed class AlbumTable(CatalogDatabase catalog)
{
    /// <summary>All of them, those that were removed too.</summary>
    internal List<AlbumRow> All()
    {
        var fields = catalog.AlbumFields.All();
        return catalog.Query("SELECT id, uuid, revision, changes, removed FROM album ORDER BY uuid", row => Map(row, fields.GetValueOrDefault(row.GetInt64(0), []))).ToList();
    }

    internal AlbumRow Get(long id)
    {
        var fields = catalog.AlbumFields.Of(id).ToDictionary(field => field.Key, field => field.Value.Said);
        return catalog.Query("SELECT id, uuid, revision, changes, removed FROM album WHERE id = @0", row => Map(row, fields), id).First();
    }

    internal AlbumRow? Find(Guid uuid) => Id(uuid) is { } id ? Get(id) : null;

    private long? Id(Guid uuid) => catalog.Query<long?>("SELECT id FROM album WHERE uuid = @0", row => row.GetInt64(0), RowReading.Bytes(uuid)).FirstOrDefault();

    /// <summary>The album; added where it is not known.</summary>
    internal AlbumRow Of(Guid uuid)
    {
        catalog.Execute("INSERT INTO album (uuid) VALUES (@0) ON CONFLICT DO NOTHING", RowReading.Bytes(uuid));
        return Find(uuid)!;
    }

    /// <summary>The owner's edit of an album: one revision above all that was ever seen of it. What is said already is not said again.</summary>
    /// <param name="album">The album.</param>
    /// <param name="changes">Values as canonical JSON, by field; null withdraws.</param>
    /// <returns>Whether there was anything to say.</returns>
    internal bool Say(AlbumRow album, IReadOnlyDictionary<string, string?> changes) => catalog.Transaction(() =>
    {
        var different = changes.Where(change => change.Value != album.Value(change.Key)).ToList();
        if (different.Count == 0)
            return false;
        long revision = NextRevision(album.Id);
        Changed(album.Id);
        foreach ((string field, string? value) in different)
            catalog.AlbumFields.Say(album.Id, new Statement(field, value, revision, catalog.Uuid));
        if (different.Exists(change => change.Key is AlbumField.Title or AlbumField.Removed))
            catalog.AlbumMembers.TextChanged(album.Id);
        if (different.Exists(change => change is { Key: AlbumField.Removed, Value: not null }))
            catalog.AlbumMembers.Clear(album.Id);
        return true;
    });

    /// <summary>The revision of an edit that is made now.</summary>
    internal long NextRevision(long album)
    {
        long revision = Sizes.NextRevision(catalog.Scalar<long>("SELECT revision FROM album WHERE id = @0", album));
        catalog.Execute("UPDATE album SET revision = @1 WHERE id = @0", album, revision);
        return revision;
    }

    /// <summary>The files of an album have to be written.</summary>
    internal void Changed(long album, long except = 0)
    {
        catalog.Execute("UPDATE album SET changes = changes + 1 WHERE id = @0", album);
        catalog.Execute("UPDATE album_file SET dirty = 1 WHERE album_id = @0 AND storage_id <> @1", album, except);
    }

    /// <summary>As <see cref="Changed"/>, where members were put in or taken out in the words of this catalog.</summary>
    internal void MembersChanged(long album)
    {
        Changed(album);
        catalog.Execute("UPDATE album SET members_changed = changes WHERE id = @0", album);
    }

    /// <summary>Takes over what a file says of an album, all of it, whatever it lacks; called inside a transaction.</summary>
    /// <param name="header">What is said of it.</param>
    /// <param name="members">Its members, read as a stream.</param>
    /// <param name="storage">The storage that the file lies in.</param>
    /// <param name="sha256">SHA-256 of the file; null where it is not the one that lies in its place, so that it has to be written.</param>
    internal void Merge(AlbumHeader header, IEnumerable<AlbumMember> members, long storage, string? sha256)
    {
        AlbumRow known = Of(header.Uuid);
        var meeting = new AlbumMeeting(catalog, known, storage);
        bool hasMore = known.Fields.Keys.Except(header.Fields.Select(field => field.Field)).Any(), isChanged = false, isRenamed = false;
        long highest = header.Fields.Select(field => field.Revision).DefaultIfEmpty().Max();
        foreach (Statement field in header.Fields)
        {
            int order = meeting.Meet(field);
            hasMore |= order < 0;
            if (order <= 0)
                continue;
            NoticeOwn(field.Writer);
            catalog.AlbumFields.Put(known.Id, field);
            isChanged = true;
            isRenamed |= field.Field is AlbumField.Title or AlbumField.Removed;
        }

        if (isRenamed)
            catalog.AlbumMembers.TextChanged(known.Id);
        if (catalog.Scalar<long>("SELECT removed FROM album WHERE id = @0", known.Id) != 0)
        {
            long listed = members.Select(member => member.Revision).DefaultIfEmpty(-1).Max(); // members of an album that was removed
            (hasMore, highest) = (hasMore || listed >= 0, Math.Max(highest, listed));
            catalog.AlbumMembers.Clear(known.Id);
        }
        else
        {
            MemberMerge merged = catalog.AlbumMembers.Merge(known, members);
            (isChanged, hasMore, highest) = (isChanged || merged.IsChanged, hasMore || merged.HasMore, Math.Max(highest, merged.Highest));
        }

        meeting.End(isChanged, highest, header.Writer);
        catalog.Execute("UPDATE album SET revision = max(revision, @1) WHERE id = @0", known.Id, highest);
        catalog.AlbumFiles.Set(known.Id, storage, sha256, header.Revision, header.Writer, hasMore || sha256 is null);
        if (isChanged)
            Changed(known.Id, except: storage);
        catalog.AlbumFields.Written(known.Id);
    }

    /// <summary>Where it was this catalog that said what it does not know, it was put back to an older copy, and goes on as another.</summary>
    internal void NoticeOwn(Guid? writer)
    {
        if (writer == catalog.Uuid)
            catalog.RenewUuid();
    }

    private static AlbumRow Map(SqliteDataReader row, IReadOnlyDictionary<string, Statement> fields) =>
        new(row.GetInt64(0), row.UuidOrNull(1)!.Value, row.GetInt64(2), row.GetInt64(3), row.GetBoolean(4), fields);
}
