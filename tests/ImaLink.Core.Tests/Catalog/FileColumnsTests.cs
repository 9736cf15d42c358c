using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Catalog;

/// <summary>A column of a file stands in one table: what the catalog, the export and the index say of it follows from there.</summary>
public sealed class FileColumnsTests : CatalogTest
{
    /// <summary>What is kept elsewhere: the image's table, its photo, the companions, and what an index alone has.</summary>
    private static readonly string[] Elsewhere = ["Hothash", "Width", "Height", "HothashScheme", "Photo", "Said", "Companions", "Copies"];

    [Fact]
    public void Columns_OfTheCatalog_AreThoseOfTheTable() => Assert.Equal(
        Open().Query("SELECT name FROM pragma_table_info('file')", row => row.GetString(0)).Except(["id", "image_id", "storage_id", "session_id", "taken_local"]).Order(),
        FileColumns.All.Select(column => column.Name).Order());

    [Fact]
    public void Columns_FieldsOfAnEntry_AreEachKeptInOne()
    {
        foreach (var field in typeof(FileEntry).GetProperties().Where(field => !Elsewhere.Contains(field.Name)))
        {
            var entry = new FileEntry { Path = "photos/a.jpg", Sha256 = new string('a', 64) };
            var before = FileColumns.All.Select(column => column.Get(entry)).ToList();
            field.SetValue(entry, Sample(field.Name, field.PropertyType));
            Assert.True(field.Name == "Filename" || !Same(before, FileColumns.All.Select(column => column.Get(entry))), $"No column keeps {field.Name}.");
        }

        static bool Same(IEnumerable<object?> one, IEnumerable<object?> other) => one.Zip(other).All(pair => pair.First is byte[] a && pair.Second is byte[] b ? a.SequenceEqual(b) : Equals(pair.First, pair.Second));
    }

    [Fact]
    public void Columns_EveryFieldOfAnEntry_ComesBackAsItWas()
    {
        CatalogDatabase catalog = Open();
        FileEntry entry = Filled();
        catalog.Files.Put(AddStorage(catalog), 1, entry);
        FileEntry read = new FileEntries(catalog).OfSession(1).Single();
        Assert.Equal(Samples.TextOf(entry), Samples.TextOf(read));

        Filled(entry, 1); // by the statement that changes a row
        catalog.Files.Put(1, 1, entry);
        Assert.Equal(Samples.TextOf(entry), Samples.TextOf(new FileEntries(catalog).OfSession(1).Single()));
    }

    [Fact]
    public void Columns_EveryOne_IsExported()
    {
        CatalogDatabase catalog = Open();
        catalog.Files.Put(AddStorage(catalog), 1, Filled());
        CatalogItem file = new CatalogExport(catalog).All(CancellationToken.None).Single(item => item.Kind == CatalogKind.File);
        Assert.Empty(FileColumns.All.Select(column => column.Name).Except(["path"]).Except(file.Fields.Where(field => field.Value is not null).Select(field => field.Name)));
    }

    [Fact]
    public void Schema_OfTheIndex_HasEveryFieldOfAnEntry()
    {
        JsonNode definitions = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "session-index.schema.json")))!["definitions"]!;
        var wanted = typeof(FileEntry).GetProperties().Select(field => field.Name).Append(nameof(FileEntry.FactsOf)).Append("Photo").Except(["Hothash", "Extra"]).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).Order().ToList();
        Assert.Equal(wanted, Names(definitions["entry"]!).Order());
        // A further file with the same hothash repeats what is its own, without photo and companions where they are the same.
        Assert.Empty(wanted.Except(["copies"]).Except(Names(definitions["copy"]!)));

        static IEnumerable<string> Names(JsonNode definition) => definition["properties"]!.AsObject().Select(property => property.Key);
    }

    /// <summary>An entry with a value in every field that a column keeps.</summary>
    private static FileEntry Filled(FileEntry? entry = null, int variant = 0)
    {
        entry ??= Samples.File("photos/2024/a.jpg");
        foreach (var field in typeof(FileEntry).GetProperties().Where(field => !Elsewhere.Contains(field.Name) && field.Name is not ("Path" or "Filename")))
            field.SetValue(entry, Sample(field.Name, field.PropertyType, variant));
        return entry;
    }

    private static object Sample(string name, Type type, int variant = 0) => name switch
    {
        "Path" => "photos/b.jpg",
        "Filename" => "b.jpg",
        "Sha256" => new string((char)('b' + variant), 64),
        "Fingerprint" => new string((char)('c' + variant), 32),
        "FormerHothashes" => new List<string> { new((char)('d' + variant), 64) },
        "Previous" => new List<FormerContent> { new() { Sha256 = new string('e', 64), FileSize = 3 + variant, Until = "2024-01-01T00:00:00Z" } },
        "Extra" => new Dictionary<string, JsonElement> { ["future"] = JsonElement.Parse($"{{\"a\":[{variant}]}}") },
        "State" => FileState.Missing,
        "ReplicaOf" => variant == 0 ? Samples.Storage : Samples.Writer,
        "HasHotpreview" => variant == 0,
        _ when type == typeof(string) => string.Create(CultureInfo.InvariantCulture, $"2024-05-06T07:08:{10 + variant}.1234567Z"),
        _ when type == typeof(int?) => 5 + variant,
        _ when type == typeof(long) => 77L + variant,
        _ when type == typeof(double?) => 1.25 + variant,
        _ => throw new InvalidOperationException($"Say here what a value of {name} looks like."),
    };

    private static long AddStorage(CatalogDatabase catalog)
    {
        catalog.Execute("INSERT INTO storage (id, uuid, name, directory_name, base_path, created_at) VALUES (1, @0, 'NAS', 'imalink_x', '/nowhere', '2026-01-01T00:00:00Z')", Samples.Storage.ToString());
        catalog.Execute("INSERT INTO session (id, storage_id, number, uuid, title, imported_at, status) VALUES (1, 1, 1, @0, 'T', '2026-01-01T00:00:00Z', 'Completed')", Samples.Header().Uuid.ToString());
        return 1;
    }
}
