using ImaLink.Catalog;
using ImaLink.Recovery;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Recovery;

public sealed class CatalogComparerTests : StorageTest
{
    private readonly CatalogDatabase _catalog;

    public CatalogComparerTests()
    {
        _catalog = Open();
        Create(_catalog);
        AddSession(_catalog, "Italy", "photos/a.jpg", "photos/b.jpg");
        AddSession(_catalog, "Norway", "photos/c.jpg");
        Edit(_catalog, "photos/a.jpg", file =>
        {
            file.Say(null, null, ("tag:family", true), ("tag:place/Oslo", true));
            file.Companions = [new CompanionEntry { Path = "photos/a.xmp", FileSize = 1, Sha256 = Hash("x"), Kind = "xmp" }];
        });
    }

    private List<CatalogComparison> Compare()
    {
        string before = Tree.Of(Row(_catalog).Root);
        List<string> known = CatalogText.Of(_catalog);
        var results = new List<CatalogComparison>();
        using (var comparer = new CatalogComparer(_catalog.Path))
            comparer.Run(results.Add, OperationReporter.None, default);
        Assert.Equal(before, Tree.Of(Row(_catalog).Root));
        Assert.Equal(known, CatalogText.Of(_catalog));
        return results;
    }

    private List<string> Differences() => [.. Compare().Where(result => result.Verdict != ComparisonVerdict.Same).Select(Text)];

    private static string Text(CatalogComparison result) =>
        $"{result.Verdict} {result.Kind} {Path.GetFileName(result.FullName)} {result.Field}: {result.CatalogValue} | {result.IndexValue}";

    [Fact]
    public void Run_NothingDiffers_TellsEachStorageAndSession()
    {
        List<CatalogComparison> results = Compare();
        Assert.All(results, result => Assert.Equal((ComparisonVerdict.Same, true), (result.Verdict, result.Ok)));
        Assert.Equal([Row(_catalog).Root, Layout(_catalog).SessionIndex(1), Layout(_catalog).SessionIndex(2)], results.Select(result => result.FullName));
        Assert.Equal([null, "Italy", "Norway"], results.Select(result => result.Session));
    }

    [Fact]
    public void Run_CatalogWasTamperedWith_NamesEachItemFieldAndBothValues()
    {
        _catalog.Execute("UPDATE file SET size = 99, camera_make = 'Nikon' WHERE path = 'photos/b.jpg'");
        _catalog.Execute("UPDATE session SET title = 'Spain' WHERE title = 'Italy'");
        _catalog.Execute("UPDATE photo SET rating = 4 WHERE id = (SELECT photo_id FROM image JOIN file ON file.image_id = image.id WHERE path = 'photos/c.jpg')");
        _catalog.Execute("DELETE FROM photo_tag WHERE tag_id = (SELECT id FROM tag WHERE path = 'family')");
        _catalog.Execute("UPDATE companion SET kind = 'aae'");
        _catalog.Execute("UPDATE storage SET retired = 1");
        List<string> differences = Differences();
        Assert.Equal(new[]
        {
            $"Different Storage {Row(_catalog).DirectoryName} retired: 1 | 0",
            "Different Session session_1.json title: Spain | Italy",
            $"Different Photo {PhotoOf("photos/b.jpg"):N} camera: Nikon | ",
            $"Different Photo {PhotoOf("photos/c.jpg"):N} rating: 4 | ",
            $"Different Photo {PhotoOf("photos/a.jpg"):N} tags: place/Oslo | family\nplace/Oslo",
            $"Different SearchText {PhotoOf("photos/b.jpg"):N} camera: nikon | ",
            "Different File b.jpg size: 99 | 12",
            "Different File b.jpg camera_make: Nikon | ",
            "Different Companion a.xmp kind: aae | xmp",
        }.Order(StringComparer.Ordinal), differences.Order(StringComparer.Ordinal));
        Assert.All(Compare(), result => Assert.Equal(result.Verdict == ComparisonVerdict.Same, result.Ok));
        Assert.Equal(("NAS", "Spain"), Compare().Where(result => result.Field == "size").Select(result => (result.Storage, result.Session)).Single());
    }

    private Guid PhotoOf(string path) => new FileEntries(_catalog).Get(_catalog.Files.ByPath(Row(_catalog).Id, path)!.Id).PhotoUuid();

