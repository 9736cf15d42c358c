using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Photos;

namespace ImaLink.Tests.Catalog;

public sealed class FileQueryTests : StorageTest
{
    [Fact]
    public void Run_MoreIdsAndHothashesThanSqliteTakesParameters_FindsThem()
    {
        var catalog = Open();
        Create(catalog);
        AddSession(catalog, "Rome", "photos/a.jpg", "photos/b.jpg");
        var query = new FileQuery(catalog);
        Assert.Equal(["a.jpg", "b.jpg"], query.Run(new FileFilter { Ids = Enumerable.Range(1, 40_000).Select(id => (long)id).ToList() }).Select(file => file.Name));
        var hothashes = Enumerable.Range(0, 40_000).Select(n => n.ToString("x64", null)).Append(Hash("photos/b.jpg").ToUpperInvariant()).ToList();
        Assert.Equal(["b.jpg"], query.Run(new FileFilter { Hothashes = hothashes }).Select(file => file.Name));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("*.jpg")]
    [InlineData("*IMG_1*")]
    [InlineData("*img_1*")]
    [InlineData("*cafe*")]
    [InlineData("*catalog*")]
    [InlineData("*/imalink_*/photos/*")]
    [InlineData("{0}/photos/2024/*")]
    [InlineData("{0}/photos/20*")]
    [InlineData("{0}/photos/2024/a`[1`].jpg")]
    [InlineData("{0}/photos/*/😀/*")]
    [InlineData("{0}/photos/😀/*")]
    [InlineData("{0}/PHOTOS/*")]
    [InlineData("{0}*")]
    [InlineData("/nowhere/*")]
    [InlineData("*[12]*.jpg")]
    [InlineData("*/x/b.jpg")]
    public void Run_Paths_FindsWhatFits(string pattern)
    {
        var catalog = Open();
        Create(catalog);
        string[] paths = ["photos/2024/IMG_1.jpg", "photos/2024/img_12.JPG", "photos/2024/a[1].jpg", "photos/2024/😀/x.jpg", "photos/😀/b.jpg", "photos/2023/cafe\u0301.jpg", "photos/2023/café.jpg", "photos/2023/cafe.jpg", "photos/x/b.jpg", "photos.jpg"];
        AddSession(catalog, "Journey", paths);
        string root = catalog.Storages.All().Single().Root;
        string wildcard = string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, Wildcard.Escape(root));
        var meant = new Wildcard(wildcard, ignoreCase: OperatingSystem.IsWindows());
        string[] expected = [.. paths.Where(path => meant.IsMatch(Path.Combine(root, path))).Order(StringComparer.Ordinal)];

