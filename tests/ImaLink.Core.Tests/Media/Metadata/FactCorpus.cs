using System.Text.Json;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>The collection of sample files with what ExifTool says of each; it is not part of the repository.</summary>
internal static class FactCorpus
{
    public static string? Folder { get; } = Find();

    public static IReadOnlyList<JsonElement> Load()
    {
        if (Folder is null)
            Assert.Skip("No corpus: neither IMALINK_CORPUS nor a shared/corpus folder beside the repository.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    public static string PathOf(JsonElement entry) => Path.Combine(Folder!, entry.GetProperty("file").GetString()!);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("IMALINK_CORPUS") is { Length: > 0 } named)
            return named;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "shared", "corpus");
            if (File.Exists(Path.Combine(candidate, "expected.json")))
                return candidate;
        }

        return null;
    }
}
