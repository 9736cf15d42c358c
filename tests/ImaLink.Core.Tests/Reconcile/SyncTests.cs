using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Reconcile;

/// <summary>Every kind of finding, each out of what an owner does.</summary>
public sealed class SyncTests : ReconcileTest
{
    public SyncTests()
    {
        foreach (int number in Enumerable.Range(1, 6))
            Photo($"in/{number}.jpg", number);
        Adopt();
    }

    [Fact]
    public void Sync_NothingHappened_SaysNothing() => SyncSays();

    [Fact]
    public void Sync_FileMoved_IsLinkedUnreadAndNotVerified()
    {
        Guid photo = PhotoOf("in/1.jpg");
        Move("in/1.jpg", "out/one.jpg");
        Finding finding = Assert.Single(SyncSays("Moved out/one.jpg < in/1.jpg"));
        Assert.Equal((photo, null), (PhotoOf("out/one.jpg"), Row("out/one.jpg").LastVerified));
        Assert.Equal(("S", "A", Row("out/one.jpg").Hothash), (finding.Session, finding.Storage, finding.Hothash));
    }

    [Fact]
    public void Sync_FileMovedWithFull_IsReadAndVerified()
    {
        Move("in/1.jpg", "in/one.jpg");
        Assert.Equal(["Moved in/one.jpg < in/1.jpg"], Texts(Sync(new SyncRequest { Full = true })));
        Assert.NotNull(Row("in/one.jpg").LastVerified);
    }

    [Fact]
    public void Sync_NamesSwapped_BothMoved()
    {
        (Guid one, Guid two) = (PhotoOf("in/1.jpg"), PhotoOf("in/2.jpg"));
        Move("in/1.jpg", "in/x");
        Move("in/2.jpg", "in/1.jpg");
        Move("in/x", "in/2.jpg");
        SyncSays("Moved in/1.jpg < in/2.jpg", "Moved in/2.jpg < in/1.jpg");
        Assert.Equal((two, one), (PhotoOf("in/1.jpg"), PhotoOf("in/2.jpg")));
    }

    [Fact]
    public void Sync_ChainOfRenames_AllMoved()
    {
        Move("in/3.jpg", "in/4a.jpg");
        Move("in/2.jpg", "in/3.jpg");
        Move("in/1.jpg", "in/2.jpg");
        SyncSays("Moved in/2.jpg < in/1.jpg", "Moved in/3.jpg < in/2.jpg", "Moved in/4a.jpg < in/3.jpg");
    }

    [Fact]
    public void Sync_FolderRenamed_AllMoved()
    {
        Move("in", "2024/Italy");
        Assert.All(SyncSays([.. Enumerable.Range(1, 6).Select(n => $"Moved 2024/Italy/{n}.jpg < in/{n}.jpg")]), finding => Assert.Equal("S", finding.Session));
    }

    [Fact]
    public void Sync_CaseChanged_IsMoved()
    {
        Move("in/1.jpg", "in/1.JPG");
        SyncSays("Moved in/1.JPG < in/1.jpg");
    }

    [Fact]
    public void Sync_NormalisationChanged_IsFollowedSilently()
    {
        Photo("in/caf\u00e9.jpg", 20);
        Adopt("T");
        Move("in/caf\u00e9.jpg", "in/cafe\u0301.jpg");
        SyncSays();
        Assert.NotNull(Row("in/cafe\u0301.jpg").LastVerified);
    }

    [Fact]
    public void Sync_FileDeleted_IsMissingOnceAndReturns()
    {
        byte[] content = File.ReadAllBytes(Full("in/1.jpg"));
        File.Delete(Full("in/1.jpg"));
        SyncSays("Missing in/1.jpg");
        Assert.Equal(FileState.Missing, Row("in/1.jpg").State);
        WriteFile("back/1.jpg", content);
        SyncSays("Returned back/1.jpg < in/1.jpg");
        Assert.Equal(FileState.Present, Row("back/1.jpg").State);
    }

    [Fact]
    public void Sync_MetadataEdited_KeepsPhotoAndFormerSha256()
    {
        (Guid photo, string former) = (PhotoOf("in/1.jpg"), Row("in/1.jpg").Sha256);
        Photo("in/1.jpg", 1, tag: 3);
        SyncSays("MetadataChanged in/1.jpg");
        FileEntry entry = new ImaLink.Catalog.FileEntries(Catalog).Get(Row("in/1.jpg").Id);
        Assert.Equal((photo, former, "EOS xxx"), (entry.PhotoUuid(), Assert.Single(entry.Previous!).Sha256, entry.CameraModel));
    }

