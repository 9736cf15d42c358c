using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Archive;

public sealed class StorageServiceTests : StorageTest
{
    private readonly CatalogDatabase _catalog;
    private readonly StorageService _service;

    public StorageServiceTests()
    {
        _catalog = Open();
        _service = Storages(_catalog);
    }

    private string Index => Layout(_catalog).MasterIndex;

    [Fact]
    public void Create_NewStorage_IsHealthyAndRegistered()
    {
        var storage = Create(_catalog);
        Assert.Equal(("NAS", "Photos", true, true, 0L), (storage.Name, storage.Description, storage.IsActive, storage.IsAccessible, storage.TotalFiles));
        Assert.Matches("^imalink_[0-9]{8}_[0-9]{6}_[0-9a-f]{8}$", storage.DirectoryName);
        Assert.StartsWith(storage.Uuid.ToString()[..8], storage.DirectoryName[^8..]);
        Assert.NotNull(storage.FreeBytes);
        AssertConsistent(_catalog);
    }

    [Theory]
    [InlineData("NAS", ErrorCode.StorageNameTaken)]
    [InlineData("nas", ErrorCode.StorageNameTaken)]
    [InlineData("", ErrorCode.InvalidValue)]
    [InlineData(" ", ErrorCode.InvalidValue)]
    [InlineData("a\nb", ErrorCode.InvalidValue)]
    public void Create_NameIsUnusable_IsRefusedAndCreatesNothing(string name, ErrorCode code)
    {
        Create(_catalog);
        Fails(code, () => Create(_catalog, name));
        Assert.Single(Directory.EnumerateDirectories(Folder));
    }

    [Fact]
    public void Create_FolderIsNotThere_IsRefused() => Fails(ErrorCode.PathNotFound, () => _service.Create("NAS", Path.Combine(Folder, "no"), null));

    [Fact]
    public void Register_UnknownStorage_HasAllItsIndexesSay()
    {
        Create(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg", "photos/2.jpg");
        var other = Open("other");
        var storage = Storages(other).Register(Row(_catalog).Root + Path.DirectorySeparatorChar, null, default);
        Assert.Equal((2L, "NAS", Row(_catalog).Root), (storage.TotalFiles, storage.Name, storage.FullName));
        Assert.Equal(Content(_catalog), Content(other));
    }

    [Fact]
    public void Register_UnderAnotherName_IsWrittenOnTheNextVisit()
    {
        Create(_catalog);
        var other = Open("other");
        Storages(other).Register(Row(_catalog).Root, "Attic", default);
        Visit(other);
        Visit(_catalog);
        Assert.Equal("Attic", Row(_catalog).Name);
        Assert.False(IsDirty(other));
    }

    [Fact]
    public void Register_NameIsTakenByAnother_IsRefused()
    {
        Create(_catalog);
        var other = Open("other");
        Storages(other).Create("nas", Directory.CreateDirectory(Path.Combine(Folder, "other")).FullName, null);
        Fails(ErrorCode.StorageNameTaken, () => Storages(other).Register(Row(_catalog).Root, null, default));
    }

    [Fact]
    public void Register_KnownAlready_IsRefused()
    {
        Create(_catalog);
        Fails(ErrorCode.StorageAlreadyRegistered, () => _service.Register(Row(_catalog).Root, null, default));
        Fails(ErrorCode.NotAStorage, () => _service.Register(Folder, null, default));
    }

    [Fact]
    public void Register_KnownAndMoved_IsFoundAtItsNewPlace()
    {
        Create(_catalog);
        var moved = MoveStorage("elsewhere");
        Assert.Equal(moved, _service.Register(moved, null, default).FullName);
    }

    [Fact]
    public void Register_SecondCopy_IsAClone()
    {
        Create(_catalog);
        var copy = Path.Combine(Folder, "copy");
        Directory.CreateDirectory(copy);
        File.Copy(Index, Path.Combine(copy, "index.json"));
        Fails(ErrorCode.StorageCloned, () => _service.Register(copy, null, default));
        Fails(ErrorCode.StorageCloned, () => _service.Set(Row(_catalog).Uuid, null, null, copy, null));
        Fails(ErrorCode.StorageCloned, () => _service.Rows(new Selector(copy) { FullPath = copy }));
    }

    [Fact]
    public void Register_SameFolderThroughALink_IsNoClone()
    {
        Create(_catalog);
        var link = Path.Combine(Folder, "link");
        Directory.CreateSymbolicLink(link, Row(_catalog).Root);
        Assert.Equal(link, _service.Register(link, null, default).FullName);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, "/")]
    [InlineData(true, "/")]
    public void Set_BasePath_TakesTheFolderAboveOrTheStorageItself(bool own, string end)
    {
        Create(_catalog);
        var moved = MoveStorage(Path.Combine("mnt", Row(_catalog).DirectoryName));
        var storage = _service.Set(Row(_catalog).Uuid, null, null, (own ? moved : Path.GetDirectoryName(moved)!) + end, null);
        Assert.Equal((moved, Path.GetDirectoryName(moved), true), (storage.FullName, storage.BasePath, storage.IsAccessible));
    }

