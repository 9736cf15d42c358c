using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Tests.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Tests.Catalog;

/// <summary>Catalogs of earlier schemas are carried over, forward only.</summary>
public sealed class MigrationTests : CatalogTest
{
    private const string Hash = "X'1111111111111111111111111111111111111111111111111111111111111111'";

    [Fact]
    public void Migrate_CompanionsOfVersion1_GetColumnsOfTheirOwn()
    {
        Create(1);
        Sql($"""
            INSERT INTO catalog_info VALUES ('{Samples.Writer}', '2026-01-01T00:00:00Z');
            INSERT INTO storage (id, uuid, name, directory_name, base_path, created_at) VALUES (1, '{Samples.Storage}', 'NAS', 'imalink_x', '/nowhere', '2026-01-01T00:00:00Z');
            INSERT INTO session (id, storage_id, number, uuid, title, imported_at, status) VALUES (1, 1, 1, '{Guid.NewGuid()}', 'T', '2026-01-01T00:00:00Z', 'Completed');
            INSERT INTO photo (id, uuid, revision, writer) VALUES (1, '{Guid.NewGuid()}', 1, '{Samples.Writer}');
            INSERT INTO image (id, hothash, width, height, scheme, photo_id) VALUES (1, {Hash}, 1, 1, 'image-data', 1);
            INSERT INTO file (id, image_id, storage_id, session_id, path, path_key, size, sha256, state) VALUES (1, 1, 1, 1, 'photos/a.jpg', 'photos/a.jpg', 1, {Hash}, 'Present');
            """);
        string?[] extras =
        [
            """{"modified_at":"2024-07-01T10:00:00.25Z","tool":"lr"}""", """{"state":"Missing","missing_since":"2026-02-03T00:00:00Z","modified_at":"0001-01-02T00:00:00Z"}""",
            """{"modified_at":"yesterday","state":7,"missing_since":{}}""", null,
        ];
        for (int i = 0; i < extras.Length; i++)
            Sql($"INSERT INTO companion (file_id, path, path_key, size, sha256, kind, extra) VALUES (1, 'photos/{i}.xmp', 'photos/{i}.xmp', {i}, {Hash}, 'xmp', {(extras[i] is { } extra ? $"'{extra}'" : "NULL")})");

        CatalogDatabase catalog = Open();
        Assert.Equal(CatalogDatabase.SchemaVersion, catalog.Scalar<long>("PRAGMA user_version"));
        Assert.Equal(
            ["photos/0.xmp 2024-07-01T10:00:00.25Z Present  tool", "photos/1.xmp 0001-01-02T00:00:00Z Missing 2026-02-03T00:00:00Z ", "photos/2.xmp  Present  ", "photos/3.xmp  Present  "],
            catalog.Files.Companions(1).ConvertAll(companion => $"{companion.Path} {companion.ModifiedAt} {companion.State} {companion.MissingSince} {string.Join(' ', companion.Extra?.Keys ?? (IEnumerable<string>)[])}"));
        Assert.Empty(catalog.Check());
    }

    [Theory]
    [InlineData("""{"time_zone":"Asia/Tokyo","tool":"x"}""", "Asia/Tokyo", "tool")]
    [InlineData("""{"time_zone":"Asia/Tokyo"}""", "Asia/Tokyo", "")]
    [InlineData("""{"time_zone":7,"tool":"x"}""", null, "tool")]
    [InlineData("""{"time_zone":"a b"}""", null, "")]
    [InlineData("""{"tool":"x"}""", null, "tool")]
    [InlineData(null, null, "")]
    public void Migrate_TimeZoneThatVersion1DidNotKnow_GetsItsColumn(string? extra, string? zone, string left)
    {
        Create(1);
        Sql($"""
            INSERT INTO catalog_info VALUES ('{Samples.Writer}', '2026-01-01T00:00:00Z');
            INSERT INTO storage (id, uuid, name, directory_name, base_path, created_at) VALUES (1, '{Samples.Storage}', 'NAS', 'imalink_x', '/nowhere', '2026-01-01T00:00:00Z');
            INSERT INTO session (id, storage_id, number, uuid, title, imported_at, status, extra) VALUES (1, 1, 1, '{Guid.NewGuid()}', 'T', '2026-01-01T00:00:00Z', 'Completed', {(extra is null ? "NULL" : $"'{extra}'")});
            """);
        var header = Open().Sessions.Get(1).Header;
        Assert.Equal((zone, left), (header.TimeZone, string.Join(' ', header.Extra?.Keys ?? (IEnumerable<string>)[])));
    }

