using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Photos;
using ImaLink.Reconcile;
using ImaLink.Recovery;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Integrity;
using ImaLink.Trash;

namespace ImaLink.Tests.Photos;

/// <summary>What owners and commands do to the files of an album's photos, and to its storages: the album stays what it was.</summary>
public sealed class AlbumSurvivalTests : IntegrityTest
{
    private const string Title = "Lake";

    private readonly ImportSession _session;
    private readonly Album _album;

    public AlbumSurvivalTests()
    {
        _session = Photos(3);
        _album = Mine.Use(db => AlbumTest.Make(db, Title, "photos/IMG_002.jpg", "photos/IMG_000.jpg", "photos/IMG_001.jpg"));
    }

    private List<Finding> Sync(TestArchive? archive = null)
    {
        var findings = new List<Finding>();
        Mine.Use<object?>(db =>
        {
            new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync((archive ?? Mine).Storage.Uuid, new SyncRequest(), findings.Add, Mine.Reporter, default);
            return null;
        });
        return findings;
    }

    private TestArchive Replica()
    {
        TestArchive backup = Second();
        Mine.Use(db => new SessionCopyService(db, Timeout).Copy(_session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default));
        return backup;
    }

    /// <summary>The album is this in the catalog, and in one that is made of each storage alone; its file lies in these storages.</summary>
    private void AssertAlbum(string expected, params TestArchive[] storages)
    {
        Assert.Equal(expected, Content(Mine.Catalog));
        Assert.Equal(storages.Select(storage => storage.Storage.Name).Order(), Get(Mine.Catalog).Storages);
        Assert.Empty(Get(Mine.Catalog).Unwritten);
        List<string> members = Mine.Use(db => AlbumTest.AlbumsOf(db, withFiles: false));
        foreach (TestArchive storage in storages)
        {
            string rebuilt = Rebuilt(storage.Layout.Root);
            Assert.Equal(members, Read(rebuilt, db => AlbumTest.AlbumsOf(db, withFiles: false)));
            Assert.Equal(expected.Split(' ').Length, Content(rebuilt).Split(' ').Length);
            Assert.Equal(0, Read(rebuilt, db => db.Describe().Dirty));
        }
    }

    private string Rebuilt(params string[] roots)
    {
        string catalog = Path.Combine(Folder, Guid.NewGuid() + ".db");
        return Read(catalog, db =>
        {
            var service = new RecoveryService(db);
            foreach (IndexInventory storage in service.Find(roots, Mine.Reporter, default).ToList())
                service.Restore(storage, new RestoreRequest(), _ => { }, Mine.Reporter, default);
            return catalog;
        });
    }

    private static T Read<T>(string catalog, Func<CatalogDatabase, T> work)
    {
        using var db = CatalogDatabase.OpenForWriting(catalog, TimeSpan.FromSeconds(1));
        return work(db);
    }

    private static string Content(string catalog) => Read(catalog, db => AlbumTest.Content(db, Title));

    private static Album Get(string catalog) => Read(catalog, db => AlbumTest.Get(db, Title));

    private void Change(AlbumEdit edit) => Mine.Use(db => AlbumTest.Service(db).Set(_album.Uuid, edit));

    [Fact]
    public void Sync_PhotosMovedRenamedAndRetagged_AreInTheirPlaces()
    {
        Directory.CreateDirectory(Mine.Photo("deep"));
        File.Move(Mine.Photo("IMG_000.jpg"), Mine.Photo("deep/other.jpg"));
        File.WriteAllBytes(Mine.Photo("IMG_001.jpg"), TestPhotos.Variant(1));
        Assert.NotEmpty(Sync());
        AssertAlbum("IMG_002.jpg deep/other.jpg IMG_001.jpg", Mine);
    }

