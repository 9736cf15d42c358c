using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Photos;
using ImaLink.Tests.Index;
using ImaLink.Tests.Recovery;

namespace ImaLink.Tests.Photos;

public sealed class AlbumServiceTests : AlbumTest
{
    private CatalogDatabase MakeOne()
    {
        CatalogDatabase catalog = Make("one");
        AddSession(catalog, "Rome", "photos/1.jpg", "photos/2.jpg", "photos/3.jpg", "photos/4.jpg");
        return catalog;
    }

    [Fact]
    public void AddPhotos_InOrder_StandsInTheStorageAndKeepsToTheSchema()
    {
        CatalogDatabase catalog = MakeOne();
        Album album = Make(catalog, "Travel/Italy", "photos/2.jpg", "photos/1.jpg");
        Assert.Equal("2.jpg 1.jpg", Content(catalog, "Italy"));
        Assert.Equal(("Travel/Italy", "Travel", 2L, 0L), (album.FullTitle, album.Parent, album.Count, album.Unknown));
        Assert.Equal(["one"], album.Storages);
        Assert.Empty(album.Unwritten);
        Assert.Equal(2, Files(Root(catalog)).Length);
        Schema.AssertStorage(Root(catalog));
        Assert.Equal(MasterIndex.CurrentVersion, MasterIndexFile.Read(Layout(catalog).MasterIndex).ImalinkVersion);
        Assert.Equal(0, catalog.Describe().Dirty);
    }

    [Fact]
    public void AddPhotos_InPlaces_AreMovedThere()
    {
        CatalogDatabase catalog = MakeOne();
        Album album = Make(catalog, "A", "photos/1.jpg", "photos/2.jpg", "photos/3.jpg");
        Assert.Equal(1, Service(catalog).AddPhotos(album.Uuid, Photos(catalog, "photos/4.jpg"), new AlbumPlace { Position = 2 }).Added);
        Assert.Equal("1.jpg 4.jpg 2.jpg 3.jpg", Content(catalog, "A"));
        Assert.Equal(0, Service(catalog).AddPhotos(album.Uuid, Photos(catalog, "photos/3.jpg", "photos/2.jpg"), new AlbumPlace { Before = Photo(catalog, "photos/1.jpg") }).Added);
        Assert.Equal("3.jpg 2.jpg 1.jpg 4.jpg", Content(catalog, "A"));
        Service(catalog).AddPhotos(album.Uuid, Photos(catalog, "photos/3.jpg"), new AlbumPlace { After = Photo(catalog, "photos/4.jpg") });
        Assert.Equal("2.jpg 1.jpg 4.jpg 3.jpg", Content(catalog, "A"));
        Assert.Equal(0, Service(catalog).AddPhotos(album.Uuid, Photos(catalog, "photos/1.jpg"), new AlbumPlace()).Added);
        Assert.Equal("2.jpg 1.jpg 4.jpg 3.jpg", Content(catalog, "A"));
        Assert.Equal(1, Service(catalog).RemovePhotos(album.Uuid, Photos(catalog, "photos/1.jpg")).Removed);
        Assert.Equal("2.jpg 4.jpg 3.jpg", Content(catalog, "A"));
        Assert.Throws<ImaLinkException>(() => Service(catalog).AddPhotos(album.Uuid, Photos(catalog, "photos/4.jpg"), new AlbumPlace { After = Photo(catalog, "photos/1.jpg") }));
    }

    [Fact]
    public void AddPhotos_AlwaysAtOnePlace_HaveRoomForEver()
    {
        CatalogDatabase catalog = Make("one");
        AddSession(catalog, "Many", [.. Enumerable.Range(0, 40).Select(i => $"photos/{i:00}.jpg")]);
        Album album = Make(catalog, "A", "photos/00.jpg", "photos/01.jpg");
        catalog.Execute("UPDATE album_member SET position = position || @0", new string('z', AlbumPosition.MaxLength - 3));
        for (int i = 2; i < 40; i++)
            Service(catalog).AddPhotos(album.Uuid, [Photo(catalog, $"photos/{i:00}.jpg")], new AlbumPlace { Position = 2 });
        Assert.Equal("00.jpg " + string.Join(' ', Enumerable.Range(2, 38).Reverse().Select(i => $"{i:00}.jpg")) + " 01.jpg", Content(catalog, "A"));
        Assert.Empty(Service(catalog).Write());
        Assert.All(AlbumFile.ReadMembers(Files(Root(catalog))[0]), member => Assert.True(AlbumPosition.IsValid(member.Position)));
    }

