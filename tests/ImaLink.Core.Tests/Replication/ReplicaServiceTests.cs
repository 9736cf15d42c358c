using ImaLink.Archive;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Replication;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Replication;

/// <summary>A replica follows what the owner did, and nothing that befell the source.</summary>
public sealed class ReplicaServiceTests : ReplicaTest
{
    private void Begin(int photos = 4)
    {
        for (int i = 1; i <= photos; i++)
            Photo($"{i}.jpg", i);
        WriteFile("1.xmp", TestXmp("one"));
        Adopt();
        Replicate();
    }

    private static byte[] TestXmp(string text) => Import.TestPhotos.Xmp(text);

    [Fact]
    public void Sync_NewFiles_AreCopiedAndNamed()
    {
        Photo("2024/1.jpg", 1);
        WriteFile("2024/1.xmp", TestXmp("one"));
        Photo("2024/2.jpg", 2);
        Adopt();
        List<ReplicaResult> results = ReplicateSays("Copied 2024/1.jpg", "Copied 2024/1.xmp", "Copied 2024/2.jpg");
        Assert.All(results, result => Assert.Equal((true, "Information", "B", "S"), (result.Ok, result.Severity, result.Storage, result.Session)));
        Assert.Equal(Full("2024/2.jpg"), results.Single(result => result.FullName.EndsWith("2.jpg", StringComparison.Ordinal)).SourcePath);
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
    public void Sync_RemovedFile_GoesToTheTrashOfTheReplica()
    {
        Begin();
        Remove("1.jpg");
        ReplicateSays("Removed 1.jpg");
        Assert.Equal(Photos(Storage), Photos(B));
        Assert.Equal(["SourceRemoved 1.jpg"], TrashOf(B));

        // What comes back is copied anew.
        Trash.Restore(Storage.Uuid, [.. Trash.Find(Selector.ByUuid(Storage.Uuid), null, Reporter).Select(item => item.Id)], Reporter, default);
        ReplicateSays("Copied 1.jpg", "Copied 1.xmp");
        Assert.Equal(Photos(Storage), Photos(B));
    }

    [Fact]
    public void Sync_RemovedSession_FollowsWhileTheTrashTellsWhatItHad()
    {
        Begin();
        RemoveSession("S");
        ReplicateSays("Removed 1.jpg", "Removed 2.jpg", "Removed 3.jpg", "Removed 4.jpg");
        Assert.Empty(Photos(B));
    }

    [Fact]
    public void Sync_RemovedSessionWhoseTrashWasCleared_StaysInTheReplica()
    {
        Begin();
        RemoveSession("S");
        Trash.Clear(Storage.Uuid, [.. Trash.Find(Selector.ByUuid(Storage.Uuid), null, Reporter).Select(item => item.Id)], Reporter, default);
        Assert.Empty(Replicate());
        Assert.Equal(5, Photos(B).Count);
    }

    [Fact]
    public void Sync_MissingFile_StaysInTheReplicaAndIsTold()
    {
        Begin();
        File.Delete(Full("2.jpg"));
        Sync();
        ReplicaResult told = Assert.Single(ReplicateSays("Missing 2.jpg"));
        Assert.Equal((false, "Warning", "A", $"Repair-ImaFile -LiteralPath '{Full("2.jpg")}'"), (told.Ok, told.Severity, told.Storage, told.Remedy));
        Assert.True(File.Exists(Full("2.jpg", B)));

        // Forgotten is not removed: these bytes went to no trash.
        Remove("2.jpg");
        ReplicateSays();
        Assert.True(File.Exists(Full("2.jpg", B)));
    }

    [Fact]
    public void Sync_RottenFile_NeverReplacesAndItsRemovalIsNotFollowed()
    {
        Begin();
        Rot("2.jpg");
        Sync(new SyncRequest { Full = true });
        ReplicateSays();
        Assert.Equal(Jpeg(2), File.ReadAllBytes(Full("2.jpg", B)));
        Remove("2.jpg");
        ReplicateSays();
        Assert.Equal(Jpeg(2), File.ReadAllBytes(Full("2.jpg", B)));
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
    public void Sync_ManyRemovedAtOnce_IsMassRemovedAndAllElseIsDone()
    {
        Begin(40);
        for (int i = 1; i <= 20; i++)
            Remove($"{i}.jpg");
        Photo("new.jpg", 500);
        Adopt("New");
        ImaLinkException error = Assert.Throws<ImaLinkException>(() => Replicate());
        Assert.Equal(ErrorCode.MassRemoved, error.Code);
        Assert.Contains("20 of the 40 files", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Full("1.jpg", B)) && File.Exists(Full("new.jpg", B)));
        Assert.Equal(20, Replicate(allowMassRemoved: true).Count(result => result.Verdict == ReplicaVerdict.Removed));
        Assert.Equal(Photos(Storage), Photos(B));
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
    public void Sync_FileThatASessionOfTheDestinationCountsOn_Stays()
    {
        Begin();
        string card = Directory.CreateDirectory(Path.Combine(Folder, "card")).FullName;
        File.Copy(Full("2.jpg", B), Path.Combine(card, "2.jpg"));
        new ImaLink.Import.ImportService(Catalog, TimeSpan.Zero).Import(Selector.ByUuid(B.Uuid), new ImaLink.Import.ImportRequest { Paths = [card], Title = "Card", NoPreview = true }, Reporter, default);
        Remove("2.jpg");
        ReplicateSays("Kept 2.jpg");
        Assert.True(File.Exists(Full("2.jpg", B)));
    }

    [Fact]
    public void Sync_SourceThatWasPutBack_RemovesNothing()
    {
        Begin(30);
        string backup = Path.Combine(Folder, "backup");
        CopyTree(Storage.FullName, backup);
        for (int i = 1; i <= 5; i++)
            Remove($"{i}.jpg");
        Directory.Delete(Storage.FullName, recursive: true);
        CopyTree(backup, Storage.FullName);
        Assert.DoesNotContain(Replicate(), result => result.Verdict == ReplicaVerdict.Removed);
        Dictionary<string, string> before = Photos(B);
        Sync(new SyncRequest { AddNewTitle = "Back" });
        for (int run = 0; run < 2; run++)
            Assert.DoesNotContain(Replicate(), result => result.Verdict == ReplicaVerdict.Removed);
        Assert.Equal(31, before.Count);
        Assert.Superset(before.Keys.ToHashSet(), Photos(B).Keys.ToHashSet());
    }

    [Fact]
    public void Sync_SourceThatWasWiped_RemovesNothing()
    {
        Begin(30);
        Directory.Delete(Path.Combine(Storage.FullName, "photos"), recursive: true);
        Directory.CreateDirectory(Path.Combine(Storage.FullName, "photos"));
        Replicate();
        Sync(new SyncRequest { AllowMassMissing = true });
        Replicate();
        foreach (string index in Directory.GetFiles(Path.Combine(Storage.FullName, "imports")))
            File.Delete(index);
        Replicate();
        Assert.Equal(31, Photos(B).Count);
        Directory.Delete(Storage.FullName, recursive: true);
        Assert.Equal(ErrorCode.StorageOffline, Assert.Throws<ImaLinkException>(() => Replicate()).Code);
        Assert.Equal(31, Photos(B).Count);
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

    [Fact]
    public void Sync_RemovedTwinOfAMissingFile_LeavesOneInTheReplica()
    {
        Begin();
        Copy("2.jpg", "again.jpg");
        Sync(new SyncRequest { AddNewTitle = "Again" });
        Replicate();
        File.Delete(Full("2.jpg", B));
        Sync(storage: B);
        File.Delete(Full("again.jpg"));
        Sync();
        Remove("2.jpg");
        Assert.DoesNotContain(Replicate(), result => result.Verdict == ReplicaVerdict.Removed);
        Assert.True(File.Exists(Full("again.jpg", B)));
    }

    /// <summary>An older index says of a file that came back since that it was removed.</summary>
    [Fact]
    public void Sync_SourcePutBackToWhereAFileWasRemoved_ThatWasLostSince_RemovesNothing()
    {
        Begin();
        Remove("2.jpg");
        string backup = Path.Combine(Folder, "backup");
        CopyTree(Storage.FullName, backup);
        Trash.Restore(Storage.Uuid, [.. Trash.Find(Selector.ByUuid(Storage.Uuid), null, Reporter).Select(item => item.Id)], Reporter, default);
        Move("2.jpg", "moved.jpg");
        Sync();
        File.Delete(Full("moved.jpg"));
        Sync();
        Remove("moved.jpg");
        Directory.Delete(Storage.FullName, recursive: true);
        CopyTree(backup, Storage.FullName);
        Assert.DoesNotContain(Replicate(), result => result.Verdict == ReplicaVerdict.Removed);
        Sync();
        Assert.DoesNotContain(Replicate(), result => result.Verdict == ReplicaVerdict.Removed);
        Assert.Contains(IndexDigest.Of(Full("3.jpg")), Photos(B).Values);
        Assert.Equal(5, Photos(B).Count);
    }
}
