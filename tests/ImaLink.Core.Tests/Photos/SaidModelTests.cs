using ImaLink.Catalog;
using ImaLink.Photos;
using ImaLink.Tests.Recovery;

namespace ImaLink.Tests.Photos;

/// <summary>
/// Random commands that say, withdraw, tag, name persons, rename and merge words, against a plain model: after each the catalog, a catalog that is restored from the storage alone, and
/// the model show the same. IMALINK_SEQUENCES sets how many sequences; 3 by default.
/// </summary>
public sealed class SaidModelTests : RecoveryTest
{
    private const int Files = 24, Steps = 25;

    private static readonly string[] Tags = ["a", "a/b", "a/b/c", "a b", "x/\"q\"", "x/👩‍👧", "y"], Persons = ["Anna", "Ana", "Ben"], Authors = ["Ada", "Carl"];

    // What is shown of each photo, by field.
    private readonly Dictionary<long, SortedDictionary<string, string>> _model = [];
    private CatalogDatabase _catalog = null!;
    private int _number;

    [Fact]
    public void Say_RandomCommands_CatalogRestoredCatalogAndModelAgree()
    {
        int sequences = int.TryParse(Environment.GetEnvironmentVariable("IMALINK_SEQUENCES"), out int wanted) ? wanted : 3;
        for (int seed = 1; seed <= sequences; seed++)
        {
            string disk = $"disk {seed}";
            _catalog = Make(disk);
            AddSession(_catalog, "Rome", [.. Enumerable.Range(0, Files).Select(i => $"photos/{seed}/{i:00}.jpg")]);
            AddSession(_catalog, "Oslo", [.. Enumerable.Range(0, 3).Select(i => $"photos/{seed}/o{i}.jpg")]);
            _model.Clear();
            foreach (long photo in _catalog.Query("SELECT id FROM photo ORDER BY id", row => row.GetInt64(0)).ToList())
                _model.Add(photo, new(StringComparer.Ordinal));
            var random = new Random(seed);
            for (int step = 0; step < Steps; step++)
            {
                string told = $"sequence {seed}, step {step}: {Command(random)}";
                string expected = string.Join('\n', _model.Select(photo => $"{Hash(photo.Key)} {string.Join("; ", photo.Value.Select(said => $"{said.Key}={said.Value}"))}").Order(StringComparer.Ordinal));
                Assert.Equal($"{told}\n{expected}", $"{told}\n{Shown(_catalog)}");
                CatalogDatabase again = Open($"again {++_number}");
                Restore(again, In(disk));
                Assert.Equal($"{told}\n{expected}", $"{told}\n{Shown(again)}");
                Assert.False(IsDirty(_catalog), told);
            }
        }
    }

    private string Hash(long photo) => _catalog.Scalar<string>("SELECT hex(image.hothash) FROM image WHERE photo_id = @0", photo)!;

    private string Command(Random random)
    {
        var statements = new PhotoStatements(_catalog, Patience);
        int what = random.Next(10);
        string told;
        if (what == 0)
        {
            (string from, string to) = (Any(random, Tags), Any(random, Tags));
            told = $"rename tag {from} to {to}";
            statements.Say(new Renaming(_catalog).Tag(from, to));
            foreach (SortedDictionary<string, string> photo in _model.Values)
            {
                List<string> moved = [.. photo.Keys.Where(field => field == $"tag:{from}" || field.StartsWith($"tag:{from}/", StringComparison.Ordinal))];
                moved.ForEach(field => photo.Remove(field));
                moved.ForEach(field => photo[$"tag:{to}{field[(4 + from.Length)..]}"] = "true");
            }
        }
        else if (what == 1)
        {
            (string from, string to) = (Any(random, Persons), Any(random, Persons));
            told = $"rename person {from} to {to}";
            if (from != to)
            {
                statements.Say(new Renaming(_catalog).Person(from, to));
                foreach (SortedDictionary<string, string> photo in _model.Values)
                    if (photo.Remove($"person:{from}"))
                        photo[$"person:{to}"] = "true";
            }
        }
        else if (what == 2)
        {
            (string from, string to) = (Any(random, Authors), Any(random, Authors));
            told = $"rename author {from} to {to}";
            statements.Say(new Renaming(_catalog).Author(from, to));
            foreach (SortedDictionary<string, string> photo in _model.Values.Where(photo => photo.GetValueOrDefault("author") == $"\"{from}\""))
                photo["author"] = $"\"{to}\"";
        }
        else
        {
            PhotoEdit edit = Edit(random, out Dictionary<string, string?> values, out List<string> removed);
            List<long> photos = [.. _model.Keys.Where(_ => random.Next(10) < what - 3)];
            told = $"say {string.Join(", ", values)} without {string.Join(", ", removed)} of {photos.Count}";
            for (int from = 0, size; from < photos.Count; from += size)
            {
                size = random.Next(1, 8);
                statements.Say(photos.Skip(from).Take(size).Select(photo => (photo, edit.ChangesOf(new ShownPhotos(_catalog).Get(photo)!))).ToList());
            }

            foreach (SortedDictionary<string, string> photo in photos.Select(photo => _model[photo]))
            {
                removed.ForEach(field => photo.Remove(field));
                foreach ((string field, string? value) in values)
                {
                    photo.Remove(field);
                    if (value is not null)
                        photo.Add(field, value);
                }
            }
        }

        Assert.Empty(statements.Write());
        return told;
    }