    [Fact]
    public void Run_RowsAreMissingOrTooMany_SaysWhereTheyAre()
    {
        _catalog.Files.Delete(_catalog.Files.ByPath(Row(_catalog).Id, "photos/b.jpg")!.Id);
        AddSession(_catalog, "Spain");
        _catalog.Files.Put(Row(_catalog).Id, _catalog.Sessions.All()[^1].Id, AddFile(Layout(_catalog), "photos/z.jpg", "z"));
        List<CatalogComparison> results = Compare();
        Assert.Contains(results, result => Text(result) == "OnlyInIndex File b.jpg :  | ");
        Assert.Contains(results, result => Text(result) == "OnlyInCatalog File z.jpg :  | ");
    }

    [Fact]
    public void Run_SearchTextIsNotThePhotos_SaysSo()
    {
        _catalog.Execute("DELETE FROM photo_text WHERE rowid = (SELECT photo_id FROM image JOIN file ON file.image_id = image.id WHERE path = 'photos/c.jpg')");
        Assert.Equal([$"OnlyInIndex SearchText {PhotoOf("photos/c.jpg"):N} :  | "], Differences());
    }

    [Fact]
    public void Run_EditsNotYetWritten_ArePendingAndNoError()
    {
        _catalog.Storages.Update(Row(_catalog) with { Name = "New name", Pending = "name", Dirty = true });
        _catalog.Execute("UPDATE session SET title = 'Spain', dirty = 1, pending = 'title' WHERE title = 'Italy'");
        _catalog.Statements.Say(_catalog.Scalar<long>("SELECT photo_id FROM image JOIN file ON file.image_id = image.id WHERE path = 'photos/c.jpg'"), new Dictionary<string, string?> { ["title"] = "\"x\"" });
        List<CatalogComparison> results = Compare();
        Assert.All(results, result => Assert.True(result.Ok));
        Assert.Equal(["name", "title", "title", null], results.Where(result => result.Verdict == ComparisonVerdict.Pending && result.Kind != "SearchText").Select(result => result.Field));
    }

    [Fact]
    public void Run_SeveralFactsOfAFileNotYetWritten_AreOneResult()
    {
        _catalog.Execute("UPDATE file SET camera_model = 'x', iso = 7, facts_version = 3");
        _catalog.Execute("UPDATE session SET dirty = 1");
        List<CatalogComparison> files = Compare().FindAll(result => result.Kind == "File");
        Assert.Equal(files.Select(file => file.FullName).Distinct(), files.Select(file => file.FullName));
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(("Pending", true, "camera_model, iso, facts_version", null), (file.Verdict, file.Ok, file.Field, file.CatalogValue)));
    }

    [Fact]
    public void Run_AnotherCatalogWrote_SaysThatTheIndexIsNewer()
    {
        CatalogDatabase other = Open("other");
        Storages(other).Register(Row(_catalog).Root, null, default);
        Edit(other, "photos/c.jpg", file => file.CameraMake = "Sony");
        List<CatalogComparison> results = Compare();
        CatalogComparison camera = Assert.Single(results, result => result.Field == "camera_make");
        Assert.Equal(("Different", null, "Sony", "Norway"), (camera.Verdict, camera.CatalogValue, camera.IndexValue, camera.Session));
        Assert.Contains("newer", camera.Detail);
    }

    [Fact]
    public void Run_StorageIsOfflineDisabledOrDamaged_IsNamedAndTheRestCompared()
    {
        FileStorage second = Storages(_catalog).Create("Second", Folder, null);
        FileStorage third = Storages(_catalog).Create("Third", Folder, null);
        Storages(_catalog).Set(third.Uuid, null, null, null, isActive: false);
        Directory.Move(second.FullName, second.FullName + ".away");
        Assert.Equal([("Second", "Offline", false), ("Third", "NotCompared", true)], Others());
        Directory.Move(second.FullName + ".away", second.FullName);
        File.WriteAllText(Path.Combine(second.FullName, "index.json"), "{");
        Assert.Equal([("Second", "Unreadable", false), ("Third", "NotCompared", true)], Others());

        List<(string, string, bool)> Others()
        {
            List<CatalogComparison> results = Compare();
            Assert.Equal(3, results.Count(result => result.Verdict == "Same" && result.Storage == "NAS"));
            return [.. results.Where(result => result.Storage != "NAS").Select(result => (result.Storage!, result.Verdict, result.Ok))];
        }
    }
}