    [Theory]
    [InlineData("""{"facts_version":7,"taken_at_source":"FileName","facts_of":"1111111111111111","tool":"x"}""", 7, "FileName", "tool")]
    [InlineData("""{"facts_version":7,"taken_at_source":"FileName","facts_of":"2222222222222222","tool":"x"}""", null, null, "tool")]
    [InlineData("""{"facts_version":7,"taken_at_source":"FileName"}""", null, null, "")]
    [InlineData("""{"taken_at_source":"FileName","facts_of":"1111111111111111"}""", null, "FileName", "")]
    [InlineData("""{"facts_version":7.5,"taken_at_source":8,"facts_of":"1111111111111111"}""", null, null, "")]
    [InlineData("""{"facts_of":["1111111111111111"],"facts_version":7}""", null, null, "")]
    [InlineData("""{"tool":"x"}""", null, null, "tool")]
    public void Migrate_VersionOfTheFacts_CountsWhereItIsOfTheRecordedBytes(string extra, int? version, string? source, string left)
    {
        Create(1);
        Sql($"""
            INSERT INTO catalog_info VALUES ('{Samples.Writer}', '2026-01-01T00:00:00Z');
            INSERT INTO storage (id, uuid, name, directory_name, base_path, created_at) VALUES (1, '{Samples.Storage}', 'NAS', 'imalink_x', '/nowhere', '2026-01-01T00:00:00Z');
            INSERT INTO session (id, storage_id, number, uuid, title, imported_at, status) VALUES (1, 1, 1, '{Guid.NewGuid()}', 'T', '2026-01-01T00:00:00Z', 'Completed');
            INSERT INTO photo (id, uuid, revision, writer) VALUES (1, '{Guid.NewGuid()}', 1, '{Samples.Writer}');
            INSERT INTO image (id, hothash, width, height, scheme, photo_id) VALUES (1, {Hash}, 1, 1, 'image-data', 1);
            INSERT INTO file (id, image_id, storage_id, session_id, path, path_key, size, sha256, state, extra) VALUES (1, 1, 1, 1, 'photos/a.jpg', 'photos/a.jpg', 1, {Hash}, 'Present', '{extra}');
            """);
        var file = new FileEntries(Open()).Get(1);
        Assert.Equal((version, source, left), (file.FactsVersion, file.TakenAtSource, string.Join(' ', file.Extra?.Keys ?? (IEnumerable<string>)[])));
    }