    private static PhotoEdit Edit(Random random, out Dictionary<string, string?> values, out List<string> removed)
    {
        var edit = new PhotoEdit();
        (values, removed) = ([], []);
        if (random.Next(3) == 0)
            Say(values, StatementField.Title, PhotoValues.Line("A title", Any(random, "", "Rome", "a \"quoted\" one", "日本")));
        if (random.Next(3) == 0)
            Say(values, StatementField.Rating, PhotoValues.Rating(random.Next(-1, 6)));
        if (random.Next(4) == 0)
            Say(values, StatementField.Favorite, PhotoValues.Mark(random.Next(2) == 0));
        if (random.Next(4) == 0)
            Say(values, StatementField.Author, PhotoValues.Line("An author", Any(random, [.. Authors, ""])));
        if (random.Next(4) == 0)
            Say(values, StatementField.Location, PhotoValues.Location(random.Next(3) == 0 ? null : new Dictionary<string, string?> { ["City"] = Any(random, "Rome", "Oslo") }));
        if (random.Next(4) == 0)
            Say(values, StatementField.Gps, random.Next(3) == 0 ? null : PhotoValues.Gps(random.Next(-90, 91), random.Next(-180, 181), null));
        if (random.Next(4) == 0)
            Say(values, StatementField.Date, PhotoValues.Date(Any(random, "", "1975", "197X", "1826-03-04", "2024-07-01T12:00:00")));
        if (random.Next(3) == 0)
        {
            string tag = Any(random, Tags);
            edit.RemoveTag(tag, name => name == tag);
            removed.Add($"tag:{tag}");
        }

        if (random.Next(2) == 0)
        {
            string tag = Any(random, Tags);
            edit.AddTag(tag);
            values[$"tag:{tag}"] = "true";
        }

        if (random.Next(3) == 0)
        {
            string person = Any(random, Persons);
            edit.AddPerson(person);
            values[$"person:{person}"] = "true";
        }

        return edit;

        void Say(Dictionary<string, string?> values, string field, string? value) // one at a time, as parameters are
        {
            edit.Say(field, value);
            values[field] = value;
        }
    }

    private static string Any(Random random, params string[] among) => among[random.Next(among.Length)];

    /// <summary>What the read model shows, as the model has it.</summary>
    private static string Shown(CatalogDatabase catalog)
    {
        var shown = catalog.Query("""
            SELECT hex(image.hothash), photo.title, photo.rating, photo.favorite, photo.author, photo.location, photo.latitude, photo.longitude, photo.taken_edtf,
                (SELECT json_group_array(tag.path) FROM photo_tag JOIN tag ON tag.id = photo_tag.tag_id WHERE photo_tag.photo_id = photo.id),
                (SELECT json_group_array(person.name) FROM photo_person JOIN person ON person.id = photo_person.person_id WHERE photo_person.photo_id = photo.id)
            FROM photo JOIN image ON image.photo_id = photo.id
            """, row =>
        {
            var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach ((string field, int column) in new[] { ("title", 1), ("author", 4), ("date", 8) })
                if (!row.IsDBNull(column))
                    said.Add(field, CanonicalJson.Of(row.GetString(column)));
            if (!row.IsDBNull(2))
                said.Add("rating", CanonicalJson.Of(row.GetInt64(2)));
            if (row.GetBoolean(3))
                said.Add("favorite", "true");
            if (!row.IsDBNull(5))
                said.Add("location", row.GetString(5));
            if (!row.IsDBNull(6))
                said.Add("gps", PhotoValues.Gps(row.GetDouble(6), row.GetDouble(7), null));
            foreach ((string prefix, int column) in new[] { ("tag:", 9), ("person:", 10) })
                foreach (string name in System.Text.Json.JsonSerializer.Deserialize<string[]>(row.GetString(column))!)
                    said.Add(prefix + name, "true");
            return $"{row.GetString(0)} {string.Join("; ", said.Select(each => $"{each.Key}={each.Value}"))}";
        });
        return string.Join('\n', shown.Order(StringComparer.Ordinal));
    }
}
