using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>What came of merging members.</summary>
/// <param name="IsChanged">Whether the catalog learned something.</param>
/// <param name="HasMore">Whether the catalog knows more than what was merged.</param>
/// <param name="Highest">The highest revision in it.</param>
internal readonly record struct MemberMerge(bool IsChanged, bool HasMore, long Highest);

/// <summary>The members of the albums, those that were removed too: there may be very many, so they are read and merged as streams.</summary>
internal sealed class AlbumMemberTable(CatalogDatabase catalog)
{
    private const string Select = "SELECT hothash, width, height, position, photo, extra, revision, writer FROM album_member";

    /// <summary>The members in their order.</summary>
    internal IEnumerable<AlbumMember> Of(long album) =>
        catalog.Query($"{Select} WHERE album_id = @0 AND position IS NOT NULL ORDER BY position, hothash, width, height", Map, album);

    /// <summary>Those that were removed.</summary>
    internal IEnumerable<AlbumMember> Removed(long album) =>
        catalog.Query($"{Select} WHERE album_id = @0 AND position IS NULL ORDER BY hothash, width, height", Map, album);

    internal AlbumMember? Find(long album, ImageKey image) => catalog.Query(
        $"{Select} WHERE album_id = @0 AND hothash = @1 AND width = @2 AND height = @3", Map, album, RowReading.Bytes(image.Hothash), image.Width, image.Height).FirstOrDefault();

    /// <summary>The members that stand for a photo: each by an index, however many the album has.</summary>
    internal List<AlbumMember> OfPhoto(long album, long photo) => catalog.Query(OfPhotoSql, Map, album, photo).ToList();

    /// <summary>By the images of the photo; of members whose image is not known, by the photo that it was or belonged to. The plus keeps SQLite from reading the whole album.</summary>
    internal const string OfPhotoSql = $"""
        SELECT {Columns} FROM image CROSS JOIN album_member AS member
            ON member.album_id = @0 AND member.hothash = image.hothash AND member.width = image.width AND member.height = image.height
        WHERE image.photo_id = @1 AND member.position IS NOT NULL
        UNION ALL SELECT {Columns} FROM photo CROSS JOIN album_member AS member ON member.own_uuid = photo.uuid WHERE photo.id = @1 AND {IsUnknown}
        UNION ALL SELECT {Columns} FROM photo CROSS JOIN album_member AS member ON member.photo = photo.uuid AND member.own_uuid <> photo.uuid WHERE photo.id = @1 AND {IsUnknown}
        """;

    private const string Columns = "member.hothash, member.width, member.height, member.position, member.photo, member.extra, member.revision, member.writer";

    private const string IsUnknown = """
        +member.album_id = @0 AND member.position IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM image WHERE image.hothash = member.hothash AND image.width = member.width AND image.height = member.height)
        """;

    /// <summary>The albums that a photo is in.</summary>
    internal List<long> AlbumsOf(long photo) => catalog.Query(AlbumsOfSql, row => row.GetInt64(0), photo).ToList();

    /// <summary>By the images of the photo.</summary>
    internal const string AlbumsOfSql = """
        SELECT DISTINCT member.album_id FROM image CROSS JOIN album_member AS member ON member.hothash = image.hothash AND member.width = image.width AND member.height = image.height
        WHERE image.photo_id = @0 AND member.position IS NOT NULL
        """;

    /// <summary>The image that stands for a photo, and the photo's UUID; null where it is not known.</summary>
    internal (ImageKey Image, Guid Photo)? ImageOf(long photo) => catalog.Query<(ImageKey, Guid)?>("""
        SELECT image.hothash, image.width, image.height, photo.uuid FROM photo JOIN image ON image.id = photo.image_id WHERE photo.id = @0
        """, row => (new ImageKey(row.HexOrNull(0)!, row.GetInt32(1), row.GetInt32(2)), row.UuidOrNull(3)!.Value), photo).FirstOrDefault();

    /// <summary>The position of the last member; null where there is none.</summary>
    internal string? Last(long album) => catalog.Scalar<string>("SELECT max(position) FROM album_member WHERE album_id = @0", album);

    internal long Count(long album) => catalog.Scalar<long>("SELECT count(*) FROM album_member WHERE album_id = @0 AND position IS NOT NULL", album);

    /// <summary>How many photos an album has now, and how many of its members are not known.</summary>
    internal (long Photos, long Unknown) Present(long album) => catalog.Query(
        "SELECT count(DISTINCT photo_id), count(*) - count(photo_id) FROM album_photo WHERE album_id = @0", row => (row.GetInt64(0), row.GetInt64(1)), album).First();

