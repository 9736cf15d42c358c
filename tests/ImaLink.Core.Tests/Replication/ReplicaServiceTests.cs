using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Recovery;
using ImaLink.Replication;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Replication;

/// <summary>What is new, moved or edited in a storage comes into its replica, and nothing that befell it.</summary>
public sealed class ReplicaServiceTests : ReplicaTest
{
    [Fact]
    public void Sync_NewFiles_AreCopiedAndNamed()
    {
        Photo("2024/1.jpg", 1);
        WriteFile("2024/1.xmp", Xmp("one"));
        Photo("2024/2.jpg", 2);
        Adopt();
        List<ReplicaResult> results = ReplicateSays("Copied 2024/1.jpg", "Copied 2024/1.xmp", "Copied 2024/2.jpg");
        Assert.All(results, result => Assert.Equal((true, "Information", "B", "S"), (result.Ok, result.Severity, result.Storage, result.Session)));
        Assert.Equal(Full("2024/2.jpg"), results.Single(result => result.FullName!.EndsWith("2.jpg", StringComparison.Ordinal)).SourcePath);
        Assert.Equal(Photos(Storage), Photos(B));
        Assert.Empty(Errors);
    }

    [Fact]
    public void Sync_MovedFiles_FollowWithTheirCompanions()
    {
        Begin();
        Move("1.jpg", "a/x.jpg");
        Move("1.xmp", "a/x.xmp");
        Move("2.jpg", "a/2.jpg");
        Sync();
        ReplicateSays("Moved a/2.jpg < 2.jpg", "Moved a/x.jpg < 1.jpg");
        Assert.Equal(Photos(Storage), Photos(B));
        Assert.Empty(TrashOf(B));
    }

    [Fact]
    public void Sync_SwappedNames_AreSwapped()
    {
        Begin();
        Move("2.jpg", "t");
        Move("3.jpg", "2.jpg");
        Move("4.jpg", "3.jpg");
        Move("t", "4.jpg");
        Sync();
        ReplicateSays("Moved 2.jpg < 3.jpg", "Moved 3.jpg < 4.jpg", "Moved 4.jpg < 2.jpg");
        Assert.Equal(Photos(Storage), Photos(B));
    }

    [Fact]
    public void Sync_NameThatTheReplicaHasForItsOwn_IsNotGiven()
    {
        Begin();
        Photo("own/2.jpg", 77, storage: B);
        Adopt("Own", B);
        string own = IndexDigest.Of(Full("own/2.jpg", B));
        Move("2.jpg", "own/2.jpg");
        Sync();
        Assert.Empty(Replicate());
        Assert.Equal(own, IndexDigest.Of(Full("own/2.jpg", B)));
        Assert.True(File.Exists(Full("2.jpg", B)));
        Consistency.AssertConsistent(Catalog, B);
    }

    [Fact]
    public void Sync_EditedFiles_AreReplacedAndTheFormerBytesLieInTheTrash()
    {
        Begin();
        Photo("2.jpg", 2, tag: 5);
        Photo("3.jpg", 33);
        Sync();
        ReplicateSays("Replaced 2.jpg", "Replaced 3.jpg");
        Assert.Equal(Photos(Storage), Photos(B));
        Assert.Equal(["Superseded 2.jpg", "Superseded 3.jpg"], TrashOf(B));
    }

    [Fact]
    public void Sync_EditedAndMovedFile_EndsWhereItLiesInTheSource()
    {
        Begin();
        string former = IndexDigest.Of(Full("2.jpg", B));
        Photo("2.jpg", 2, tag: 5);
        Move("2.jpg", "moved/2.jpg");
        Sync();
        Replicate();
        Assert.Equal(Photos(Storage), Photos(B));
        Assert.Contains(Trash.Find(Selector.ByUuid(B.Uuid), null, Reporter), item => item.Sha256 == former && item.Reason == TrashReason.Superseded);
    }