    [Fact]
    public void Sync_MovedAndRetagged_IsBoth()
    {
        Guid photo = PhotoOf("in/1.jpg");
        File.Delete(Full("in/1.jpg"));
        Photo("x/a.jpg", 1, tag: 3);
        SyncSays("Moved x/a.jpg < in/1.jpg", "MetadataChanged x/a.jpg < in/1.jpg");
        Assert.Equal(photo, PhotoOf("x/a.jpg"));
    }

    [Fact]
    public void Sync_PixelsEdited_NewImageJoinsThePhoto()
    {
        (Guid photo, string former) = (PhotoOf("in/1.jpg"), Row("in/1.jpg").Sha256);
        Photo("in/1.jpg", 100);
        SyncSays("Changed in/1.jpg");
        FileEntry entry = new ImaLink.Catalog.FileEntries(Catalog).Get(Row("in/1.jpg").Id);
        Assert.Equal((photo, former), (entry.PhotoUuid(), Assert.Single(entry.Previous!).Sha256));
        Assert.Equal(6, Catalog.Describe().Images);
    }

    [Fact]
    public void Compare_FullAndARetaggedCopy_IsCopied()
    {
        Photo("in/1 copy.jpg", 1, tag: 3);
        Assert.Equal(["New in/1 copy.jpg"], Texts(Compare()));
        Assert.Equal(["Copied in/1 copy.jpg"], Texts(Compare(full: true)));
    }

    [Fact]
    public void Sync_RetaggedByExifToolAndMoved_IsMovedAndMetadataChanged()
    {
        (Guid photo, Guid session) = (PhotoOf("in/1.jpg"), Catalog.Sessions.Get(Row("in/1.jpg").SessionId).Header.Uuid);
        Assert.SkipUnless(ExifTool("-overwrite_original", "-XMP-dc:Title=Rome", "-XMP-xmp:Rating=4", Full("in/1.jpg")), "exiftool is not on this machine.");
        Move("in/1.jpg", "2024/rome.jpg");
        List<Finding> findings = SyncSays("Moved 2024/rome.jpg < in/1.jpg", "MetadataChanged 2024/rome.jpg < in/1.jpg");
        Assert.All(findings, finding => Assert.Equal(session, finding.SessionUuid));
        Assert.Equal(photo, PhotoOf("2024/rome.jpg"));
        Assert.Equal(6, Catalog.Describe().Photos);
    }

    private static bool ExifTool(params string[] arguments)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("exiftool", arguments) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [Fact]
    public void Sync_Touched_IsNoFindingAndFollowed()
    {
        Touch("in/1.jpg");
        SyncSays();
        Assert.StartsWith("0 bytes", Details[^1]);
    }

    [Fact]
    public void Compare_CopyMade_IsCopiedAndAdoptedOnlyOnDemand()
    {
        Copy("in/1.jpg", "in/1 copy.jpg");
        SyncSays("Copied in/1 copy.jpg");
        Assert.Equal(["Copied in/1 copy.jpg"], Texts(Sync(new SyncRequest { AddNewTitle = "Copies" })));
        Assert.Equal(PhotoOf("in/1.jpg"), PhotoOf("in/1 copy.jpg"));
        SyncSays();
    }

    [Fact]
    public void Sync_AddNew_AdoptsOnlyWhatIsNew()
    {
        Photo("new/9.jpg", 9);
        WriteFile("new/9.xmp", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8.ToArray());
        WriteFile("new/readme.txt", "no photo"u8.ToArray());
        SyncSays("New new/9.jpg");
        Finding finding = Assert.Single(Sync(new SyncRequest { AddNewTitle = "By hand" }));
        Assert.Equal(("New", "By hand"), (finding.Verdict, finding.Session));
        Assert.Equal("photos/new/9.xmp", Assert.Single(Catalog.Files.Companions(Row("new/9.jpg").Id)).Path);
        SyncSays();
    }

    [Fact]
    public void Sync_OverwrittenByACopyOfAnother_IsMissingNotThatOther()
    {
        Guid photo = PhotoOf("in/1.jpg");
        File.Delete(Full("in/1.jpg"));
        Copy("in/2.jpg", "in/1.jpg");
        SyncSays("Missing in/1.jpg", "Copied in/1.jpg");
        Sync(new SyncRequest { AddNewTitle = "Copies" });
        Assert.Equal((PhotoOf("in/2.jpg"), photo), (PhotoOf("in/1.jpg"), PhotoOf("in/1 (missing).jpg")));
        SyncSays();
    }

