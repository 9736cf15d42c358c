using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImaLink.Media.Identity;
using ImaLink.Tests.Media.Formats;

namespace ImaLink.Tests.Specification;

/// <summary>
/// The published test vectors: docs/hothash-vectors.json and the files beside it. With IMALINK_WRITE_VECTORS=1 they are
/// written anew.
/// </summary>
public sealed class HothashVectorTests(ITestOutputHelper output)
{
    private const int MostBytes = 200_000;
    private static readonly string Docs = Path.Combine(Repository(), "docs");
    private static readonly string List = Path.Combine(Docs, "hothash-vectors.json");
    private static readonly string Folder = Path.Combine(Docs, "hothash-vectors");

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Published_EveryVector_HasItsHothash()
    {
        var vectors = JsonNode.Parse(File.ReadAllText(List))!["vectors"]!.AsArray();
        foreach (var vector in vectors)
        {
            var identity = IdentityReader.Read(Path.Combine(Docs, (string)vector!["file"]!), IdentityParts.All);
            Assert.Equal(
                ((string)vector["file"]!, (string)vector["sha256"]!, (string)vector["format"]!, (string)vector["scheme"]!, (string)vector["hothash"]!),
                ((string)vector["file"]!, identity.Sha256!, identity.Format, identity.Scheme, identity.Hothash));
        }

        output.WriteLine($"{vectors.Count} vectors");
    }

    [Fact]
    public void Published_Vectors_AreThoseOfTheGenerator()
    {
        var vectors = HothashVectors.All().ToList();
        var json = Json(vectors);
        if (Environment.GetEnvironmentVariable("IMALINK_WRITE_VECTORS") == "1")
        {
            Directory.CreateDirectory(Folder);
            foreach (var old in Directory.GetFiles(Folder))
                File.Delete(old);
            foreach (var vector in vectors)
                File.WriteAllBytes(Path.Combine(Folder, vector.Name), vector.Content);
            File.WriteAllText(List, json);
        }

        Assert.Equal(json, File.ReadAllText(List));
        Assert.Equal(vectors.Select(vector => vector.Name).Order(), Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
        foreach (var vector in vectors)
            Assert.Equal(vector.Content, File.ReadAllBytes(Path.Combine(Folder, vector.Name)));
        Assert.True(vectors.Sum(vector => vector.Content.Length) + json.Length < MostBytes);
    }

    private static string Json(IEnumerable<HothashVector> vectors)
    {
        var list = vectors.Select(vector => (JsonNode)new JsonObject
        {
            ["file"] = "hothash-vectors/" + vector.Name,
            ["note"] = vector.Note,
            ["format"] = vector.Format,
            ["length"] = vector.Content.Length,
            ["sha256"] = Vectors.Sha256(vector.Content),
            ["scheme"] = vector.ImageData is null ? HothashScheme.WholeFile : HothashScheme.ImageData,
            ["hothash"] = Vectors.Sha256(vector.ImageData ?? [vector.Content]),
        });
        var root = new JsonObject { ["specification"] = "hothash.md", ["vectors"] = new JsonArray([.. list]) };
        return root.ToJsonString(Indented) + "\n";
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ImaLink.PowerShell.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        return folder.FullName;
    }
}