    /// <summary>The albums that would lose photos with a storage, as no other one has files of them, and how many.</summary>
    internal List<(long Album, long Photos)> OnlyIn(long storage) => catalog.Query("""
        SELECT member.album_id, count(*) FROM (SELECT DISTINCT image_id FROM file WHERE storage_id = @0) AS there CROSS JOIN image ON image.id = there.image_id
        CROSS JOIN album_member AS member ON member.hothash = image.hothash AND member.width = image.width AND member.height = image.height
        WHERE member.position IS NOT NULL AND NOT EXISTS (SELECT 1 FROM file WHERE file.image_id = image.id AND file.storage_id <> @0 AND file.state = 'Present')
        GROUP BY member.album_id ORDER BY member.album_id
        """, row => (row.GetInt64(0), row.GetInt64(1)), storage).ToList();

    /// <summary>Says something of a member, in the words of this catalog.</summary>
    internal void Say(long album, AlbumMember member)
    {
        Put(album, member);
        NotePhoto(member);
    }

    /// <summary>Takes over members, each where it is the newer.</summary>
    internal MemberMerge Merge(AlbumRow album, IEnumerable<AlbumMember> members)
    {
        bool isNew = catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM album_member WHERE album_id = @0)", album.Id) == 0, isChanged = false, hasMore = false;
        long count = 0, highest = 0;
        foreach (AlbumMember member in members)
        {
            count++;
            highest = Math.Max(highest, member.Revision);
            int order = !isNew && Find(album.Id, member.Image) is { } here ? member.CompareTo(here) : 1;
            hasMore |= order < 0;
            if (order <= 0)
                continue;
            catalog.Albums.NoticeOwn(member.Writer);
            Put(album.Id, member);
            isChanged = true;
            if (isNew)
                continue;
            if (!member.IsRemoved)
                catalog.AlbumFiles.NeedFor(album.Id, member.Image);
            NotePhoto(member);
        }

        if (isNew && isChanged) // there may be very many: all at once
        {
            catalog.AlbumFiles.NeedForMembers(album.Id);
            TextChanged(album.Id);
        }

        return new MemberMerge(isChanged, hasMore || catalog.Scalar<long>("SELECT count(*) FROM album_member WHERE album_id = @0", album.Id) > count, highest);
    }

    /// <summary>An album was removed: its members are nobody's any more.</summary>
    internal void Clear(long album) => catalog.Execute("DELETE FROM album_member WHERE album_id = @0", album);

    /// <summary>The photos of an album are found by another title.</summary>
    internal void TextChanged(long album)
    {
        foreach (long image in catalog.Query(
            "SELECT photo.image_id FROM album_photo JOIN photo ON photo.id = album_photo.photo_id WHERE album_id = @0 AND photo.image_id IS NOT NULL", row => row.GetInt64(0), album).ToList())
            catalog.PhotoModel.Retold(image);
    }

    /// <summary>The photo of a member is found by the album's title now, or no more.</summary>
    private void NotePhoto(AlbumMember member)
    {
        long? image = catalog.Images.Find(member.Image) ?? catalog.Query<long?>(
            "SELECT image_id FROM photo WHERE uuid IN (@0, @1) AND image_id IS NOT NULL ORDER BY uuid = @0 DESC", row => row.GetInt64(0), RowReading.Bytes(member.Image.PhotoUuid), RowReading.Bytes(member.Photo)).FirstOrDefault();
        if (image is { } known)
            catalog.PhotoModel.Retold(known);
    }

    private void Put(long album, AlbumMember member) => catalog.Execute("""
        INSERT INTO album_member (album_id, hothash, width, height, own_uuid, photo, position, extra, revision, writer) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)
        ON CONFLICT DO UPDATE SET photo = excluded.photo, position = excluded.position, extra = excluded.extra, revision = excluded.revision, writer = excluded.writer
        """, album, RowReading.Bytes(member.Image.Hothash), member.Image.Width, member.Image.Height, RowReading.Bytes(member.Image.PhotoUuid),
        member.Photo is { } photo ? RowReading.Bytes(photo) : null, member.Position, member.Extra, member.Revision, RowReading.Bytes(member.Writer));

    private static AlbumMember Map(SqliteDataReader row) => new(
        new ImageKey(row.HexOrNull(0)!, row.GetInt32(1), row.GetInt32(2)), row.TextOrNull(3), row.UuidOrNull(4), row.TextOrNull(5), row.GetInt64(6), row.UuidOrNull(7));
}