    [Fact]
    public void Sync_MovedOntoAMissingFilesPlace_KeepsBoth()
    {
        File.Delete(Full("in/1.jpg"));
        Move("in/2.jpg", "in/1.jpg");
        SyncSays("Moved in/1.jpg < in/2.jpg", "Missing in/1.jpg");
        Assert.Equal(FileState.Missing, Row("in/1 (missing).jpg").State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-3)]
    public void Sync_AllTimesShiftedByHours_IsNoChangeAndNotRead(int hours)
    {
        foreach (int number in Enumerable.Range(20, 20))
            Photo($"in/{number}.jpg", number);
        Adopt("T");
        foreach (string file in Directory.GetFiles(Full("in")))
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(hours).AddSeconds(1));
        SyncSays();
        Assert.Contains(Details, detail => detail.Contains("shifted", StringComparison.Ordinal));
        Assert.NotNull(Row("in/1.jpg").LastVerified);
    }

    [Fact]
    public void Sync_TimesRoundedToTwoSeconds_IsNoChange()
    {
        foreach (string file in Directory.GetFiles(Full("in")))
            File.SetLastWriteTimeUtc(file, new DateTime(File.GetLastWriteTimeUtc(file).Ticks / 20_000_000 * 20_000_000, DateTimeKind.Utc));
        SyncSays();
        Assert.All(Details.Where(detail => detail.Contains("bytes were read", StringComparison.Ordinal)), detail => Assert.StartsWith("0 bytes", detail));
    }

    [Fact]
    public void Sync_ManyMissing_IsRefusedUnlessAllowed()
    {
        foreach (int number in Enumerable.Range(20, 30))
            Photo($"more/{number}.jpg", number);
        Adopt("T");
        Directory.Delete(Full("more"), recursive: true);
        Assert.Equal(30, Compare().Count);
        Assert.Contains("30 of 36", Assert.Single(Warnings));
        Assert.Equal(ErrorCode.MassMissing, Assert.Throws<ImaLinkException>(() => Sync()).Code);
        Assert.Equal(FileState.Present, Row("more/20.jpg").State);
        Assert.Equal(30, Sync(new SyncRequest { AllowMassMissing = true }).Count);
    }

    [Fact]
    public void Sync_RecordsWhen()
    {
        Sync();
        var storage = new ImaLink.Archive.StorageService(Catalog, TimeSpan.Zero).Find(Selector.ByUuid(Storage.Uuid)).Single();
        Assert.InRange(storage.LastScan!.Value, DateTime.Now.AddMinutes(-1), DateTime.Now);
        Consistency.AssertConsistent(Catalog, Storage);
    }

    [Fact]
    public void Compare_InARehearsal_KeepsNobodyFromWriting()
    {
        Move("in/1.jpg", "in/one.jpg");
        Assert.Equal(["Moved in/one.jpg < in/1.jpg"], Texts(Rehearse(_ =>
        {
            using var other = ImaLink.Catalog.CatalogDatabase.OpenForWriting(Catalog.Path, TimeSpan.FromSeconds(1));
            other.Transaction(() => other.Execute("UPDATE session SET title = title"));
        })));
        Assert.Equal(FileState.Present, Row("in/1.jpg").State);
    }

    [Fact]
    public void Sync_MoveFromAnotherStorage_TakesSessionAndPhotoAlong()
    {
        FileStorage other = NewStorage("B");
        Photo("b/7.jpg", 7, storage: other);
        Photo("b/8.jpg", 8, storage: other);
        Adopt("Other", other);
        Guid photo = new ImaLink.Catalog.FileEntries(Catalog).Get(Catalog.Files.ByPath(Catalog.Storages.Find(other.Uuid)!.Id, "photos/b/7.jpg")!.Id).PhotoUuid();
        File.Move(Full("b/7.jpg", other), Full("in/7.jpg"));
        Finding finding = Assert.Single(SyncSays("Moved in/7.jpg < b/7.jpg"));
        Assert.Equal(("Other", Full("b/7.jpg", other)), (finding.Session, finding.OldPath));
        Assert.Equal(photo, PhotoOf("in/7.jpg"));
        Assert.Empty(Sync(storage: other));
        Consistency.AssertConsistent(Catalog, other);
        Assert.Equal(FileState.Missing, Catalog.Files.ByPath(Catalog.Storages.Find(other.Uuid)!.Id, "photos/b/7.jpg")!.State);
    }

    [Fact]
    public void Sync_CopyOfAFileOfAnotherStorage_IsCopied()
    {
        FileStorage other = NewStorage("B");
        Photo("b/7.jpg", 7, storage: other);
        Adopt("Other", other);
        File.Copy(Full("b/7.jpg", other), Full("in/7.jpg"));
        SyncSays("Copied in/7.jpg");
    }
}