    [Fact]
    public void Sync_PhotoEditedInPlace_StaysAndCanBeTakenOutOnce()
    {
        Change(new AlbumEdit { Cover = Mine.Use(db => AlbumTest.Photo(db, "photos/IMG_001.jpg")) });
        File.WriteAllBytes(Mine.Photo("IMG_001.jpg"), TestPhotos.Jpeg(77));
        Assert.Equal([FindingVerdict.Changed], Sync().Select(finding => finding.Verdict));
        AssertAlbum("IMG_002.jpg IMG_000.jpg IMG_001.jpg", Mine);
        Assert.Equal((3L, 0L), (Get(Mine.Catalog).Count, Get(Mine.Catalog).Unknown));

        long photo = Mine.Use(db => AlbumTest.Photo(db, "photos/IMG_001.jpg"));
        Assert.Equal(0, Mine.Use(db => AlbumTest.Service(db).AddPhotos(_album.Uuid, [photo], new AlbumPlace())).Added);
        Assert.Equal(1, Mine.Use(db => AlbumTest.Service(db).RemovePhotos(_album.Uuid, [photo])).Removed);
        Assert.Empty(Mine.Use(db => AlbumTest.Service(db).Write()));
        AssertAlbum("IMG_002.jpg IMG_000.jpg", Mine);
    }

    [Fact]
    public void Copy_SessionWithMembers_BringsTheAlbum()
    {
        TestArchive backup = Replica();
        AssertAlbum("IMG_002.jpg IMG_000.jpg IMG_001.jpg", Mine, backup);
        AssertWhole(backup);
    }

    [Fact]
    public void Copy_SessionOfAPhotoThatWasEditedInPlace_BringsTheAlbum()
    {
        Mine.Use(db => AlbumTest.Service(db).RemovePhotos(_album.Uuid, AlbumTest.Photos(db, "photos/IMG_002.jpg", "photos/IMG_000.jpg")));
        File.WriteAllBytes(Mine.Photo("IMG_001.jpg"), TestPhotos.Jpeg(77));
        Sync();
        AssertAlbum("IMG_001.jpg", Mine, Replica());
    }

    [Fact]
    public void Repair_MemberFromItsCopy_StaysInItsPlace()
    {
        TestArchive backup = Replica();
        FlipBit(Mine.Photo("IMG_000.jpg"), 5000);
        File.Delete(Mine.Photo("IMG_001.jpg"));
        Assert.Equal(2, Mine.Use(db => new FileRepairService(db, Timeout).Run([new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], _ => true, Mine.Reporter, default).Count()));
        AssertAlbum("IMG_002.jpg IMG_000.jpg IMG_001.jpg", Mine, backup);
    }

    [Fact]
    public void Trash_MemberRemovedAndRestored_IsInItsPlaceAgain()
    {
        Mine.Use<object?>(db =>
        {
            new TrashService(db, Timeout).Remove(Mine.Storage.Uuid, [db.Files.ByPath(db.Storages.Find(Mine.Storage.Uuid)!.Id, "photos/IMG_000.jpg")!.Id], default);
            return null;
        });
        Assert.Equal((2L, 1L), (Get(Mine.Catalog).Count, Get(Mine.Catalog).Unknown));
        AssertAlbum("IMG_002.jpg ? IMG_001.jpg", Mine);
        Mine.Use(db =>
        {
            var service = new TrashService(db, Timeout);
            return service.Restore(Mine.Storage.Uuid, [.. service.Find(null, null, Mine.Reporter).Select(item => item.Id)], Mine.Reporter, default);
        });
        AssertAlbum("IMG_002.jpg IMG_000.jpg IMG_001.jpg", Mine);
    }

    [Fact]
    public void Import_SessionRemovedAndImportedAgainElsewhere_HasTheAlbum()
    {
        Mine.Remove(_session, includeFile: true);
        Assert.Equal((0L, 3L), (Get(Mine.Catalog).Count, Get(Mine.Catalog).Unknown));
        TestArchive other = Second();
        other.Import(Source, "Again", request => request with { Layout = "{source}" });
        AssertAlbum("IMG_002.jpg IMG_000.jpg IMG_001.jpg", Mine, other);
    }

    [Fact]
    public void Sync_OwnerMovedAMemberToAnotherStorage_BringsTheAlbum()
    {
        TestArchive other = Second();
        File.Move(Mine.Photo("IMG_000.jpg"), other.Photo("IMG_000.jpg"));
        Sync(other);
        AssertAlbum("IMG_002.jpg IMG_000.jpg IMG_001.jpg", Mine, other);
    }