        Assert.Equal(expected, new FileQuery(catalog).Run(new FileFilter { Paths = [wildcard] }).Select(file => file.RelativePath).Order(StringComparer.Ordinal));
        Assert.Equal(expected, new PhotoQuery(catalog).Run(new PhotoFilter { Paths = [wildcard] }).Select(photo => photo.RelativePath).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Run_Paths_SearchesTheIndexOfPaths()
    {
        var catalog = Open();
        Create(catalog);
        string root = catalog.Storages.All().Single().Root;
        HashSet<string> opening = [.. catalog.Prepared];
        foreach (string wildcard in (string[])[Wildcard.Escape(root) + "/photos/2024/*", Wildcard.Escape(root) + "/photos/[12]*/*", "*IMG_0107*", "*MG_01*"])
            Assert.Empty(new PathCondition(catalog, [wildcard], _ => "@0").Listed!);
        List<string> asked = [.. catalog.Prepared.Except(opening)];

        Assert.All(asked, statement => Assert.Empty(QueryPlanTests.Scans(catalog, statement)));
        string[] plan = [.. asked.Where(statement => statement.Contains("instr(", StringComparison.Ordinal)).SelectMany(statement => catalog.Query("EXPLAIN QUERY PLAN " + statement, row => row.GetString(3), 1L, "", ""))];
        Assert.Contains("SEARCH file USING INDEX file_path_key (storage_id=?)", plan);
    }

    [Fact]
    public void Run_PathOfVeryManyPhotos_FindsThem()
    {
        var catalog = Open();
        Create(catalog);
        AddSession(catalog, "Large", [.. Enumerable.Range(0, 5_100).Select(number => FormattableString.Invariant($"photos/{number}.jpg"))]);
        Assert.Equal(5_100, new PhotoQuery(catalog).Run(new PhotoFilter { Paths = ["*.jpg"] }).Count());
        Assert.Equal(5_100, new PhotoQuery(catalog).Run(new PhotoFilter { Paths = ["*.jpg"] }, PhotoOrder.TakenAt).Count());
        Assert.Equal(5_100, new PhotoQuery(catalog).Timeline(new PhotoFilter { Paths = ["*.jpg"] }, TimelineBy.Year).Sum(entry => entry.Photos));
    }

    [Fact]
    public void Run_Photos_FindsAllFilesOfThem()
    {
        var catalog = Open();
        Create(catalog);
        AddSession(catalog, "Journey", "photos/a.jpg", "photos/b.jpg");
        Guid photo = new PhotoQuery(catalog).Run(new PhotoFilter()).First().Uuid;
        Assert.Equal(["photos/a.jpg"], new FileQuery(catalog).Run(new FileFilter { Photo = new PhotoFilter { Uuids = [photo], IncludeHidden = true } }).Select(file => file.RelativePath));
    }

    [Fact]
    public void Run_OfPhotosThatHoldRawAndPicture_AsksTheFileForItsFormatAndThePhotoForTheRest()
    {
        var catalog = Open();
        Create(catalog);
        AddSession(catalog, "Journey", "photos/a.jpg", "photos/a.nef", "photos/b.jpg");
        foreach (string path in (string[])["photos/a.jpg", "photos/b.jpg"])
            Edit(catalog, path, entry => (entry.FileFormat, entry.CameraModel, entry.TakenAt) = ("JPEG", "X-T4", "2024-06-01T12:00:00"));
        Edit(catalog, "photos/a.nef", entry => (entry.FileFormat, entry.CameraModel, entry.TakenAt) = ("NEF", "X-T4", "2024-06-01T12:00:00"));
        var locator = new PhotoLocator(catalog);
        (long picture, long raw) = (locator.ByHothash(Hash("photos/a.jpg"))[0], locator.ByHothash(Hash("photos/a.nef"))[0]);
        var statements = new PhotoStatements(catalog, TimeSpan.Zero);
        catalog.Transaction(() => new PhotoGroups(catalog, statements).Join([raw], locator.ImagesOf(picture)[0]));
        catalog.Transaction(() => catalog.Statements.Say(picture, new Dictionary<string, string?> { ["rating"] = "5", ["date"] = "\"1975\"", ["hidden"] = "true" }));

        Assert.Equal(["photos/a.jpg", "photos/a.nef"], Run(new PhotoFilter { RatingMin = 4 }));
        Assert.Equal(["photos/a.nef"], Run(new PhotoFilter { RatingMin = 4, Formats = ["nef"] }));
        Assert.Equal(["photos/a.nef"], Run(new PhotoFilter { Kinds = ["Raw"] }));
        Assert.Equal(["photos/a.jpg", "photos/a.nef"], Run(new PhotoFilter { Before = new DateTime(1980, 1, 1) })); // as was said, whatever the file says
        Assert.Equal(["photos/a.jpg", "photos/a.nef", "photos/b.jpg"], Run(new PhotoFilter { Cameras = ["x-t*"] }));
        Assert.Equal(["photos/b.jpg"], Run(new PhotoFilter { Hidden = false }));
        Assert.Equal(ErrorCode.FileNotFound, Assert.Throws<ImaLinkException>(() => Run(new PhotoFilter { Cameras = ["Nikon"] })).Code);

        string[] Run(PhotoFilter filter) => [.. new FileQuery(catalog).Run(FileFilter.Of(filter)).Select(file => file.RelativePath).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Run_OfADisabledStorage_IsLeftOutUnlessStorageOrSessionIsNamed()
    {
        var catalog = Open();
        FileStorage storage = Create(catalog);
        AddSession(catalog, "Journey", "photos/a.jpg");
        Edit(catalog, "photos/a.jpg", entry => entry.CameraModel = "X-T4");
        Storages(catalog).Set(storage.Uuid, null, null, null, isActive: false);
        var query = new FileQuery(catalog);
        var filter = new PhotoFilter { Cameras = ["X-T4"] };

        Assert.Empty(query.Run(FileFilter.Of(filter)));
        Assert.Single(query.Run(FileFilter.Of(filter with { Sessions = [new Selector("Journey")] })));
        Assert.Single(query.Run(FileFilter.Of(filter with { Storages = [Selector.ByUuid(storage.Uuid)] })));
    }
}
