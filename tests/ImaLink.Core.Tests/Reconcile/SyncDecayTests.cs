using ImaLink.Reconcile;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Reconcile;

/// <summary>A scan tells decay and what only looks like a known picture, and records neither.</summary>
public sealed class SyncDecayTests : ReconcileTest
{
    public SyncDecayTests()
    {
        foreach (int number in Enumerable.Range(1, 6))
            Photo($"in/{number}.jpg", number);
        Adopt();
    }

    [Fact]
    public void Sync_ContentIsNoImageAnyMore_IsToldAndNotRecorded()
    {
        string former = Row("in/1.jpg").Sha256;
        WriteFile("in/1.jpg", [.. "encrypted, pay us"u8, .. new byte[9000]]);
        Finding finding = Assert.Single(Compare());
        Assert.Equal(FindingVerdict.Changed, finding.Verdict);
        Assert.Contains("no image any more", finding.Detail);
        Assert.Null(finding.Remedy); // an edit is told with the same word, and is not taken back by whoever carries out all remedies
        Assert.Equal(finding, Assert.Single(Sync()));
        Assert.Equal(finding, Assert.Single(Sync()));
        Assert.Equal((former, null), (Row("in/1.jpg").Sha256, Row("in/1.jpg").LastVerified));
        Consistency.AssertConsistent(Catalog, Storage);
    }

    [Fact]
    public void Sync_SameHothashAndOtherDimensions_IsToldAsCollision()
    {
        WriteFile("c/a.jpg", TestPhotos.Bare(70));
        Adopt("T");
        WriteFile("c/b.jpg", TestPhotos.Collision(70));
        SyncSays("New c/b.jpg");
        Assert.Equal(["New c/b.jpg", "HothashCollision c/b.jpg"], Texts(Compare(full: true)));
        List<Finding> findings = Sync(new SyncRequest { AddNewTitle = "U" });
        Assert.Equal(["New c/b.jpg", "HothashCollision c/b.jpg"], Texts(findings));
        Assert.Equal(("U", Row("c/a.jpg").Hothash), (findings[1].Session, findings[1].Hothash));
        Assert.Contains("'photos/c/a.jpg' has the same hothash and is 16 x 16, this file is 16 x 24.", findings[1].Detail);
        Assert.NotEqual(PhotoOf("c/a.jpg"), PhotoOf("c/b.jpg"));
        SyncSays();
    }

    [Fact]
    public void Sync_ChangedIntoACollision_IsToldAndNotTakenForTheOther()
    {
        WriteFile("c/a.jpg", TestPhotos.Bare(70));
        Photo("c/b.jpg", 40);
        Adopt("T");
        WriteFile("c/b.jpg", TestPhotos.Collision(70));
        SyncSays("Changed c/b.jpg", "HothashCollision c/b.jpg");
        Assert.NotEqual(PhotoOf("c/a.jpg"), PhotoOf("c/b.jpg"));
    }

    [Fact]
    public void Sync_OnlyItsOwnDimensionsChanged_IsNoCollisionWithItself()
    {
        WriteFile("c/a.jpg", TestPhotos.Bare(70));
        Adopt("T");
        WriteFile("c/a.jpg", TestPhotos.Collision(70));
        SyncSays("Changed c/a.jpg");
    }

    [Fact]
    public void Compare_FullAndABitFlipped_IsCorruptAndNeverRecorded()
    {
        string path = Full("in/1.jpg");
        (DateTime time, byte[] content, string former) = (File.GetLastWriteTimeUtc(path), File.ReadAllBytes(path), Row("in/1.jpg").Sha256);
        content[^5] ^= 1;
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, time);
        Assert.Empty(Compare());
        Assert.Equal(["Corrupt in/1.jpg"], Texts(Sync(new SyncRequest { Full = true })));
        Assert.Equal(["Corrupt in/1.jpg"], Texts(Sync(new SyncRequest { Full = true })));
        Assert.Equal((former, null), (Row("in/1.jpg").Sha256, Row("in/1.jpg").LastVerified));
        Consistency.AssertConsistent(Catalog, Storage);
    }

    [Fact]
    public void Sync_MovedAndABitFlippedInItsMetadata_IsMovedAndCorrupt()
    {
        (Guid photo, string former) = (PhotoOf("in/1.jpg"), Row("in/1.jpg").Sha256);
        Decay("in/1.jpg");
        Move("in/1.jpg", "out/1.jpg");
        Assert.Contains($"recorded {former}", SyncSays("Moved out/1.jpg < in/1.jpg", "Corrupt out/1.jpg < in/1.jpg")[1].Detail);
        Assert.Equal((photo, former, null), (PhotoOf("out/1.jpg"), Row("out/1.jpg").Sha256, Row("out/1.jpg").LastVerified));
        Assert.Equal(["Corrupt out/1.jpg"], Texts(Sync(new SyncRequest { Full = true })));
    }

    [Fact]
    public void Sync_ReturnedWithABitFlippedInItsMetadata_IsReturnedAndCorrupt()
    {
        string former = Row("in/1.jpg").Sha256;
        Move("in/1.jpg", "../away.jpg");
        SyncSays("Missing in/1.jpg");
        Move("../away.jpg", "in/1.jpg");
        Decay("in/1.jpg");
        SyncSays("Returned in/1.jpg", "Corrupt in/1.jpg");
        Assert.Equal((FileState.Present, former, null), (Row("in/1.jpg").State, Row("in/1.jpg").Sha256, Row("in/1.jpg").LastVerified));
    }

    [Fact]
    public void Sync_DecayedAndNoFingerprintRecorded_TakesNoneFromIt()
    {
        Catalog.Execute("UPDATE file SET fingerprint = NULL");
        Decay("in/1.jpg");
        Move("in", "out");
        Sync();
        Assert.Null(Row("out/1.jpg").Fingerprint);
        Assert.NotNull(Row("out/2.jpg").Fingerprint);
    }

    /// <summary>A bit flips in the metadata, under the same size and time.</summary>
    private void Decay(string path)
    {
        DateTime time = File.GetLastWriteTimeUtc(Full(path));
        byte[] content = File.ReadAllBytes(Full(path));
        content[content.AsSpan().IndexOf("Canon"u8)] ^= 1;
        WriteFile(path, content);
        File.SetLastWriteTimeUtc(Full(path), time);
    }
}