    [Fact]
    public void Set_BasePathHoldsAnotherOrNone_IsRefused()
    {
        Create(_catalog);
        var first = Row(_catalog).Uuid;
        var second = Create(_catalog, "Second");
        Fails(ErrorCode.StorageOffline, () => _service.Set(first, null, null, second.FullName, null));
        Fails(ErrorCode.StorageOffline, () => _service.Set(first, null, null, Path.Combine(Folder, "no"), null));
    }

    [Fact]
    public void Set_NameAndState_StandInTheIndex()
    {
        Create(_catalog);
        _service.Set(Row(_catalog).Uuid, "Attic", "", null, false);
        var info = MasterIndexFile.Read(Index).StorageInfo;
        Assert.Equal(("Attic", "", false), (info.DisplayName, info.Description, info.IsActive));
        Assert.False(IsDirty(_catalog));
        Create(_catalog, "Second");
        Fails(ErrorCode.StorageNameTaken, () => _service.Set(Row(_catalog).Uuid, "SECOND", null, null, null));
    }

    [Fact]
    public void Set_IndexIsDamaged_IsRefusedAndChangesNothing()
    {
        Create(_catalog);
        var root = Row(_catalog).Root;
        AddSession(_catalog, "Rome", "photos/1.jpg");
        var content = Content(_catalog);
        File.WriteAllText(Index, "{ damaged");
        Fails(ErrorCode.IndexCorrupt, () => _service.Set(Row(_catalog).Uuid, "Attic", null, null, null));
        Fails(ErrorCode.IndexCorrupt, () => Visit(_catalog));
        Fails(ErrorCode.IndexCorrupt, () => Storages(Open("other")).Register(root, null, default));
        Fails(ErrorCode.IndexCorrupt, () => _service.Set(Row(_catalog).Uuid, null, null, root, null));
        Fails(ErrorCode.IndexCorrupt, () => Sessions(_catalog).Set(Sessions(_catalog).Find(null, null).Single(), "x", null, null));
        Assert.Equal(content, Content(_catalog));
        Assert.Equal("{ damaged", File.ReadAllText(Index));
        Assert.Equal("Damaged", _service.Test(Row(_catalog).Uuid, default).Verdict);
    }