    [Fact]
    public void Move_StorageWithAlbums_LeavesNothingBehind()
    {
        string destination = Directory.CreateDirectory(Path.Combine(Folder, "disk")).FullName;
        Move(removeSource: false);
        Change(new AlbumEdit { Description = "written where the storage lies now" });
        Assert.Empty(Mine.Use(db => AlbumTest.Service(db).Write()));
        Move(removeSource: true);
        Assert.False(Directory.Exists(Mine.Layout.Root), string.Join(' ', Mine.Warnings));
        Assert.Empty(Mine.Warnings);
        Assert.Equal("IMG_002.jpg IMG_000.jpg IMG_001.jpg", Content(Rebuilt(Path.Combine(destination, Mine.Storage.DirectoryName))));

        void Move(bool removeSource) => Mine.Use(db => new StorageMoveService(db, Timeout).Move(Mine.Storage.Uuid, destination, removeSource, Mine.Reporter, default));
    }

    [Fact]
    public void Remove_OneStorage_LeavesTheAlbumOfTheOther()
    {
        TestArchive backup = Replica();
        Assert.True(Mine.Use(db => new StorageService(db, Timeout).Remove(Mine.Storage.Uuid, force: false)));
        AssertAlbum("IMG_002.jpg IMG_000.jpg IMG_001.jpg", backup);
    }

    [Fact]
    public void Remove_StorageThatLacksTheLastChange_GetsItFirst()
    {
        Change(new AlbumEdit { Description = "by boat" });
        Assert.True(Mine.Use(db => new StorageService(db, Timeout).Remove(Mine.Storage.Uuid, force: false)));
        Assert.Equal("by boat", Get(Rebuilt(Mine.Layout.Root)).Description);
    }

    [Fact]
    public void Remove_StorageThatIsOfflineAndLacksTheLastChange_IsRefused()
    {
        Change(new AlbumEdit { Description = "by boat" });
        Directory.Move(Mine.Layout.Root, Mine.Layout.Root + "_away");
        Assert.False(Mine.Use(db => new StorageService(db, Timeout).Remove(Mine.Storage.Uuid, force: false)));
        Directory.Move(Mine.Layout.Root + "_away", Mine.Layout.Root);
        Assert.True(Mine.Use(db => new StorageService(db, Timeout).Remove(Mine.Storage.Uuid, force: false)));
        Assert.Equal("by boat", Get(Rebuilt(Mine.Layout.Root)).Description);
    }

    [Fact]
    public void Sync_StorageWasOfflineWhileTheAlbumChanged_GetsIt()
    {
        TestArchive backup = Replica();
        Directory.Move(backup.Layout.Root, backup.Layout.Root + "_away");
        Change(new AlbumEdit { Description = "by boat" });
        Assert.Empty(Mine.Use(db => AlbumTest.Service(db).Write()));
        Assert.Equal(["Backup"], Get(Mine.Catalog).Unwritten);
        Directory.Move(backup.Layout.Root + "_away", backup.Layout.Root);
        Sync(backup);
        AssertAlbum("IMG_002.jpg IMG_000.jpg IMG_001.jpg", Mine, backup);
        Assert.Equal("by boat", Get(Rebuilt(backup.Layout.Root)).Description);
    }

    [Fact]
    public void Restore_AfterAllOfIt_IsWhatTheLostCatalogSaid()
    {
        TestArchive backup = Replica();
        File.Move(Mine.Photo("IMG_000.jpg"), Mine.Photo("moved.jpg"));
        File.WriteAllBytes(Mine.Photo("IMG_001.jpg"), TestPhotos.Jpeg(77));
        Sync();
        Mine.Use(db => AlbumTest.Make(db, "Travel/Rome", "photos/moved.jpg"));
        Change(new AlbumEdit { Cover = Mine.Use(db => AlbumTest.Photo(db, "photos/moved.jpg")), Order = AlbumOrder.TakenAt });
        Assert.Empty(Mine.Use(db => AlbumTest.Service(db).Write()));
        List<string> said = Mine.Use(db => AlbumTest.AlbumsOf(db));
        Assert.Equal(said, Read(Rebuilt(Mine.Layout.Root, backup.Layout.Root), db => AlbumTest.AlbumsOf(db)));
        Assert.Equal(said, Read(Rebuilt(backup.Layout.Root, Mine.Layout.Root), db => AlbumTest.AlbumsOf(db)));
    }
}
