using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Photos;
using ImaLink.Recovery;
using ImaLink.Tests.Import;
using ImaLink.Tests.Recovery;

namespace ImaLink.Tests.Photos;

/// <summary>An archive of small photos, and which of them are one.</summary>
public abstract class PhotoGroupTest : ImportTest
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Imports photos by number, each a photo by itself: <c>1.jpg</c>.</summary>
    private protected void Import(params int[] numbers)
    {
        foreach (int number in numbers)
            Put($"{number}.jpg", TestPhotos.Jpeg(number));
        Mine.Import(Source, options: request => request with { Layout = "all" });
    }

    /// <summary>Says something as one command does.</summary>
    private protected static void Say(TestArchive archive, Action<CatalogDatabase, PhotoStatements> say) => archive.Use<object?>(catalog =>
    {
        var statements = new PhotoStatements(catalog, Patience);
        say(catalog, statements);
        Assert.Empty(statements.Write());
        return null;
    });

    private protected void Say(Action<CatalogDatabase, PhotoStatements> say) => Say(Mine, say);

    private protected static void Join(TestArchive archive, params string[] names) =>
        Say(archive, (catalog, statements) => new PhotoGroups(catalog, statements).Join([.. names.Select(name => PhotoOf(catalog, name))]));

    private protected void Join(params string[] names) => Join(Mine, names);

    private protected static void Split(TestArchive archive, params string[] names) =>
        Say(archive, (catalog, statements) => new PhotoGroups(catalog, statements).Split([.. names.Select(name => ImageOf(catalog, name))]));

    private protected void Split(params string[] names) => Split(Mine, names);

    private protected void Title(string name, string title) =>
        Say((catalog, statements) => statements.Say([(PhotoOf(catalog, name), new Dictionary<string, string?> { [StatementField.Title] = CanonicalJson.Of(title) })]));

    private protected static long ImageOf(CatalogDatabase catalog, string name) =>
        catalog.Query("SELECT image_id FROM file WHERE path LIKE '%/' || @0 || '.jpg' OR path LIKE '%/' || @0", row => row.GetInt64(0), name).First();

    private protected static long PhotoOf(CatalogDatabase catalog, string name) => new PhotoImageTable(catalog).PhotoOf(ImageOf(catalog, name))!.Value;

    /// <summary>The photos, each as the names of its images, the one that stands for it first: "1 2", "3".</summary>
    private protected static string[] Photos(TestArchive archive) => archive.Use(Photos);

    private protected string[] Photos() => Photos(Mine);

    private protected static string[] Photos(CatalogDatabase catalog) =>
        [.. catalog.Query("SELECT id FROM photo", row => row.GetInt64(0)).ToList()
            .Select(photo => new PhotoImageTable(catalog).OfPhoto(photo).ConvertAll(image => Path.GetFileNameWithoutExtension(image.Name)))
            .Select(names => string.Join(' ', names.Take(1).Concat(names.Skip(1).Order(StringComparer.Ordinal)))).Order(StringComparer.Ordinal)];

    private protected string?[] Titles(params string[] names) => Mine.Use(catalog => names.Select(name => catalog.Query(
        "SELECT photo.title FROM image CROSS JOIN photo ON photo.id = image.photo_id WHERE image.id = @0", row => row.TextOrNull(0), ImageOf(catalog, name)).First()).ToArray());

    /// <summary>What a catalog made of the storage alone says of it; it has to be what this one says.</summary>
    private protected void AssertAsRestored()
    {
        string path = Path.Combine(Folder, $"{Guid.NewGuid():N}.db");
        using CatalogDatabase restored = CatalogDatabase.OpenForWriting(path);
        var recovery = new RecoveryService(restored);
        foreach (IndexInventory found in recovery.Find([Mine.Layout.Root], OperationReporter.None, default))
            recovery.Restore(found, new RestoreRequest(), _ => { }, OperationReporter.None, default);
        Assert.Equal(Mine.Use(CatalogText.Of), CatalogText.Of(restored));
        Assert.Equal(Photos(), Photos(restored));
    }
}
