using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>Photos as they are shown.</summary>
public sealed class PhotoTable(CatalogDatabase catalog)
{
    private const int AtFirst = 8, AtOnce = 500;

    /// <summary>What <see cref="Map"/> reads.</summary>
    private const string Select = """
        SELECT photo.id, photo.uuid, photo.title, photo.description, photo.rating, photo.flag, photo.label, photo.favorite, photo.hidden, photo.author, photo.location, photo.taken,
            photo.taken_edtf, photo.latitude, photo.longitude, photo.altitude, camera.name, lens.model, photo.iso, photo.aperture, photo.exposure_time, photo.focal_length, photo.format,
            photo.kind, photo.width, photo.height, photo.image_count, photo.file_count, image.hothash, file.path, file.state, storage.name, storage.uuid, storage.base_path,
            storage.directory_name, session.title, session.uuid,
            (SELECT json_group_array(path) FROM (SELECT tag.path FROM photo_tag CROSS JOIN tag ON tag.id = photo_tag.tag_id WHERE photo_tag.photo_id = photo.id ORDER BY tag.path)),
            (SELECT json_group_array(name) FROM (SELECT person.name FROM photo_person CROSS JOIN person ON person.id = photo_person.person_id WHERE photo_person.photo_id = photo.id ORDER BY person.name))
        """;

    private const string From = """
        CROSS JOIN image ON image.id = photo.image_id CROSS JOIN file ON file.id = photo.file_id CROSS JOIN session ON session.id = file.session_id
        CROSS JOIN storage ON storage.id = file.storage_id LEFT JOIN camera ON camera.id = photo.camera_id LEFT JOIN lens ON lens.id = photo.lens_id
        """;

    /// <summary>Photos by the catalog's numbers, in this order; those that are gone are left out.</summary>
    public IEnumerable<Photo> ByIds(IReadOnlyList<long> ids)
    {
        foreach (long[] some in ids.Chunk(AtOnce))
        {
            foreach (Photo photo in catalog.Query($"{Select} FROM json_each(@0) AS wanted CROSS JOIN photo ON photo.id = wanted.value {From} ORDER BY wanted.key",
                Map, JsonSerializer.Serialize(some, Index.IndexJson.Instance.Int64Array)))
            {
                yield return photo;
            }
        }
    }

    /// <summary>Photos by the catalog's numbers, as these come: a few first, so that they come at once, then the more at a time.</summary>
    internal IEnumerable<Photo> Stream(IEnumerable<long> ids)
    {
        var some = new List<long>();
        int atOnce = AtFirst;
        foreach (long id in ids)
        {
            some.Add(id);
            if (some.Count < atOnce)
                continue;
            foreach (Photo photo in ByIds(some))
                yield return photo;
            some.Clear();
            atOnce = Math.Min(atOnce * 2, AtOnce);
        }

        foreach (Photo photo in ByIds(some))
            yield return photo;
    }

    private static Photo Map(SqliteDataReader row)
    {
        string path = row.GetString(29), root = Path.Combine(row.GetString(33), row.GetString(34));
        return new Photo
        {
            Id = row.GetInt64(0),
            Uuid = row.UuidOrNull(1)!.Value,
            Title = row.TextOrNull(2),
            Description = row.TextOrNull(3),
            Rating = row.IntOrNull(4),
            Flag = row.TextOrNull(5),
            Label = row.TextOrNull(6),
            Favorite = row.GetBoolean(7),
            Hidden = row.GetBoolean(8),
            Author = row.TextOrNull(9),
            Location = Words(row.TextOrNull(10)),
            TakenAt = DateTime.TryParse(row.TextOrNull(11), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime taken) ? taken : null,
            Date = row.TextOrNull(12),
            GpsLatitude = row.DoubleOrNull(13),
            GpsLongitude = row.DoubleOrNull(14),
            GpsAltitude = row.DoubleOrNull(15),
            Camera = row.TextOrNull(16),
            Lens = row.TextOrNull(17),
            Iso = row.IntOrNull(18),
            Aperture = row.DoubleOrNull(19),
            ExposureTime = row.DoubleOrNull(20),
            FocalLength = row.DoubleOrNull(21),
            Format = row.TextOrNull(22),
            Kind = row.TextOrNull(23),
            Width = row.IntOrNull(24),
            Height = row.IntOrNull(25),
            Images = row.GetInt32(26),
            Files = row.GetInt32(27),
            Hothash = row.HexOrNull(28)!,
            Name = path[(path.LastIndexOf('/') + 1)..],
            RelativePath = path,
            FullName = Path.Combine(root, path.Replace('/', Path.DirectorySeparatorChar)),
            State = row.GetString(30),
            Storage = row.GetString(31),
            StorageUuid = Guid.Parse(row.GetString(32)),
            Session = row.GetString(35),
            SessionUuid = Guid.Parse(row.GetString(36)),
            Tags = Texts(row.GetString(37)),
            Persons = Texts(row.GetString(38)),
        };
    }

    private static string[] Texts(string json) => json == "[]" ? [] : [.. JsonSerializer.Deserialize(json, Index.IndexJson.Instance.ListString)!];

    private static readonly string[] PartsOfPlace = ["text", "sublocation", "city", "state", "country"];

    /// <summary>A location as a person writes it, the nearest first.</summary>
    private static string? Words(string? json)
    {
        if (json is null)
            return null;
        using JsonDocument document = JsonDocument.Parse(json);
        string[] parts = [.. PartsOfPlace
            .Select(name => document.RootElement.TryGetProperty(name, out JsonElement part) && part.ValueKind == JsonValueKind.String ? part.GetString()! : "").Where(part => part.Length > 0)];
        return parts.Length > 0 ? string.Join(", ", parts) : null;
    }
}
