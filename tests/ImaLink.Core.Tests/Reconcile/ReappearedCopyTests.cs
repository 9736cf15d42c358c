using ImaLink.Catalog;
using ImaLink.Reconcile;

namespace ImaLink.Tests.Reconcile;

/// <summary>
/// A registered file was damaged where it lies, and a copy of it, or of an earlier version, appears elsewhere: it has not moved, its record stays,
/// and what is left of it is not adopted.
/// </summary>
public sealed class ReappearedCopyTests : ReconcileTest
{
    private readonly byte[] _former, _whole;

    public ReappearedCopyTests()
    {
        _former = File.ReadAllBytes(Photo("a.jpg", 1));
        for (int i = 2; i < 8; i++)
            Photo($"{i}.jpg", i);
        Adopt();
        _whole = File.ReadAllBytes(Photo("a.jpg", 1, tag: 40));
        Assert.Equal(["MetadataChanged a.jpg"], Texts(Sync()));
    }

    public static TheoryData<string, bool, bool> Damages()
    {
        var data = new TheoryData<string, bool, bool>();
        foreach (string damage in new[] { "cut", "cut to its first bytes", "emptied", "encrypted", "rotten", "cut, its time kept" })
            foreach (bool isFormer in new[] { true, false })
                data.Add(damage, isFormer, damage == "rotten" || !isFormer);
        return data;
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Sync_CopyOfADamagedFileAppears_TheFileHasNotMoved(string damage, bool isFormer, bool full)
    {
        DateTime time = File.GetLastWriteTimeUtc(Full("a.jpg"));
        string recorded = Row("a.jpg").Sha256;
        Damage(damage, time);
        WriteFile("elsewhere/a.jpg", isFormer ? _former : _whole);
        if (!isFormer)
            File.SetLastWriteTimeUtc(Full("elsewhere/a.jpg"), time);
        string[] told = Told(damage, full), standing = [.. told.Where(text => text != "Missing a.jpg")];
        string[] appeared = ["New elsewhere/a.jpg", "Copied elsewhere/a.jpg"]; // what is not read is new
        Assert.Equal(told, Texts(Compare(full)).Except(appeared));
        Assert.Equal(told, Texts(Sync(new SyncRequest { Full = full })).Except(appeared));
        Assert.Equal(standing, Texts(Sync(new SyncRequest { Full = full, AddNewTitle = "New" })).Except(appeared));
        Assert.Equal(standing, Texts(Sync(new SyncRequest { Full = full })));
        Assert.Equal((recorded, (damage == "emptied") ? FileState.Missing : FileState.Present), (Row("a.jpg").Sha256, Row("a.jpg").State));
        Assert.Equal(Sha256(isFormer ? _former : _whole), Row("elsewhere/a.jpg").Sha256);
        Assert.Equal(8, Catalog.Describe().Files);
        Consistency.AssertConsistent(Catalog, Storage);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("encrypted")]
    public void Sync_CopyOfADamagedFileAppearsWithItsCompanion_TheirRecordsStay(string damage)
    {
        byte[] xmp = [.. "<x:xmpmeta xmlns:x='adobe:ns:meta/'>rating</x:xmpmeta>"u8];
        WriteFile("a.xmp", xmp);
        Sync();
        DateTime time = File.GetLastWriteTimeUtc(Full("a.xmp"));
        WriteFile("a.xmp", xmp[..20]);
        File.SetLastWriteTimeUtc(Full("a.xmp"), time);
        Damage(damage, time);
        WriteFile("elsewhere/a.jpg", _former);
        WriteFile("elsewhere/a.xmp", xmp);
        Sync(new SyncRequest { AddNewTitle = "New" });
        CompanionEntry companion = Assert.Single(Catalog.Files.Companions(Row("a.jpg").Id));
        Assert.Equal(("photos/a.xmp", Sha256(xmp), null), (companion.Path, companion.Sha256, companion.LastVerified));
        Assert.Equal("photos/elsewhere/a.xmp", Assert.Single(Catalog.Files.Companions(Row("elsewhere/a.jpg").Id)).Path);
        Consistency.AssertConsistent(Catalog, Storage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sync_CopyOfADamagedSidecarAppears_TheSidecarHasNotMoved(bool isEmptied)
    {
        byte[] xmp = [.. "<x:xmpmeta xmlns:x='adobe:ns:meta/'>rating</x:xmpmeta>"u8];
        WriteFile("a.xmp", xmp);
        Sync();
        WriteFile("old/7.jpg", _former);
        WriteFile("old/a.xmp", xmp);
        DateTime time = File.GetLastWriteTimeUtc(Full("a.xmp"));
        WriteFile("a.xmp", isEmptied ? [] : xmp[..20]);
        File.SetLastWriteTimeUtc(Full("a.xmp"), time);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(["Corrupt a.jpg"], Texts(Sync(new SyncRequest())).Except(["New old/7.jpg"]));
            CompanionEntry companion = Assert.Single(Catalog.Files.Companions(Row("a.jpg").Id));
            Assert.Equal(("photos/a.xmp", Sha256(xmp), null), (companion.Path, companion.Sha256, companion.LastVerified));
        }
    }

    [Fact]
    public void Sync_SidecarEditedAndItsFormerBytesElsewhere_IsEditedInItsPlace()
    {
        byte[] xmp = [.. "<x:xmpmeta xmlns:x='adobe:ns:meta/'>3</x:xmpmeta>"u8];
        WriteFile("a.xmp", xmp);
        Sync();
        WriteFile("backup/a.xmp", xmp);
        byte[] edited = [.. "<x:xmpmeta xmlns:x='adobe:ns:meta/'>5 stars</x:xmpmeta>"u8];
        WriteFile("a.xmp", edited);
        Assert.Equal("Its companion 'photos/a.xmp' changed.", Assert.Single(Sync()).Detail);
        Assert.Equal(("photos/a.xmp", Sha256(edited)), Assert.Single(Catalog.Files.Companions(Row("a.jpg").Id)) is var companion ? (companion.Path, companion.Sha256) : default);
    }

    [Fact]
    public void Sync_EarlierVersionOfADeletedFileAppears_IsACopyAndTheFileIsMissing()
    {
        File.Delete(Full("a.jpg"));
        WriteFile("elsewhere/a.jpg", _former);
        Assert.Equal(["Missing a.jpg", "Copied elsewhere/a.jpg"], Texts(Sync()));
        Assert.Equal(Sha256(_whole), Row("a.jpg").Sha256);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sync_TakenBackToWhatATwinHeldBeforeToo_IsItselfInItsPlace(bool isTwinMissing)
    {
        WriteFile("b.jpg", _former);
        Sync(new SyncRequest { AddNewTitle = "Twin" });
        WriteFile("b.jpg", _whole);
        Assert.Equal(["MetadataChanged b.jpg"], Texts(Sync()));
        if (isTwinMissing)
        {
            File.Delete(Full("b.jpg"));
            Assert.Equal(["Missing b.jpg"], Texts(Sync()));
            WriteFile("a.jpg", _former);
            SyncSays("MetadataChanged a.jpg");
            return;
        }

        WriteFile("a.jpg", _former);
        WriteFile("b.jpg", _former);
        SyncSays("MetadataChanged a.jpg", "MetadataChanged b.jpg");
    }

    [Fact]
    public void Sync_MovedAndRetaggedWhileAnEarlierVersionAppears_IsFoundByWhatIsNew()
    {
        Move("a.jpg", "z/a.jpg");
        Photo("z/a.jpg", 1, tag: 50);
        WriteFile("b/a.jpg", _former);
        Assert.Equal(["Moved z/a.jpg < a.jpg", "MetadataChanged z/a.jpg < a.jpg", "Copied b/a.jpg"], Texts(Sync()));
    }

    [Theory]
    [InlineData("cut", "Truncated")]
    [InlineData("rotten", "Corrupt")]
    public void Sync_DamagedAndMovedWithItsFolder_IsFoundThereAndNotAdopted(string damage, string verdict)
    {
        Move("a.jpg", "in/a.jpg");
        Sync();
        Move("in/a.jpg", "a.jpg");
        DateTime time = File.GetLastWriteTimeUtc(Full("a.jpg"));
        Damage(damage, time);
        Move("a.jpg", "renamed/a.jpg");
        Assert.Equal(["Moved renamed/a.jpg < in/a.jpg", $"{verdict} renamed/a.jpg < in/a.jpg"], Texts(Sync(new SyncRequest { AddNewTitle = "New" })));
        Assert.Equal((Sha256(_whole), null), (Row("renamed/a.jpg").Sha256, Row("renamed/a.jpg").LastVerified));
        Assert.Equal(7, Catalog.Describe().Files);
        Consistency.AssertConsistent(Catalog, Storage);
    }

    [Fact]
    public void Sync_StumpOfAnotherPictureWithTheNameOfALostFile_IsNotThatFile()
    {
        File.Delete(Full("a.jpg"));
        WriteFile("card/a.jpg", Jpeg(77)[..^20]);
        SyncSays("Missing a.jpg", "New card/a.jpg");
    }

    [Fact]
    public void Sync_MovedAndAnotherPictureSavedInItsPlace_IsMoved()
    {
        Move("a.jpg", "originals/a.jpg");
        Photo("a.jpg", 99);
        SyncSays("Moved originals/a.jpg < a.jpg", "New a.jpg");
    }

    [Fact]
    public void Sync_CatalogLostAndRestoredBetween_TheFileHasNotMoved()
    {
        Damage("cut", default);
        Sync();
        WriteFile("elsewhere/a.jpg", _former);
        using CatalogDatabase catalog = ImaLink.Tests.Catalog.NewCatalog.Open(Path.Combine(Folder, "restored.db"));
        var recovery = new ImaLink.Recovery.RecoveryService(catalog);
        recovery.Restore(Assert.Single(recovery.Find([Storage.FullName], Reporter, default)), new ImaLink.Recovery.RestoreRequest(), _ => { }, Reporter, default);
        var findings = new List<Finding>();
        new ReconcileService(catalog, TimeSpan.FromSeconds(0.2), new ImaLink.Import.ImportService(catalog, TimeSpan.FromSeconds(0.2)))
            .Sync(Storage.Uuid, new SyncRequest { AddNewTitle = "New" }, findings.Add, Reporter, default);
        Assert.Equal(["Truncated a.jpg", "New elsewhere/a.jpg"], Texts(findings));
    }

    [Fact]
    public void Sync_CopyOfADamagedFileAppearsInAnotherStorage_IsACopyThere()
    {
        FileStorage other = NewStorage("B");
        Damage("cut", default);
        WriteFile("a.jpg", _whole, other);
        Assert.Equal(["Copied a.jpg"], Texts(Sync(new SyncRequest { AddNewTitle = "New" }, other)));
        Assert.Equal(["Truncated a.jpg"], Texts(Sync()));
        Assert.Equal(Sha256(_whole), Row("a.jpg").Sha256);
    }

    [Fact]
    public void InPlaceImport_OfADamagedFileAndItsCopy_RegistersTheCopyAlone()
    {
        Damage("cut", default);
        WriteFile("elsewhere/a.jpg", _former);
        Adopt("Again");
        Assert.Equal((8L, Sha256(_whole)), (Catalog.Describe().Files, Row("a.jpg").Sha256));
        Assert.Equal(["Truncated a.jpg"], Texts(Sync()));
    }

    private static string[] Told(string damage, bool full) => damage switch
    {
        "emptied" => ["Missing a.jpg"],
        "encrypted" => ["Changed a.jpg"],
        "rotten" => full ? ["Corrupt a.jpg"] : [],
        _ => ["Truncated a.jpg"],
    };

    private void Damage(string damage, DateTime time)
    {
        byte[] rotten = [.. _whole];
        rotten[^5] ^= 1;
        WriteFile("a.jpg", damage switch
        {
            "emptied" => [],
            "encrypted" => [.. "encrypted, pay us"u8, .. new byte[9000]],
            "rotten" => rotten,
            "cut to its first bytes" => _whole[..2],
            _ => _whole[..^20],
        });
        if (damage is "rotten" or "cut, its time kept")
            File.SetLastWriteTimeUtc(Full("a.jpg"), time);
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
}