    [Fact]
    public void Sync_EditedSidecars_AreReplacedAndTheFormerBytesLieInTheTrash()
    {
        Begin();
        WriteFile("1.xmp", Xmp("two"));
        Sync();
        ReplicaResult told = Assert.Single(ReplicateSays("Replaced 1.xmp"));
        Assert.Equal((Full("1.xmp"), "The older version lies in the trash of 'B'."), (told.SourcePath, told.Detail));
        Assert.Equal(Photos(Storage), Photos(B));
        Assert.Equal(["Superseded 1.xmp"], TrashOf(B));
        Assert.Equal(Assert.Single(Catalog.Files.Companions(RowIn("1.jpg", Storage).Id)).Sha256, Assert.Single(Catalog.Files.Companions(RowIn("1.jpg", B).Id)).Sha256);

        // Once more, moved with its photo, which was edited too.
        WriteFile("1.xmp", Xmp("three"));
        Photo("1.jpg", 1, tag: 5);
        Move("1.jpg", "a/x.jpg");
        Move("1.xmp", "a/x.xmp");
        Sync();
        Replicate();
        ReplicateSays();
        Assert.Equal(Photos(Storage), Photos(B));
        Assert.Equal(3, TrashOf(B).Count);
    }

    [Fact]
    public void Sync_SidecarEditedInTheReplica_Stays()
    {
        Begin();
        WriteFile("1.xmp", Xmp("edited there"), B);
        Sync(storage: B);
        ReplicateSays();
        Assert.Equal(Xmp("edited there"), File.ReadAllBytes(Full("1.xmp", B)));
        Assert.Equal(5, Photos(B).Count);
    }

    [Fact]
    public void Sync_RottenSidecar_StaysWholeInTheReplica()
    {
        Begin();
        DateTime time = File.GetLastWriteTimeUtc(Full("1.xmp"));
        WriteFile("1.xmp", Xmp("0ne"));
        File.SetLastWriteTimeUtc(Full("1.xmp"), time);
        Sync(new SyncRequest { Full = true });
        ReplicateSays();
        Assert.Equal(Xmp("one"), File.ReadAllBytes(Full("1.xmp", B)));
    }