    [Fact]
    public void Set_IntoItself_IsRefused()
    {
        CatalogDatabase catalog = MakeOne();
        Album inner = Make(catalog, "Travel/Italy/Rome"), outer = Get(catalog, "Travel");
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Service(catalog).Set(outer.Uuid, new AlbumEdit { Parent = Selector.ByUuid(inner.Uuid) })).Code);
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Service(catalog).Set(outer.Uuid, new AlbumEdit { Parent = Selector.ByUuid(outer.Uuid) })).Code);
        Assert.Equal("Rome", Service(catalog).Set(inner.Uuid, new AlbumEdit { AtTop = true }).FullTitle);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a\0b")]
    public void Create_UnusableTitle_IsRefusedAndMakesNothing(string title)
    {
        CatalogDatabase catalog = MakeOne();
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Service(catalog).Create(title, new AlbumEdit())).Code);
        Assert.Empty(new AlbumFinder(catalog).Find(null));
    }

    [Fact]
    public void Create_HalfACharacterInTheTitle_IsRefused() =>
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Service(MakeOne()).Create("a" + (char)0xD800, new AlbumEdit())).Code);

    [Fact]
    public void Find_NamesOfAllKinds_AreResolved()
    {
        CatalogDatabase catalog = MakeOne();
        Album one = Make(catalog, "2023/Summer"), other = Make(catalog, "2024/Summer"), brackets = Make(catalog, "[x]");
        Assert.Equal(other, Get(catalog, "2024/summer"), (a, b) => a!.Uuid == b!.Uuid);
        Assert.Equal(one.Uuid, Get(catalog, one.Uuid.ToString()).Uuid);
        Assert.Equal(brackets.Uuid, Get(catalog, "[x]").Uuid);
        ImaLinkException ambiguous = Assert.Throws<ImaLinkException>(() => Get(catalog, "Summer"));
        Assert.Equal(ErrorCode.AmbiguousAlbum, ambiguous.Code);
        Assert.Contains("'2023/Summer'", ambiguous.Message, StringComparison.Ordinal);
        Assert.Equal(2, new AlbumFinder(catalog).Find(new Selector("*Summer") { IsWildcard = true }).Count);
        Assert.Empty(new AlbumFinder(catalog).Find(new Selector("x*") { IsWildcard = true }));
        Assert.Equal(ErrorCode.AlbumNotFound, Assert.Throws<ImaLinkException>(() => Get(catalog, "Winter")).Code);
        Assert.Equal(ErrorCode.AlbumExists, Assert.Throws<ImaLinkException>(() => Service(catalog).Create("2024/SUMMER", new AlbumEdit())).Code);
    }

    [Fact]
    public void Remove_AlbumWithAlbums_AsksForRecurseAndLeavesATombstone()
    {
        CatalogDatabase catalog = MakeOne();
        Make(catalog, "Travel/Italy", "photos/1.jpg");
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Service(catalog).Remove(Get(catalog, "Travel").Uuid, false)).Code);
        Service(catalog).Remove(Get(catalog, "Travel").Uuid, true);
        Assert.Empty(Service(catalog).Write());
        Assert.Empty(new AlbumFinder(catalog).Find(null));
        Assert.All(Files(Root(catalog)), file => Assert.Empty(AlbumFile.ReadMembers(file)));

        CatalogDatabase rebuilt = Open("rebuilt");
        Restore(rebuilt, Root(catalog));
        Assert.Empty(new AlbumFinder(rebuilt).Find(null));
        CatalogText.AssertSame(CatalogText.Of(catalog), CatalogText.Of(rebuilt), "Rebuilt");
    }

    [Fact]
    public void SavedSearch_StaysOneAndTakesNoPhotos()
    {
        CatalogDatabase catalog = MakeOne();
        Album search = Service(catalog).Create("Best", new AlbumEdit { Filter = new PhotoFilter { RatingMin = 4, Tags = ["Family"] } });
        Assert.Equal((AlbumKind.Search, "{\"rating_min\":4,\"tags\":[\"Family\"]}"), (search.Kind, search.Filter));
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Service(catalog).AddPhotos(search.Uuid, Photos(catalog, "photos/1.jpg"), new AlbumPlace())).Code);
        Assert.Empty(Service(catalog).Write());
        CatalogDatabase rebuilt = Open("rebuilt");
        Restore(rebuilt, Root(catalog));
        Assert.Equal(search.Filter, Get(rebuilt, "Best").Filter);
    }

    [Fact]
    public void SavedSearch_ValueThatCannotBeRead_IsTold()
    {
        CatalogDatabase catalog = MakeOne();
        Album search = Service(catalog).Create("Best", new AlbumEdit { Filter = new PhotoFilter { RatingMin = 4 } });
        Assert.Empty(Service(catalog).Write());
        string file = Layout(catalog).Album(search.Uuid);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"rating_min\": 4", "\"rating_min\": [4]", StringComparison.Ordinal));
        CatalogDatabase rebuilt = Open("rebuilt");
        Restore(rebuilt, Root(catalog));
        Assert.Contains("(rating_min)", Assert.Single(new AlbumFinder(rebuilt).Problems), StringComparison.Ordinal);
        Assert.Equal(0, Get(rebuilt, "Best").Count);
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => new PhotoQuery(rebuilt).Count(new PhotoFilter { Albums = ["Best"] })).Code);
    }

    [Fact]
    public void SavedSearch_ConditionOfALaterVersion_IsKeptAndTold()
    {
        CatalogDatabase catalog = MakeOne();
        Album search = Service(catalog).Create("Best", new AlbumEdit { Filter = new PhotoFilter { RatingMin = 4 } });
        Assert.Empty(Service(catalog).Write());
        Assert.Empty(new AlbumFinder(catalog).Problems);
        string file = Layout(catalog).Album(search.Uuid);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"rating_min\": 4", "\"moon_phase\": \"full\",\n    \"rating_min\": 4", StringComparison.Ordinal));
        CatalogDatabase rebuilt = Open("rebuilt");
        Restore(rebuilt, Root(catalog));
        Assert.Contains("(moon_phase)", Assert.Single(new AlbumFinder(rebuilt).Problems), StringComparison.Ordinal);
        Assert.Equal(0, Get(rebuilt, "Best").Count);
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => new PhotoQuery(rebuilt).Count(new PhotoFilter { Albums = ["Best"] })).Code);
        Service(rebuilt).Set(search.Uuid, new AlbumEdit { Title = "Best of all" });
        Assert.Empty(Service(rebuilt).Write());
        Assert.Equal((AlbumKind.Search, "{\"moon_phase\":\"full\",\"rating_min\":4}"), (Get(rebuilt, "Best of all").Kind, Get(rebuilt, "Best of all").Filter));
        CatalogDatabase again = Open("again");
        Restore(again, Root(catalog));
        Assert.Equal(Get(rebuilt, "Best of all").Filter, Get(again, "Best of all").Filter);
    }

    [Fact]
    public void Restore_LostCatalog_GivesAllAlbumsBackByteForByte()
    {
        CatalogDatabase catalog = MakeOne();
        Album album = Make(catalog, "Travel/Italy", "photos/3.jpg", "photos/1.jpg");
        Make(catalog, "Empty");
        Service(catalog).Set(album.Uuid, new AlbumEdit { Description = "Two\ndays", Cover = Photo(catalog, "photos/1.jpg"), Order = AlbumOrder.TakenAt });
        Service(catalog).RemovePhotos(album.Uuid, Photos(catalog, "photos/3.jpg"));
        Assert.Empty(Service(catalog).Write());
        CatalogDatabase rebuilt = Open("rebuilt");
        for (int i = 0; i < 2; i++)
        {
            Restore(rebuilt, Root(catalog));
            CatalogText.AssertSame(CatalogText.Of(catalog), CatalogText.Of(rebuilt), "Rebuilt");
        }

        Assert.Equal(("Two\ndays", 1L, AlbumOrder.TakenAt), (Get(rebuilt, "Italy").Description, Get(rebuilt, "Italy").Count, Get(rebuilt, "Italy").Order));
        Assert.Empty(Errors);
        Assert.Empty(Warnings);
    }

    [Fact]
    public void Restore_DamagedAlbum_IsReadFromItsPreviousVersionAndWrittenAgain()
    {
        CatalogDatabase catalog = MakeOne();
        Album album = Make(catalog, "A", "photos/1.jpg");
        Service(catalog).AddPhotos(album.Uuid, Photos(catalog, "photos/2.jpg"), new AlbumPlace());
        Assert.Empty(Service(catalog).Write());
        string file = Assert.Single(Files(Root(catalog)));
        File.WriteAllText(file, "{ rot");
        CatalogDatabase rebuilt = Open("rebuilt");
        Restore(rebuilt, Root(catalog));
        Assert.Equal("1.jpg", Content(rebuilt, "A"));
        Assert.Contains(file, Assert.Single(Warnings), StringComparison.Ordinal);
        Visit(rebuilt);
        Assert.Single(AlbumFile.ReadMembers(file));
        Assert.Equal("{ rot", File.ReadAllText(file + ".former"));
        Visit(catalog); // which knows more
        Assert.Equal(2, AlbumFile.ReadMembers(file).Count());
    }

    [Fact]
    public void Visit_FolderOfAlbumsIsGone_IsWrittenAgain()
    {
        CatalogDatabase catalog = MakeOne();
        Make(catalog, "A", "photos/1.jpg");
        Directory.Delete(Layout(catalog).Albums, true);
        Visit(catalog);
        Assert.Single(Files(Root(catalog)));
        Assert.Equal("1.jpg", Content(catalog, "A"));
    }

    [Fact]
    public void Visit_NewerVersion_IsReadAndLeft()
    {
        CatalogDatabase catalog = MakeOne();
        Album album = Make(catalog, "A", "photos/1.jpg");
        string file = Assert.Single(Files(Root(catalog)));
        string newer = File.ReadAllText(file).Replace("\"2.1\"", "\"3.0\"", StringComparison.Ordinal).Replace("\"revision\": ", "\"revision\": 9", StringComparison.Ordinal).Replace("\"A\"", "\"A\",\n  \"mood\": \"blue\"", StringComparison.Ordinal);
        File.WriteAllText(file, newer);
        Service(catalog).Set(album.Uuid, new AlbumEdit { Title = "B" });
        Assert.Equal(ErrorCode.IndexTooNew, Assert.Single(Service(catalog).Write()).Code);
        Assert.Equal(newer, File.ReadAllText(file));
        Assert.Equal("\"blue\"", catalog.Albums.Find(album.Uuid)!.Value("mood"));
    }

    [Fact]
    public void TwoStorages_EachHoldsTheWholeAlbum_AndWhatIsOfflineGetsItLater()
    {
        CatalogDatabase catalog = MakeOne();
        string other = Directory.CreateDirectory(Path.Combine(Folder, "two")).FullName;
        Storages(catalog).Create("two", other, null);
        StorageRow two = catalog.Storages.All().Single(row => row.Name == "two"), one = catalog.Storages.All().Single(row => row.Name == "one");
        Album album = Make(catalog, "A", "photos/1.jpg");
        Assert.Equal(["one", "two"], Get(catalog, "A").Storages); // made while it was empty: it lies everywhere
        Directory.Move(two.Root, two.Root + "_away");
        Service(catalog).AddPhotos(album.Uuid, Photos(catalog, "photos/2.jpg"), new AlbumPlace());
        Assert.Empty(Service(catalog).Write());
        Assert.Equal(["two"], Get(catalog, "A").Unwritten);
        Directory.Move(two.Root + "_away", two.Root);
        Assert.Empty(Service(catalog).Write());
        Assert.Equal(2, AlbumFile.ReadMembers(Assert.Single(Files(two.Root))).Count());
        Assert.Equal(AlbumFile.ReadMembers(Assert.Single(Files(one.Root))), AlbumFile.ReadMembers(Assert.Single(Files(two.Root))));
    }

    [Fact]
    public void Members_MovedAndInTheTrash_StayMembers()
    {
        CatalogDatabase catalog = MakeOne();
        Make(catalog, "A", "photos/2.jpg", "photos/1.jpg");
        Move(catalog, ("photos/2.jpg", "photos/deep/moved.jpg"));
        Assert.Equal("deep/moved.jpg 1.jpg", Content(catalog, "A"));
        Remove(catalog, "photos/1.jpg");
        Assert.Equal((1L, 1L), (Get(catalog, "A").Count, Get(catalog, "A").Unknown));
        CatalogDatabase rebuilt = Open("rebuilt");
        Restore(rebuilt, Root(catalog));
        CatalogText.AssertSame(CatalogText.Of(catalog), CatalogText.Of(rebuilt), "Rebuilt");
    }

    [Fact]
    public void AddPhoto_ToHundredThousand_WritesItInBoundedTime()
    {
        CatalogDatabase catalog = MakeOne();
        Album album = Make(catalog, "All", "photos/1.jpg");
        AlbumRow row = catalog.Albums.Find(album.Uuid)!;
        List<string> positions = AlbumPosition.Between("a1", null, 100_000)!;
        catalog.Transaction(() =>
        {
            for (int i = 0; i < positions.Count; i++)
                catalog.AlbumMembers.Say(row.Id, new AlbumMember(new ImageKey(Hash($"member {i}"), 4000, 3000), positions[i], null, null, 1, catalog.Uuid));
            catalog.Albums.Changed(row.Id);
        });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Empty(Service(catalog).Write());
        TestContext.Current.TestOutputHelper?.WriteLine($"written in {watch.ElapsedMilliseconds} ms, {new FileInfo(Files(Root(catalog))[0]).Length:N0} bytes");
        watch.Restart();
        Service(catalog).AddPhotos(album.Uuid, Photos(catalog, "photos/2.jpg"), new AlbumPlace());
        Assert.Empty(Service(catalog).Write());
        TestContext.Current.TestOutputHelper?.WriteLine($"one added in {watch.ElapsedMilliseconds} ms");
        CatalogDatabase rebuilt = Open("rebuilt");
        watch.Restart();
        Restore(rebuilt, Root(catalog));
        TestContext.Current.TestOutputHelper?.WriteLine($"restored in {watch.ElapsedMilliseconds} ms");
        Assert.Equal(100_002, rebuilt.AlbumMembers.Count(rebuilt.Albums.Find(album.Uuid)!.Id));
        Assert.Equal(AlbumsOf(catalog), AlbumsOf(rebuilt));
    }
}
