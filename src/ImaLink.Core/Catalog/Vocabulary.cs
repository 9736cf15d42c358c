namespace ImaLink.Catalog;

/// <summary>The words that photos are described with, as they are used: tags, persons and authors, counted, and who has them.</summary>
public sealed class Vocabulary(CatalogDatabase catalog)
{
    /// <summary>All tags and those above them, in the order of the tree, each level by its names.</summary>
    public IReadOnlyList<Tag> Tags()
    {
        var own = new SortedDictionary<string, int>(ByLevel);
        var total = new Dictionary<string, int>();
        foreach ((string path, int count) in catalog.Query("SELECT tag.path, count(*) FROM photo_tag CROSS JOIN tag ON tag.id = photo_tag.tag_id GROUP BY tag.id", row => (row.GetString(0), row.GetInt32(1))))
        {
            own[path] = count;
            foreach (string above in TagPath.WithParents(path))
                own.TryAdd(above, 0);
        }

        // A photo with two tags of a subtree counts once in it, so that sums would not do.
        foreach (List<string> tags in catalog.Query("SELECT photo_tag.photo_id, tag.path FROM photo_tag CROSS JOIN tag ON tag.id = photo_tag.tag_id ORDER BY photo_tag.photo_id",
            row => (Photo: row.GetInt64(0), Path: row.GetString(1))).GroupInRow(row => row.Photo).Select(rows => rows.ConvertAll(row => row.Path)))
        {
            foreach (string path in tags.Count == 1 ? TagPath.WithParents(tags[0]) : tags.SelectMany(TagPath.WithParents).Distinct())
                total[path] = total.GetValueOrDefault(path) + 1;
        }

        return [.. own.Select(tag => new Tag { Path = tag.Key, Photos = tag.Value, Total = total[tag.Key] })];
    }

    /// <summary>All persons, by name.</summary>
    public IReadOnlyList<Person> Persons() => [.. catalog.Query("""
        SELECT person.name, count(*), count(photo_person.region) FROM photo_person CROSS JOIN person ON person.id = photo_person.person_id GROUP BY person.id
        """, row => new Person { Name = row.GetString(0), Photos = row.GetInt32(1), WithRegion = row.GetInt32(2) }).OrderBy(person => person.Name, ByName)];

    /// <summary>All authors, by name.</summary>
    public IReadOnlyList<Author> Authors()
    {
        Dictionary<string, int> photos = catalog.Query("SELECT author, count(*) FROM photo WHERE author NOT NULL GROUP BY author", row => (Name: row.GetString(0), Count: row.GetInt32(1)))
            .ToDictionary(row => row.Name, row => row.Count);
        List<Author> authors = [.. catalog.Query("""
            SELECT author.name, nullif(max(author.email), ''), count(session.id) FROM author JOIN session ON session.author_id = author.id GROUP BY author.name
            """, row => new Author { Name = row.GetString(0), Email = row.TextOrNull(1), Sessions = row.GetInt32(2), Photos = photos.GetValueOrDefault(row.GetString(0)) })];
        authors.AddRange(photos.Keys.Except(authors.Select(author => author.Name)).ToList().Select(name => new Author { Name = name, Sessions = 0, Photos = photos[name] }));
        return [.. authors.OrderBy(author => author.Name, ByName)];
    }

    /// <summary>The photos with a tag or one below it, each with those tags.</summary>
    internal IReadOnlyList<(long Photo, List<string> Tags)> WithTag(string top) => [.. catalog.Query("""
        SELECT photo_tag.photo_id, tag.path FROM tag CROSS JOIN photo_tag ON photo_tag.tag_id = tag.id
        WHERE tag.path = @0 OR (tag.path > @0 || '/' AND tag.path < @0 || '0') ORDER BY photo_tag.photo_id, tag.path
        """, row => (Photo: row.GetInt64(0), Path: row.GetString(1)), top).GroupInRow(row => row.Photo).Select(rows => (rows[0].Photo, rows.ConvertAll(row => row.Path)))];

    /// <summary>The photos with a person, and where in the picture they are.</summary>
    internal IReadOnlyList<(long Photo, string? Region)> WithPerson(string name) => [.. catalog.Query("""
        SELECT photo_person.photo_id, photo_person.region FROM person CROSS JOIN photo_person ON photo_person.person_id = person.id WHERE person.name = @0 ORDER BY photo_person.photo_id
        """, row => (row.GetInt64(0), row.TextOrNull(1)), name)];

    /// <summary>The photos of which an author is said, as what; null is not said of them, but of their session.</summary>
    internal IReadOnlyList<long> WithAuthorSaid(string name) => [.. catalog.Query("""
        SELECT DISTINCT photo.id FROM photo CROSS JOIN image ON image.photo_id = photo.id CROSS JOIN statement ON statement.image_id = image.id AND statement.field = 'author'
        WHERE photo.author = @0 AND statement.value NOT NULL ORDER BY photo.id
        """, row => row.GetInt64(0), name)];

    private static readonly Comparer<string> ByName = Comparer<string>.Create((one, other) =>
        string.Compare(one, other, StringComparison.OrdinalIgnoreCase) is not 0 and var order ? order : string.CompareOrdinal(one, other));

    // "Rome and more" comes after "Rome/Forum", though a space comes before a slash.
    private static readonly Comparer<string> ByLevel = Comparer<string>.Create((one, other) => ByName.Compare(one.Replace('/', '\0'), other.Replace('/', '\0')));
}