    [Fact]
    public void Migrate_TimesOfVersion1_AreFoundByTheirDigits()
    {
        Create(1);
        Sql($"""
            INSERT INTO catalog_info VALUES ('{Samples.Writer}', '2026-01-01T00:00:00Z');
            INSERT INTO storage (id, uuid, name, directory_name, base_path, created_at) VALUES (1, '{Samples.Storage}', 'NAS', 'imalink_x', '/nowhere', '2026-01-01T00:00:00Z');
            INSERT INTO session (id, storage_id, number, uuid, title, imported_at, status) VALUES (1, 1, 1, '{Guid.NewGuid()}', 'T', '2026-01-01T00:00:00Z', 'Completed');
            INSERT INTO photo (id, uuid, revision, writer) VALUES (1, '{Guid.NewGuid()}', 1, '{Samples.Writer}');
            INSERT INTO image (id, hothash, width, height, scheme, photo_id) VALUES (1, {Hash}, 1, 1, 'image-data', 1);
            """);
        (string? Taken, string? Local)[] times = [("2024-07-01T10:00:00", "2024-07-01T10:00:00"), ("2024-07-01T10:00:00.25-05:00", "2024-07-01T10:00:00.25"), ("2024-07", "2024-07-01T00:00:00"), ("yesterday", null), (null, null)];
        for (int i = 0; i < times.Length; i++)
            Sql($"INSERT INTO file (image_id, storage_id, session_id, path, path_key, size, sha256, state, taken_at) VALUES (1, 1, 1, '{i}', '{i}', 1, {Hash}, 'Present', {(times[i].Taken is { } taken ? $"'{taken}'" : "NULL")})");
        Assert.Equal(times.Select(time => time.Local ?? ""), Open().Query("SELECT coalesce(taken_local, '') FROM file ORDER BY id", row => row.GetString(0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Migrate_PhotosOfVersion3_BecomeStatementsAndNothingSaidIsLost(int version)
    {
        Create(version);
        string hash2 = Hash.Replace("11", "22", StringComparison.Ordinal), other = "0000000b-0000-4000-8000-000000000000";
        Sql($$"""
            INSERT INTO catalog_info VALUES ('{{Samples.Writer}}', '2026-01-01T00:00:00Z');
            INSERT INTO storage (id, uuid, name, directory_name, base_path, created_at) VALUES (1, '{{Samples.Storage}}', 'NAS', 'imalink_x', '/nowhere', '2026-01-01T00:00:00Z');
            INSERT INTO session (id, storage_id, number, uuid, title, imported_at, status) VALUES (1, 1, 1, '{{Guid.NewGuid()}}', 'T', '2026-01-01T00:00:00Z', 'Completed');
            INSERT INTO photo (id, uuid, title, rating, author, location, taken_at_override, revision, writer, extra) VALUES
                (1, '0000000a-0000-4000-8000-000000000000', 'Forum', 4, 'Ada', 'Rome', '2024-06-14', 5, '{{Samples.Writer}}', '{"mood":"x"}'),
                (2, '{{other}}', 'lower', NULL, NULL, NULL, NULL, 2, '{{Samples.Writer}}', NULL);
            INSERT INTO photo (id, uuid, title, revision, writer, dirty) VALUES (3, '0000000c-0000-4000-8000-000000000000', 'unwritten', 7, '{{Samples.Writer}}', 1);
            INSERT INTO tag VALUES (1, 'Italy/Rome'), (2, 'ruins');
            INSERT INTO photo_tag VALUES (1, 1), (2, 2);
            INSERT INTO image (id, hothash, width, height, scheme, photo_id, is_primary) VALUES (1, {{Hash}}, 1, 1, 'image-data', 1, 1), (2, {{hash2}}, 3, 2, 'image-data', 3, 1);
            INSERT INTO photo_claim VALUES (1, 1, 1, 1, 5), (1, 2, 1, 0, 2);
            INSERT INTO file (id, image_id, storage_id, session_id, path, path_key, size, sha256, state) VALUES (1, 1, 1, 1, 'photos/a.jpg', 'photos/a.jpg', 1, {{Hash}}, 'Present'), (2, 2, 1, 1, 'photos/b.jpg', 'photos/b.jpg', 1, {{hash2}}, 'Present');
            INSERT INTO photo_conflict VALUES ('0000000c-0000-4000-8000-000000000000', 'A sentence of 0.1.'), ('0000000c-0000-4000-8000-000000000000', '{"is_there_kept":true,"differences":[{"field":"title","here":["a"],"there":[]},{"field":"rating","here":["4"],"there":["2"]}]}');
            """);

        CatalogDatabase catalog = Open();
        AssertWhole(catalog);
        string writer = $"@{Samples.Writer}";
        Assert.Equal(
            [$"author=\"Ada\" 5{writer}", $"date=\"2024-06-14\" 5{writer}", $"location={{\"text\":\"Rome\"}} 5{writer}", $"mood=\"x\" 5{writer}", "photo={\"by\":\"0.1\",\"uuid\":\"0000000a-0000-4000-8000-000000000000\"} 0", "primary=true 0",
                $"rating=4 5{writer}", $"tag:Italy/Rome=true 5{writer}", $"tag:ruins=true 2{writer}", $"title=\"Forum\" 5{writer}"],
            catalog.Statements.OfImage(1).Select(said => $"{said.Field}={said.Value} {said.Version}"));
        Assert.Equal(["title"], catalog.Query("SELECT field FROM statement WHERE unwritten = 1", row => row.GetString(0)));
        Assert.Equal(["Forum|4|Ada|2024-06-14T00:00:00|0000000a000040008000000000000000", "unwritten||||0000000c000040008000000000000000"],
            catalog.Query("SELECT concat_ws('|', title, coalesce(rating, ''), coalesce(author, ''), coalesce(taken, ''), lower(hex(uuid))) FROM photo ORDER BY title", row => row.GetString(0)));
        ImageConflicts conflicts = Assert.Single(catalog.StatementConflicts.OfStorage(1));
        Assert.Equal(("photos/b.jpg", "A sentence of 0.1. Edited here and by another catalog; what was edited there is kept. rating here 4, there 2; title here 'a', there none."),
            (conflicts.Path, ImaLink.Reconcile.ConflictWords.Of(conflicts.Fields)));

        // The index still has the version that the edit replaces: no conflict. Another one that did not know of it is one.
        catalog.Statements.Merge(2, [new("title", "\"before\"", 6, Samples.Writer)]);
        Assert.Single(catalog.StatementConflicts.OfStorage(1)[0].Fields, conflict => conflict.Here.Value == "\"a\"");
        catalog.Statements.Merge(2, [new("title", "\"there\"", 7, null)]);
        Assert.Contains(catalog.StatementConflicts.OfStorage(1)[0].Fields, conflict => (conflict.Here.Value, conflict.There.Value, conflict.IsThereKept) == ("\"unwritten\"", "\"there\"", false));
        Assert.Equal("\"unwritten\"", catalog.Statements.OfImage(2).Single(said => said.Field == "title").Value);
    }

    [Fact]
    public void Migrate_EachVersion_HasTheTablesOfANewCatalog()
    {
        string wanted = Tables(Open("new"));
        for (int version = 1; version < CatalogDatabase.SchemaVersion; version++)
        {
            System.IO.File.Delete(Path.Combine(Folder, "catalog.db"));
            Create(version);
            Sql($"INSERT INTO catalog_info VALUES ('{Samples.Writer}', '2026-01-01T00:00:00Z')");
            using CatalogDatabase migrated = Open(); // closed before the next takes its place: its log would be taken for that one's
            Assert.Equal(wanted, Tables(migrated));
        }

        static string Tables(CatalogDatabase catalog) => string.Join('\n', catalog.Query("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name", row => $"{row.GetString(0)}: {row.GetString(1)}"));
    }

    /// <summary>A catalog as an earlier version made it.</summary>
    private void Create(int version)
    {
        foreach (int number in Enumerable.Range(1, version))
            Sql(CatalogDatabase.Script(number.ToString("D4", CultureInfo.InvariantCulture)) + (number == 4 ? FormerPhotos.Leave : ""));
        foreach (string index in CatalogDatabase.Script("lookup").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                Sql(version < 3 ? index.Replace("taken_local", "taken_at", StringComparison.Ordinal) : index);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == 1)
            {
                // of a table or column that came later
            }
        }

        Sql($"PRAGMA application_id = {CatalogDatabase.ApplicationId}; PRAGMA user_version = {version};");
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, "catalog.db"), Pooling = false }.ToString());
        connection.Open();
        connection.CreateFunction("shot_key", (string _) => (long?)null);
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own text
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
