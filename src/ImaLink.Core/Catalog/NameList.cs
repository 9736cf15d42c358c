using System.Globalization;

namespace ImaLink.Catalog;

/// <summary>
/// What photos can be asked for, as names that are offered while somebody types: read from indexes alone, however many photos there are. How many photos a
/// name has is counted when it is asked for, and no further than is worth telling.
/// </summary>
public sealed class NameList(CatalogDatabase catalog)
{
    private const int CountedUpTo = 1000;

    /// <summary>A name and how many photos have it.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Photos">Counts: "1 photo", "more than 1,000 photos".</param>
    public sealed record Entry(string Name, Func<string> Photos);

    /// <summary>Tags that photos have, and those above them, by path.</summary>
    public IReadOnlyList<Entry> Tags() =>
    [
        .. catalog.Query("SELECT path FROM tag WHERE EXISTS (SELECT 1 FROM photo_tag WHERE photo_tag.tag_id = tag.id)", row => row.GetString(0)).ToList()
            .SelectMany(TagPath.WithParents).Distinct().Order(StringComparer.OrdinalIgnoreCase)
            .Select(path => new Entry(path, () => Count("tag CROSS JOIN photo_tag ON photo_tag.tag_id = tag.id WHERE tag.path = @0 OR (tag.path > @0 || '/' AND tag.path < @0 || '0')", path))),
    ];

    /// <summary>Persons, by name.</summary>
    public IReadOnlyList<Entry> Persons() => Entries("SELECT id, name FROM person WHERE EXISTS (SELECT 1 FROM photo_person WHERE person_id = person.id) ORDER BY name COLLATE NOCASE", "photo_person WHERE person_id = @0");

    /// <summary>Cameras, by name.</summary>
    public IReadOnlyList<Entry> Cameras() => Entries("SELECT id, name FROM camera WHERE EXISTS (SELECT 1 FROM photo WHERE camera_id = camera.id) ORDER BY name COLLATE NOCASE", "photo WHERE camera_id = @0");

    /// <summary>Lenses, by name.</summary>
    public IReadOnlyList<Entry> Lenses() => Entries("SELECT id, model FROM lens WHERE EXISTS (SELECT 1 FROM photo WHERE lens_id = lens.id) ORDER BY model COLLATE NOCASE", "photo WHERE lens_id = @0");

    /// <summary>Formats, by name.</summary>
    public IReadOnlyList<Entry> Formats() => Distinct("format");

    /// <summary>Authors of photos and sessions, by name.</summary>
    public IReadOnlyList<Entry> Authors()
    {
        IReadOnlyList<Entry> ofPhotos = Distinct("author");
        IEnumerable<Entry> ofSessions = catalog.Query("SELECT DISTINCT name FROM author", row => row.GetString(0)).ToList().Select(name => new Entry(name, () => Told(0)));
        return [.. ofPhotos.Concat(ofSessions).DistinctBy(entry => entry.Name).OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The periods in which photos were taken: years, or the months of one year, or the days of one month.</summary>
    /// <param name="within">The year (2024) or month (2024-07) whose parts are meant; "" for years.</param>
    public IEnumerable<Entry> Periods(string within)
    {
        int length = within.Length switch { 0 => 4, 4 => 7, _ => 10 };
        for (string? next = Next(within); next is not null; next = Next(next + '~'))
        {
            string period = next;
            yield return new Entry(period, () => Count("photo WHERE taken BETWEEN @0 AND @0 || '~'", period));
        }

        string? Next(string after) => catalog.Scalar<string>($"SELECT substr(min(taken), 1, {length.ToString(CultureInfo.InvariantCulture)}) FROM photo WHERE taken > @0 AND taken < @1", after, within + '~');
    }

    private IReadOnlyList<Entry> Entries(string sql, string photos) =>
        [.. catalog.Query(sql, row => (Id: row.GetInt64(0), Name: row.GetString(1))).ToList().Select(item => new Entry(item.Name, () => Count(photos, item.Id)))];

    /// <summary>The values of an indexed column of photo: each is jumped to, so that photos are not read.</summary>
    private IReadOnlyList<Entry> Distinct(string column) =>
        [.. catalog.Query($"""
            WITH RECURSIVE jump (value) AS (
                SELECT min({column}) FROM photo UNION ALL SELECT (SELECT min({column}) FROM photo WHERE {column} > jump.value) FROM jump WHERE jump.value NOT NULL)
            SELECT value FROM jump WHERE value NOT NULL
            """, row => row.GetString(0)).ToList().Select(name => new Entry(name, () => Count($"photo WHERE {column} = @0", name)))];

    private string Count(string photos, object value) =>
        Told(catalog.Scalar<long>($"SELECT count(*) FROM (SELECT 1 FROM {photos} LIMIT {(CountedUpTo + 1).ToString(CultureInfo.InvariantCulture)})", value));

    private static string Told(long number) => number > CountedUpTo ? string.Create(CultureInfo.InvariantCulture, $"more than {CountedUpTo:N0} photos")
        : string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? "photo" : "photos")}");
}
