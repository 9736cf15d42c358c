using CsCheck;
using ImaLink.Photos;
using ImaLink.Tests.Import;
using ImaLink.Tests.Recovery;

namespace ImaLink.Tests.Photos;

/// <summary>
/// Two catalogs join, split, choose and name photos of one storage while neither sees the other; then they meet. No image and no word is lost, whoever writes first makes no difference, both and
/// one made of the indexes show the same photos, and where both said something else of one image, both values are told once. IMALINK_SEQUENCES sets how many.
/// </summary>
[Trait("Category", "Sequences")]
public sealed class GroupMeetingTests
{
    [Fact]
    public void Catalogs_ThatRegroupUnseenOfEachOther_AgreeWhenTheyMeetAndTellWhatDiffers() =>
        Gen.Int[0, int.MaxValue - 1].Sample(seed =>
        {
            using var owners = new Owners(new Random(seed));
            try
            {
                owners.Act();
                owners.Meet();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{string.Join("; ", owners.Done)}: {e.Message}", e);
            }
        }, iter: FixedSeed.Sequences(6), threads: 1);

    private sealed class Owners : PhotoGroupLifeTest
    {
        private static readonly DateTime At = new(2024, 5, 6, 10, 11, 12);

        private readonly Random _random;
        private readonly TestArchive _other;
        private readonly string[] _names = ["1", "2", "3", "4", "5", "6", "I", "I-edit", "K", "K-edit"];

        public Owners(Random random)
        {
            _random = random;
            for (int i = 0; i < _names.Length; i++)
                Put(_names[i] + ".jpg", TestPhotos.Jpeg(i + 1, takenAt: At.AddMinutes(i < 6 ? i : _names[i][0])));
            Mine.Import(Source, options: request => request with { Layout = "all" });
            _other = Mine.SeenBy(Path.Combine(Folder, "archive", "other.db"));
            if (random.Next(2) == 0)
                Join("1", "2", "3");
            _other.Write();
        }

        public List<string> Done { get; } = [];

        /// <summary>Each says a few things, which stand in its catalog alone: the storage is out of reach.</summary>
        public void Act()
        {
            foreach (TestArchive actor in new[] { Mine, _other })
            {
                for (int i = _random.Next(1, 6); i > 0; i--)
                    actor.Use<object?>(catalog =>
                    {
                        var statements = new PhotoStatements(catalog, Patience);
                        var groups = new PhotoGroups(catalog, statements);
                        (string one, string other, int what) = (_names[_random.Next(_names.Length)], _names[_random.Next(_names.Length)], _random.Next(9));
                        Done.Add($"{(actor == Mine ? "A" : "B")} {what} {one} {other}");
                        switch (what)
                        {
                            case <= 3:
                                groups.Join([PhotoOf(catalog, one), PhotoOf(catalog, other)], what == 0 ? ImageOf(catalog, other) : null);
                                break;
                            case <= 5:
                                groups.Split([ImageOf(catalog, one)]);
                                break;
                            case 6:
                                groups.Join([], ImageOf(catalog, one));
                                break;
                            default:
                                statements.Say([(PhotoOf(catalog, one), new Dictionary<string, string?> { [StatementField.Title] = CanonicalJson.Of($"title {_random.Next(99)}") })]);
                                break;
                        }

                        return null;
                    });
            }
        }

        public void Meet()
        {
            string folder = Path.Combine(Folder, "archive"), kept = Path.Combine(Folder, "kept");
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Copy(folder, kept);
            List<string> first = MeetInTurn(Mine, _other);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
            Copy(kept, folder);
            CatalogText.AssertSame(first, MeetInTurn(_other, Mine), "The other one wrote first");
        }

        /// <returns>All that the catalogs say of images and photos then.</returns>
        private List<string> MeetInTurn(TestArchive first, TestArchive second)
        {
            Dictionary<string, string> here = Unwritten(first), there = Unwritten(second);
            foreach (TestArchive writer in new[] { first, second, first, second })
                writer.Write();

            string[] differing = [.. here.Keys.Intersect(there.Keys).Where(field => here[field] != there[field])];
            Assert.Equal(Conflicts(differing.Select(field => (field, here[field], there[field]))), Conflicts(new[] { first, second }.SelectMany(Told)));
            Dictionary<string, string> said = Said(first);
            Assert.All(here.Concat(there).Where(edit => !differing.Contains(edit.Key)), edit => Assert.Equal(edit.Value, said[edit.Key]));
            Assert.Equal(Photos(first), Photos(second));
            Assert.Equal(_names.Order(StringComparer.Ordinal), Photos(first).SelectMany(photo => photo.Split(' ')).Order(StringComparer.Ordinal));
            Assert.Equal(Lines(said), Lines(Said(second)));
            if (second == Mine)
                AssertAsRestored();
            return [.. Lines(said), .. Photos(first)];
        }

        private static List<string> Lines(Dictionary<string, string> said) => [.. said.Select(it => $"{it.Key}: {it.Value}").Order(StringComparer.Ordinal)];

        private static Dictionary<string, string> Unwritten(TestArchive archive) => Said(archive, "WHERE unwritten = 1");

        private static Dictionary<string, string> Said(TestArchive archive, string condition = "") => archive.Use(catalog => catalog.Query(
            $"SELECT lower(hex(image.hothash)) || ' ' || field, coalesce(value, 'withdrawn') FROM statement JOIN image ON image.id = image_id {condition}",
            row => (Field: row.GetString(0), Value: row.GetString(1))).ToDictionary(said => said.Field, said => said.Value));

        private static List<(string Field, string Here, string There)> Told(TestArchive archive) => archive.Use(catalog => catalog.Query("""
            SELECT lower(hex(image.hothash)) || ' ' || field, coalesce(here_value, 'withdrawn'), coalesce(there_value, 'withdrawn') FROM statement_conflict JOIN image ON image.id = image_id
            """, row => (row.GetString(0), row.GetString(1), row.GetString(2))).ToList());

        /// <summary>What is said of a photo is told once for it, and not for each of its images.</summary>
        private static string[] Conflicts(IEnumerable<(string Field, string One, string Other)> conflicts) => [.. conflicts
            .Select(it => $"{(it.Field.EndsWith(" title", StringComparison.Ordinal) ? "title" : it.Field)}: {string.Join(" or ", new[] { it.One, it.Other }.Order(StringComparer.Ordinal))}")
            .Distinct().Order(StringComparer.Ordinal)];

        private static void Copy(string from, string to)
        {
            foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
                Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
                File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