    [Fact]
    public void Sync_CatalogLostAndRestoredAfterASidecarWasEdited_ReplacesItAllTheSame()
    {
        Begin();
        WriteFile("1.xmp", Xmp("two"));
        Sync();
        using CatalogDatabase restored = ImaLink.Tests.Catalog.NewCatalog.Open(Path.Combine(Folder, "restored.db"));
        var recovery = new RecoveryService(restored);
        foreach (IndexInventory storage in recovery.Find([Storage.FullName, B.FullName], Reporter, default))
            recovery.Restore(storage, new RestoreRequest(), _ => { }, Reporter, default);
        var results = new List<ReplicaResult>();
        new ReplicaService(restored, TimeSpan.Zero).Sync(Storage.Uuid, B.Uuid, false, results.Add, Reporter, default);
        Assert.Equal(["Replaced 1.xmp"], Texts(results));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sync_CutFileOfWhichAnEarlierVersionAppears_StaysWholeInTheReplica(bool isEmptied)
    {
        Begin();
        byte[] former = File.ReadAllBytes(Full("2.jpg")), whole = File.ReadAllBytes(Photo("2.jpg", 2, tag: 40));
        Sync();
        Replicate();
        WriteFile("2.jpg", isEmptied ? [] : whole[..^20]);
        WriteFile("elsewhere/2.jpg", former);
        for (int i = 0; i < 2; i++)
        {
            Sync(new SyncRequest { AddNewTitle = "New" });
            Replicate();
        }

        Assert.Equal(whole, File.ReadAllBytes(Full("2.jpg", B)));
        Assert.Equal(former, File.ReadAllBytes(Full("elsewhere/2.jpg", B)));
        Assert.Equal(6, Photos(B).Count);
    }

    [Fact]
    public void Sync_RottenFileThatTheReplicaLacks_IsToldWithWhatMendsIt()
    {
        Begin();
        Photo("9.jpg", 9);
        Adopt("More");
        Rot("9.jpg");
        ReplicaResult told = Replicate().Single();
        Assert.Equal(("Corrupt", false, "Error", Full("9.jpg"), $"Repair-ImaFile -LiteralPath '{Full("9.jpg")}'"), (told.Verdict, told.Ok, told.Severity, told.FullName, told.Remedy));
        Assert.False(File.Exists(Full("9.jpg", B)));
    }

    [Fact]
    public void Sync_OwnFilesOfTheDestination_AreNeverTouched()
    {
        Photo("1.jpg", 1, storage: B);
        Photo("x/2.jpg", 2, storage: B);
        Adopt("Own", B);
        Dictionary<string, string> before = Photos(B);
        Photo("1.jpg", 1);
        Photo("2.jpg", 2);
        Photo("3.jpg", 3);
        Adopt();
        ReplicateSays("Copied 3.jpg");
        Move("1.jpg", "moved.jpg");
        Photo("2.jpg", 2, tag: 9);
        Sync();
        Remove("moved.jpg");
        Replicate();
        foreach ((string path, string sha256) in before)
            Assert.Equal(sha256, Photos(B)[path]);
        Assert.Empty(TrashOf(B));
    }

    [Fact]
    public void Sync_NewerVersionInTheReplica_StaysAndIsTold()
    {
        Begin();
        Photo("2.jpg", 2, tag: 7, storage: B);
        Sync(storage: B);
        ReplicaResult told = Assert.Single(ReplicateSays("Newer 2.jpg"));
        Assert.Equal("Copy-ImaSession -Session 'S' -Storage 'B' -Destination 'A'", told.Remedy);
        Assert.Equal(Jpeg(2, 7), File.ReadAllBytes(Full("2.jpg", B)));
    }

    [Fact]
    public void Sync_OnOneDisk_IsRefused()
    {
        new StorageService(Catalog, TimeSpan.Zero).Set(B.Uuid, null, null, null, null, "disk A");
        ImaLinkException error = Assert.Throws<ImaLinkException>(() => Replicate());
        Assert.Equal(ErrorCode.InvalidValue, error.Code);
        Assert.Contains("on one disk", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sync_WhileAnotherCommandWritesTheReplica_IsStorageBusy()
    {
        Begin();
        using StorageLock held = StorageLock.Acquire(new StorageLayout(B.FullName), TimeSpan.Zero);
        Assert.Equal(ErrorCode.StorageBusy, Assert.Throws<ImaLinkException>(() => Replicate()).Code);
    }

    [Fact]
    public void Plan_WritesNothing()
    {
        Begin();
        Move("2.jpg", "m.jpg");
        Photo("9.jpg", 9);
        Sync(new SyncRequest { AddNewTitle = "New" });
        Remove("3.jpg");
        string before = Import.Tree.Of(B.FullName);
        Assert.Equal(["Copied 9.jpg", "Moved m.jpg < 2.jpg", "Removed 3.jpg"],
            Texts(new ReplicaService(Catalog, TimeSpan.Zero).Plan(Storage.Uuid, B.Uuid, false, Reporter, default)).Order(StringComparer.Ordinal));
        Assert.Equal(before, Import.Tree.Of(B.FullName));
    }

    [Fact]
    public void Sync_CopyOfAFileInAnotherSession_IsItsOwnInTheReplicaToo()
    {
        Begin();
        Copy("2.jpg", "again.jpg");
        Sync(new SyncRequest { AddNewTitle = "Again" });
        ReplicateSays("Copied again.jpg");
        Remove("2.jpg");
        ReplicateSays("Removed 2.jpg");
        Assert.Equal(Photos(Storage), Photos(B));
    }
}
