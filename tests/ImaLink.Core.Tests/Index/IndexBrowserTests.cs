using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Index;

/// <summary>A storage is looked through by its indexes alone, as far as they go.</summary>
public sealed class IndexBrowserTests : StorageTest
{
    private static readonly FileFilter All = new();
    private readonly CatalogDatabase _catalog;
    private readonly StorageLayout _layout;

    public IndexBrowserTests()
    {
        _catalog = Open();
        Create(_catalog);
        _layout = Layout(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg", "photos/2.jpg", "photos/3.jpg");
        AddSession(_catalog, "Oslo", "photos/4.jpg");
    }

    private IndexBrowser Browse() => new(_layout.Root, default);

    private static List<string> Files(IndexBrowser browser, string? session = null) =>
        [.. browser.Sessions(session is null ? null : new Selector(session)).SelectMany(source => browser.Files(source, All)).Select(file => file.RelativePath).Order(StringComparer.Ordinal)];

    [Fact]
    public void Browse_HealthyStorage_TellsWhatTheCatalogTells()
    {
        IndexBrowser browser = Browse();
        Assert.Equal(Storages(_catalog).All().Single() with { Id = 0, FreeBytes = null }, browser.Storage(default) with { FreeBytes = null });
        Assert.Equal(Sessions(_catalog).Find(null, null).Select(session => session with { Id = 0 }), browser.Sessions(null).Select(source => browser.Describe(source) with { Id = 0 }));
        Assert.Equal(
            new FileQuery(_catalog).Run(All).OrderBy(file => file.RelativePath, StringComparer.Ordinal).Select(Comparable),
            browser.Sessions(null).SelectMany(source => browser.Files(source, All)).OrderBy(file => file.RelativePath, StringComparer.Ordinal).Select(Comparable));
        Assert.Null(browser.MasterProblem);

        static (ImageFile, string) Comparable(ImageFile file) => (file with { Id = 0, CompanionEntries = [] }, string.Join('\n', file.Companions));
    }

    [Fact]
    public void Sessions_AreNamedAsInTheCatalog()
    {
        IndexBrowser browser = Browse();
        Assert.Equal(["photos/4.jpg"], Files(browser, "oslo"));
        Assert.Equal(["photos/4.jpg"], Files(browser, "2"));
        Assert.Equal(["photos/4.jpg"], Files(browser, browser.Sessions(null)[1].Uuid.ToString()));
        Assert.Equal(2, browser.Sessions(new Selector("*o*") { IsWildcard = true }).Count);
        Assert.Empty(browser.Sessions(new Selector("x*") { IsWildcard = true }));
        Assert.Equal(ErrorCode.SessionNotFound, Assert.Throws<ImaLinkException>(() => browser.Sessions(new Selector("Bergen"))).Code);
    }

    [Fact]
    public void Browse_WithoutMasterIndex_CountsTheFiles()
    {
        File.Delete(_layout.MasterIndex);
        File.Delete(_layout.MasterIndex + ".bak");
        IndexBrowser browser = Browse();
        FileStorage storage = browser.Storage(default);
        Assert.Equal((Row(_catalog).Uuid, _layout.Root, 4L, 48L), (storage.Uuid, storage.FullName, storage.TotalFiles, storage.TotalBytes));
        Assert.Contains("index.json", browser.MasterProblem);
        Assert.Equal(4, Files(browser).Count);
    }

    [Fact]
    public void Files_OfAnIndexThatIsDamagedFurtherOn_ComeUpToTheDamage()
    {
        string text = File.ReadAllText(_layout.SessionIndex(1));
        File.WriteAllText(_layout.SessionIndex(1), text[..text.LastIndexOf("\"hothash_scheme\"", StringComparison.Ordinal)]);
        IndexBrowser browser = Browse();
        var read = new List<ImageFile>();
        var error = Assert.Throws<ImaLinkException>(() => read.AddRange(browser.Files(browser.Sessions(null)[0], All).Select(Count)));
        Assert.Equal((2, ErrorCode.IndexCorrupt, _layout.SessionIndex(1)), (_count, error.Code, error.Target));
        Assert.Equal(["photos/4.jpg"], Files(browser, "Oslo"));
    }

    private int _count;

    private ImageFile Count(ImageFile file)
    {
        _count++;
        return file;
    }

    [Fact]
    public void SessionWithoutUsableIndex_IsAnErrorThatNamesIt()
    {
        File.WriteAllText(_layout.SessionIndex(1), "{");
        File.Delete(_layout.SessionIndex(1) + ".bak");
        IndexBrowser browser = Browse();
        var error = Assert.Throws<ImaLinkException>(() => browser.Describe(browser.Sessions(null)[0]));
        Assert.Equal((ErrorCode.IndexCorrupt, _layout.SessionIndex(1)), (error.Code, error.Target));
        Assert.Contains("Rome", error.Message);
        Assert.Equal("Oslo", browser.Describe(browser.Sessions(null)[1]).Title);
    }

    [Fact]
    public void SessionOfTheFirstImplementation_IsListedAndItsFilesAreAnError()
    {
        File.WriteAllText(_layout.SessionIndex(2), """{ "import_session": { "id": 7, "title": "Oslo", "imported_at": "2023-01-01T00:00:00" }, "files": { "a": { "filename": "4.jpg", "file_size": 12 } } }""");
        File.Delete(_layout.SessionIndex(2) + ".bak");
        IndexBrowser browser = Browse();
        SessionSource source = browser.Sessions(new Selector("Oslo"))[0];
        Assert.Equal(("Oslo", 2L, _layout.SessionIndex(2)), (browser.Describe(source).Title, browser.Describe(source).Id, browser.Describe(source).IndexFile));
        Assert.Contains("Restore-ImaCatalog", Assert.Throws<ImaLinkException>(() => browser.Files(source, All)).Message);
    }

    [Fact]
    public void Browse_NoStorage_IsAnError()
    {
        Assert.Equal(ErrorCode.NotAStorage, Assert.Throws<ImaLinkException>(() => new IndexBrowser(Folder, default)).Code);
        foreach (string file in Directory.GetFiles(_layout.Imports))
            File.Delete(file);
        File.Delete(_layout.MasterIndex + ".bak");
        File.WriteAllText(_layout.MasterIndex, "{");
        var error = Assert.Throws<ImaLinkException>(Browse);
        Assert.Equal((ErrorCode.NotAStorage, _layout.Root), (error.Code, error.Target));
        Assert.Contains("No session index tells more", error.Message);
    }
}
