using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>What is shown of a photo now, as far as an edit asks for it.</summary>
public sealed record ShownPhoto
{
    /// <summary>The catalog's number for it.</summary>
    public required long Id { get; init; }

    /// <summary>How messages call it: the name of its file.</summary>
    public required string Name { get; init; }

    /// <summary>Its camera.</summary>
    public string? Camera { get; init; }

    /// <summary>When it was taken: as the owner says, else as the file says, in local time.</summary>
    public Edtf? Date { get; init; }

    /// <summary>The zone that its session was taken in.</summary>
    public string? Zone { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyCollection<string> Tags { get; init; } = [];

    /// <summary>The persons in it.</summary>
    public IReadOnlyCollection<string> Persons { get; init; } = [];
}

/// <summary>Finds photos, and tells of them what an edit has to know.</summary>
public sealed class ShownPhotos(CatalogDatabase catalog)
{
    private const string Columns = """
        SELECT photo.id, coalesce(file.path, photo.title, ''), camera.name, photo.taken_edtf, file.taken_at, file.taken_at_source, session.time_zone
        FROM photo LEFT JOIN file ON file.id = photo.file_id LEFT JOIN session ON session.id = file.session_id LEFT JOIN camera ON camera.id = photo.camera_id
        """;

    /// <summary>A photo; null where it is gone.</summary>
    public ShownPhoto? Get(long photo) => Get([photo]).GetValueOrDefault(photo);

    /// <summary>Photos, by the catalog's numbers; those that are gone are left out.</summary>
    public IReadOnlyDictionary<long, ShownPhoto> Get(IReadOnlyCollection<long> photos)
    {
        string wanted = $"[{string.Join(',', photos)}]";
        ILookup<long, string> tags = Words("SELECT photo_tag.photo_id, tag.path FROM json_each(@0) AS wanted CROSS JOIN photo_tag ON photo_tag.photo_id = wanted.value CROSS JOIN tag ON tag.id = photo_tag.tag_id ORDER BY tag.path");
        ILookup<long, string> persons = Words("SELECT photo_person.photo_id, person.name FROM json_each(@0) AS wanted CROSS JOIN photo_person ON photo_person.photo_id = wanted.value CROSS JOIN person ON person.id = photo_person.person_id ORDER BY person.name");
        return catalog.Query($"{Columns} WHERE photo.id IN (SELECT value FROM json_each(@0))", Map, wanted).ToDictionary(photo => photo.Id, photo => photo with { Tags = [.. tags[photo.Id]], Persons = [.. persons[photo.Id]] });

        ILookup<long, string> Words(string sql) => catalog.Query(sql, row => (Photo: row.GetInt64(0), Word: row.GetString(1)), wanted).ToLookup(row => row.Photo, row => row.Word);
    }

    /// <summary>The photos of cameras whose name fits, in the sessions that hold any of some photos, and not those themselves; without tags and persons.</summary>
    internal List<ShownPhoto> BesidesOf(IReadOnlyCollection<long> photos, Predicate<string> camera)
    {
        long[] cameras = [.. catalog.Query("SELECT id, name FROM camera", row => (Id: row.GetInt64(0), Name: row.GetString(1))).Where(row => camera(row.Name)).Select(row => row.Id)];
        HashSet<long> own = [.. photos], found = [];
        foreach (long session in SessionsOf(photos))
        {
            foreach (long each in cameras)
            {
                found.UnionWith(catalog.Query("""
                    SELECT DISTINCT image.photo_id FROM file CROSS JOIN image ON image.id = file.image_id CROSS JOIN photo ON photo.id = image.photo_id
                    WHERE file.session_id = @0 AND photo.camera_id = @1
                    """, row => row.GetInt64(0), session, each));
            }
        }

        found.ExceptWith(own);
        return [.. found.Select(id => catalog.Query($"{Columns} WHERE photo.id = @0", Map, id).First())];
    }

    private HashSet<long> SessionsOf(IEnumerable<long> photos)
    {
        var sessions = new HashSet<long>();
        foreach (long photo in photos)
            sessions.UnionWith(catalog.Query("SELECT DISTINCT file.session_id FROM image CROSS JOIN file ON file.image_id = image.id WHERE image.photo_id = @0", row => row.GetInt64(0), photo));
        return sessions;
    }

    private static ShownPhoto Map(SqliteDataReader row)
    {
        string path = row.GetString(1);
        string? zone = row.TextOrNull(6);
        return new ShownPhoto
        {
            Id = row.GetInt64(0),
            Name = path[(path.LastIndexOf('/') + 1)..],
            Camera = row.TextOrNull(2),
            Date = Edtf.TryParse(row.TextOrNull(3)) ?? Edtf.TryParse(CaptureTime.Parse(row.TextOrNull(4), row.TextOrNull(5))?.In(zone).ToString()),
            Zone = zone,
        };
    }
}
