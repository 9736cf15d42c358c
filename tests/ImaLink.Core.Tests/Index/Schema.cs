using NJsonSchema;

namespace ImaLink.Tests.Index;

/// <summary>The published schemas, and whether a document keeps to one.</summary>
internal static class Schema
{
    private static readonly JsonSchema MasterIndex = Load("master-index"), SessionIndex = Load("session-index"), Ledger = Load("ledger"), Album = Load("album"), Said = Load("said");

    private static readonly string[] ByHand = ["master-index", "session-index", "ledger", "album", "said"];
    private static readonly Dictionary<string, JsonSchema> Disk = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "docs"), "*.schema.json")
        .Select(path => Path.GetFileName(path)[..^".schema.json".Length]).Except(ByHand).ToDictionary(name => name, Load);

    /// <summary>The names of the schemas of what lies in <c>.imalink</c>.</summary>
    internal static IEnumerable<string> OfDisk => Disk.Keys;

    internal static ICollection<string> Errors(string name, string json) => Errors(Disk[name], json);

    internal static ICollection<string> OfMaster(string json) => Errors(MasterIndex, json);

    internal static ICollection<string> OfSession(string json) => Errors(SessionIndex, json);

    internal static ICollection<string> OfAlbum(string json) => Errors(Album, json);

    internal static ICollection<string> OfLedger(string line) => Errors(Ledger, line);

    internal static ICollection<string> OfSaid(string line) => Errors(Said, line);

    /// <summary>Every index and ledger of a storage keeps to its schema, and is UTF-8 without BOM, with LF.</summary>
    internal static void AssertStorage(string root)
    {
        AssertText(Path.Combine(root, "index.json"), OfMaster);
        var imports = Path.Combine(root, "imports");
        foreach (var index in Directory.EnumerateFiles(imports, "session_*.json"))
            AssertText(index, OfSession);
        if (Directory.Exists(Path.Combine(root, "albums")))
            foreach (var album in Directory.EnumerateFiles(Path.Combine(root, "albums"), "*.json"))
                AssertText(album, OfAlbum);
        foreach (var ledger in Directory.EnumerateFiles(imports, "*.ledger.jsonl"))
            Assert.All(File.ReadLines(ledger), line => Assert.Empty(OfLedger(line)));
        foreach (var said in Directory.EnumerateFiles(imports, "*.said.jsonl"))
            Assert.All(File.ReadLines(said), line => Assert.Empty(OfSaid(line)));
    }

    internal static void AssertText(string path, Func<string, ICollection<string>> errors)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.Equal((byte)'{', bytes[0]);
        Assert.Equal((byte)'\n', bytes[^1]);
        Assert.DoesNotContain((byte)'\r', bytes);
        Assert.Empty(errors(File.ReadAllText(path)));
    }

    private static List<string> Errors(JsonSchema schema, string json) => [.. schema.Validate(json).Select(error => error.ToString())];

    private static JsonSchema Load(string name) =>
        JsonSchema.FromJsonAsync(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", name + ".schema.json"))).GetAwaiter().GetResult();
}
