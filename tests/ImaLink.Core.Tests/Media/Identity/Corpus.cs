using System.Text.Json;

namespace ImaLink.Tests.Media.Identity;

/// <summary>
/// Public files with the values that the reference gives for them. They are too large and of too many licences
/// to ship here, so they are looked for in <c>shared/corpus</c> beside the repository or where IMALINK_CORPUS says.
/// </summary>
internal static class Corpus
{
    public static string? Folder { get; } = Find();

    /// <summary>All files, those filled up by the rule of the corpus included.</summary>
    public static IEnumerable<CorpusFile> Files()
    {
        foreach (var list in new[] { "expected.json", "expected-synthetic.json" })
        {
            using var json = Open(list);
            foreach (var item in json.RootElement.EnumerateArray())
                yield return Item(item, padTo: null);
        }

        using var padded = Open("expected-padded.json");
        foreach (var item in padded.RootElement.GetProperty("cases").EnumerateArray())
            yield return Item(item, item.GetProperty("padTo").GetInt64());
    }

    private static JsonDocument Open(string list) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, list)));

    private static CorpusFile Item(JsonElement item, long? padTo) => new(
        item.GetProperty("file").GetString()!, Text(item, "FileType"), Text(item, "MIMEType"), Text(item, "hothash"),
        Text(item, "sha256"), padTo);

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("IMALINK_CORPUS") is { Length: > 0 } named)
            return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "corpus");
            if (File.Exists(Path.Combine(candidate, "expected.json")))
                return candidate;
        }

        return null;
    }
}

/// <summary>One file of the corpus and what the reference says of it; null is 'nothing'.</summary>
internal sealed record CorpusFile(
    string Name, string? FileType, string? MimeType, string? Hothash, string? Sha256, long? PadTo)
{
    public override string ToString() => PadTo is null ? Name : Name + " (padded)";

    /// <summary>Gives the path of the file; a padded one is made in a folder.</summary>
    public string Provide(string folder)
    {
        var path = Path.Combine(Corpus.Folder!, Name);
        if (PadTo is not { } length)
            return path;
        var bytes = new byte[length];
        var head = File.ReadAllBytes(path);
        head.CopyTo(bytes, 0);
        for (var k = head.Length; k < bytes.Length; k++)
        {
            var i = k % 65521;
            bytes[k] = (byte)((i * 31) ^ (i >> 8));
        }

        var padded = Path.Combine(folder, "padded-" + Path.GetFileName(Name));
        File.WriteAllBytes(padded, bytes);
        return padded;
    }
}
