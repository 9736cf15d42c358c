using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Replication;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Replication;

/// <summary>A replica follows what a command removed from its source, and nothing else that is not there any more.</summary>
public sealed class ReplicaRemovalTests : ReplicaTest
{
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
        Assert.Equal((false, "Error", "A", $"Repair-ImaFile -LiteralPath '{Full("2.jpg")}'"), (told.Ok, told.Severity, told.Storage, told.Remedy));
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
    public void Sync_RemovedSessionWithARottenFileAndItsWholeTwin_LeavesOneInTheReplica()
    {
        Photo("1.jpg", 1);
        Copy("1.jpg", "twin.jpg");
        Adopt();
        Replicate();
        Rot("1.jpg");
        Sync(new SyncRequest { Full = true });
        RemoveSession("S");
        ReplicateSays("Removed twin.jpg");
        Assert.Equal(["1.jpg"], Photos(B).Keys);
    }

    [Fact]
    public void Sync_RemovedSessionWithARottenFileAndItsTwinThatMoved_LeavesOneInTheReplica()
    {
        RemoveSessionWithARottenFileAndItsTwinThatMoved();
        ReplicateSays("Removed 1.jpg");
        Assert.Equal(["twin.jpg"], Photos(B).Keys);
    }

    [Fact]
    public void Sync_RemovedSessionWithTwins_ByACatalogThatKnowsTheReplicaFromItsIndex_LeavesOneInTheReplica()
    {
        RemoveSessionWithARottenFileAndItsTwinThatMoved();
        Replicate();
        using CatalogDatabase other = NewCatalog.Open(Path.Combine(Folder, "other.db"));
        new StorageService(other, TimeSpan.Zero).Register(Storage.FullName, null, default);
        new StorageService(other, TimeSpan.Zero).Register(B.FullName, null, default);
        new ReplicaService(other, TimeSpan.FromSeconds(0.2)).Sync(Storage.Uuid, B.Uuid, false, _ => { }, Reporter, CancellationToken.None);
        Assert.Equal(["twin.jpg"], Photos(B).Keys);
    }

    [Fact]
    public void Sync_FileRemovedAndPutBackAndMoved_ThatIsRemovedAgainWhereItLayFirst_GoesOnceMore()
    {
        Begin();
        Remove("2.jpg");
        Replicate();
        Trash.Restore(Storage.Uuid, [.. Trash.Find(Selector.ByUuid(Storage.Uuid), null, Reporter).Select(item => item.Id)], Reporter, default);
        Move("2.jpg", "moved.jpg");
        Sync();
        ReplicateSays("Copied moved.jpg");
        Move("moved.jpg", "2.jpg");
        Sync();
        Remove("2.jpg");
        ReplicateSays("Removed moved.jpg");
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

    private void RemoveSessionWithARottenFileAndItsTwinThatMoved()
    {
        Photo("1.jpg", 1);
        Copy("1.jpg", "twin.jpg");
        Adopt();
        Replicate();
        Move("twin.jpg", "sub/twin.jpg");
        Sync();
        Rot("1.jpg");
        Sync(new SyncRequest { Full = true });
        RemoveSession("S");
    }
}
