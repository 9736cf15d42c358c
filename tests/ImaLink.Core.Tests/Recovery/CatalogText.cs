using System.Text.Json;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Recovery;

/// <summary>A catalog as text: all that it says, and the answers to every query, without its own numbers.</summary>
internal static class CatalogText
{
    internal static List<string> Of(CatalogDatabase catalog) => [.. new CatalogExport(catalog).All(default).Select(item => item.ToString()), .. Answers(catalog)];

    private static IEnumerable<string> Answers(CatalogDatabase catalog)
    {
        var storages = new StorageService(catalog, TimeSpan.Zero).All().Select(storage => storage with { Id = 0, FreeBytes = 0 });
        var sessions = new SessionOperations(catalog, TimeSpan.Zero).Find(null, null).Select(session => session with { Id = 0 });
        var files = new FileQuery(catalog).Run(new FileFilter()).Select(file => file with { Id = 0 });
        return Lines(storages).Concat(Lines(sessions)).Concat(Lines(files));

        static IEnumerable<string> Lines<T>(IEnumerable<T> items) =>
            items.Select(item => $"{typeof(T).Name}\t{JsonSerializer.Serialize(item)}").Order(StringComparer.Ordinal);
    }

    /// <summary>Says where two texts part, if they do.</summary>
    internal static void AssertSame(List<string> expected, List<string> actual, string what)
    {
        var missing = expected.Except(actual).Take(5).ToList();
        var added = actual.Except(expected).Take(5).ToList();
        Assert.True(missing.Count + added.Count == 0, $"{what}: lost\n{string.Join('\n', missing)}\nand found\n{string.Join('\n', added)}");
        Assert.Equal(expected, actual);
    }
}