    [Fact]
    public void Visit_IndexIsOfANewerVersion_IsReadAndNeverWritten()
    {
        Create(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg");
        var other = Open("other");
        var text = File.ReadAllText(Index).Replace("\"2.0\"", "\"3.1\"");
        File.WriteAllText(Index, text);
        Assert.Equal(1, Storages(other).Register(Row(_catalog).Root, null, default).TotalFiles);
        Fails(ErrorCode.IndexTooNew, () => Visit(other));
        Fails(ErrorCode.IndexTooNew, () => _service.Set(Row(_catalog).Uuid, "Attic", null, null, null));
        Fails(ErrorCode.IndexTooNew, () => Remove(_catalog, "photos/1.jpg"));
        Assert.Equal(text, File.ReadAllText(Index));
        Assert.True(File.Exists(Layout(_catalog).FullName("photos/1.jpg")));
    }

    [Fact]
    public void Visit_SessionIndexIsOfANewerVersion_IsReadAndNeverWritten()
    {
        Create(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg");
        var path = Layout(_catalog).SessionIndex(1);
        var text = File.ReadAllText(path).Replace("\"2.0\"", "\"3.1\"");
        File.WriteAllText(path, text);
        Fails(ErrorCode.IndexTooNew, () => Edit(_catalog, "photos/1.jpg", file => file.Iso = 1));
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void Visit_StorageIsRetired_IsRefused()
    {
        Create(_catalog);
        var master = MasterIndexFile.Read(Index);
        master.StorageInfo.Retired = true;
        File.WriteAllBytes(Index, Tests.Index.Samples.Bytes(master));
        Fails(ErrorCode.StorageRetired, () => Visit(_catalog));
        Assert.Equal("Retired", _service.Test(Row(_catalog).Uuid, default).Verdict);
    }

    [Fact]
    public void Visit_StorageIsOffline_IsRefusedAndTheCatalogKeepsAll()
    {
        Create(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg");
        MoveStorage("away");
        Fails(ErrorCode.StorageOffline, () => Visit(_catalog));
        Assert.Equal("Offline", _service.Test(Row(_catalog).Uuid, default).Verdict);
        Assert.False(_service.All().Single().IsAccessible);
        Assert.Equal(["photos/1.jpg"], Paths(_catalog));
    }

    [Fact]
    public void Remove_Storage_LeavesItsDiskAndNoTrace()
    {
        Create(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg");
        var layout = Layout(_catalog);
        var index = File.ReadAllText(layout.MasterIndex);
        Assert.True(_service.Remove(Row(_catalog).Uuid, force: false));
        Assert.Equal(index, File.ReadAllText(layout.MasterIndex));
        Assert.True(File.Exists(layout.FullName("photos/1.jpg")));
        Assert.Equal(0, _catalog.Describe().Photos + _catalog.Describe().Files + _catalog.Describe().Sessions);
        AssertWhole(_catalog);
        Assert.Equal(1, _service.Register(layout.Root, null, default).TotalFiles);
    }

    [Fact]
    public void Remove_OfflineWithUnwrittenEdits_TakesForce()
    {
        Create(_catalog);
        MoveStorage("away");
        _service.Set(Row(_catalog).Uuid, "Attic", null, null, null);
        Assert.False(_service.Remove(Row(_catalog).Uuid, force: false));
        Assert.Equal("Attic", Row(_catalog).Name);
        Assert.True(_service.Remove(Row(_catalog).Uuid, force: true));
        Assert.Empty(_service.All());
    }

    [Fact]
    public void Test_PartsAreGone_NamesEach()
    {
        Create(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg");
        File.Delete(Layout(_catalog).SessionIndex(1));
        File.Delete(Layout(_catalog).Manifest);
        var result = _service.Test(Row(_catalog).Uuid, default);
        Assert.Equal(("Damaged", false), (result.Verdict, result.Ok));
        Assert.Contains("session_1.json", result.Detail);
        Assert.Contains("manifest-sha256.txt", result.Detail);
    }

    [Fact]
    public void Test_SessionIndexIsNotTheOneNamed_IsDamaged()
    {
        Create(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg");
        File.AppendAllText(Layout(_catalog).SessionIndex(1), " ");
        Assert.Equal("Damaged", _service.Test(Row(_catalog).Uuid, default).Verdict);
    }

    [Fact]
    public void Test_OperationIsUnfinished_SaysSo()
    {
        Create(_catalog);
        Journal.Prepare(new DurableFiles(), Layout(_catalog), "import", Guid.NewGuid(), _catalog.Uuid)
            .Begin(new() { Trash = "x" }, JournalJson.Instance.RemovalPlan);
        Assert.Equal("Unfinished", _service.Test(Row(_catalog).Uuid, default).Verdict);
    }

    [Fact]
    public void Find_ByNameUuidIdAndPath_IsTheStorage()
    {
        var storage = Create(_catalog);
        foreach (var selector in new[] { new Selector("nas"), Selector.ByUuid(storage.Uuid), new Selector($"{storage.Id}"), new Selector(storage.FullName) { FullPath = storage.FullName } })
            Assert.Equal(storage.Uuid, _service.Find(selector).Single().Uuid);
        Fails(ErrorCode.StorageNotFound, () => Assert.NotEmpty(_service.Find(new Selector("other"))));
    }

    private string MoveStorage(string to)
    {
        var target = Path.Combine(Folder, to);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Directory.Move(Row(_catalog).Root, target);
        return target;
    }

    private static void Fails(ErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<ImaLinkException>(action).Code);
}
