using ImaLink.Tests.Import;


namespace ImaLink.Tests.Integrity;

[Trait("Category", "Culture")]
public sealed class FileCheckTests : IntegrityTest
{
    [Fact]
    public void Run_EveryKindOfTrouble_GetsItsVerdict()
    {
        Photos(9);
        FlipBit(Mine.Photo("IMG_001.jpg"), 4000);
        Cut(Mine.Photo("IMG_002.jpg"), 300);
        File.WriteAllBytes(Mine.Photo("IMG_003.jpg"), TestPhotos.Variant(3));
        File.WriteAllBytes(Mine.Photo("IMG_004.jpg"), TestPhotos.Jpeg(444));
        File.Delete(Mine.Photo("IMG_005.jpg"));
        File.Delete(Mine.Photo("IMG_006.jpg"));
        Directory.CreateDirectory(Mine.Photo("IMG_006.jpg"));
        File.WriteAllText(Mine.Photo("IMG_000.xmp"), "edited");
        List<string> recorded = Files().ConvertAll(file => file.Sha256);

        List<FileCheck> checks = Check();
        Assert.Equal(["MetadataChanged", "Corrupt", "Truncated", "MetadataChanged", "Changed", "Missing", "Missing", "Valid", "Valid"],
            checks.OrderBy(check => check.RelativePath).Select(check => check.Verdict));
        Assert.All(checks, check => Assert.Equal(check.Verdict == "Valid", check.Ok));
        Assert.Contains("IMG_000.xmp", checks.Single(check => check.RelativePath.EndsWith("000.jpg", StringComparison.Ordinal)).Detail);
        Assert.Equal(recorded, Files().ConvertAll(file => file.Sha256));
        Assert.Empty(Mine.Errors);
        AssertWhole(Mine, isMissingFiles: true);
    }

    [Fact]
    public void Run_ValidFiles_AreKeptInCatalogAndIndex()
    {
        ImportSession session = Photos(3);
        List<DateTime?> before = Files().ConvertAll(file => file.LastVerified);
        FlipBit(Mine.Photo("IMG_001.jpg"), 4000);
        List<FileCheck> checks = Check();
        List<ImageFile> after = Files();
        Assert.Equal(checks.Select(check => check.LastVerified), after.Select(file => file.LastVerified));
        Assert.Equal([true, false, true], after.Zip(before, (file, earlier) => file.LastVerified > earlier));
        Assert.Null(after[1].LastVerified);
        Assert.Equal(after.Select(file => file.LastVerified?.ToUniversalTime()).Order(),
            TestArchive.Index(session).Select(entry => ImaLink.Index.IndexTime.ParseUtc(entry.LastVerified)).Order());
    }

    [Fact]
    public void Run_OlderThanAndMaxDuration_RollOn()
    {
        Photos(4);
        DateTime start = DateTime.UtcNow;
        Assert.Empty(Check(maxDuration: TimeSpan.Zero));
        Assert.Equal(2, Check(null, start, null, Mine.Use(db => new FileFilter { Ids = [1, 2] })).Count);
        Assert.Equal([3L, 4L], Check(olderThan: start).ConvertAll(check => check.Id));
        Assert.Empty(Check(olderThan: start));
        FlipBit(Mine.Photo("IMG_002.jpg"), 4000);
        Check();
        Assert.Equal([3L], Check(olderThan: start).ConvertAll(check => check.Id));
        Assert.Equal(3L, Check(maxDuration: TimeSpan.FromMinutes(1))[0].Id);
    }

    [Fact]
    public void Run_ShortenedFile_IsJudgedByItsReplica()
    {
        Photos(2);
        TestArchive backup = Second();
        backup.Import(Source);
        // No end is missing here: a whole, smaller picture in its place; and a beginning of something without an end.
        File.WriteAllBytes(Mine.Photo("IMG_000.jpg"), TestPhotos.Bare(0));
        Cut(Mine.Photo("IMG_001.jpg"), 300);
        Assert.Equal(["MetadataChanged", "Truncated"], Check().ConvertAll(check => check.Verdict));
        Assert.Contains("copy elsewhere", Check()[1].Detail);
        Directory.Move(backup.Layout.Root, backup.Layout.Root + ".gone");
        Assert.Contains("ends early", Check()[1].Detail);
    }

    [Fact]
    public void Run_ShortenedTiff_IsTruncatedWhereItsDataOrItsDirectoryLiesBeyond()
    {
        byte[] tiff = [.. "II*\0"u8, 8, 0, 0, 0, 5, 0,
            0, 1, 4, 0, 1, 0, 0, 0, 100, 0, 0, 0, 1, 1, 4, 0, 1, 0, 0, 0, 40, 0, 0, 0, 3, 1, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0,
            0x11, 1, 4, 0, 1, 0, 0, 0, 80, 0, 0, 0, 0x17, 1, 4, 0, 1, 0, 0, 0, 0xA0, 0x0F, 0, 0, .. new byte[10], .. Enumerable.Range(0, 4000).Select(i => (byte)(i * i))];
        // The same with its directory at the end.
        byte[] late = [.. tiff[..4], 0xF0, 0x0F, 0, 0, .. new byte[72], .. tiff[80..], .. tiff[8..80]];
        Put("a.tif", tiff);
        Put("b.tif", [.. tiff[..^1], 7]);
        Put("c.tif", [.. late[..100], 9, .. late[101..]]);
        Mine.Import(Source, "Tiffs", request => request with { Layout = "{source}" });
        Assert.All(Files(), file => Assert.Equal("image-data", file.Scheme));
        Cut(Mine.Photo("a.tif"), 2000);
        File.WriteAllBytes(Mine.Photo("b.tif"), TestPhotos.Jpeg(5)); // shorter too, and another picture
        Cut(Mine.Photo("c.tif"), 2000);
        List<FileCheck> checks = Check();
        Assert.Equal(["Truncated", "Changed", "Truncated"], checks.ConvertAll(check => check.Verdict));
        Assert.Contains("beyond its end", checks[0].Detail);
        Assert.Contains("a directory", checks[2].Detail);
    }

    [Fact]
    public void Run_CompanionThatDecayed_IsCorrupt()
    {
        Photos(1);
        FlipBit(Mine.Photo("IMG_000.xmp"), 40);
        FileCheck check = Assert.Single(Check());
        Assert.Equal(("Corrupt", false), (check.Verdict, check.Ok));
        File.Delete(Mine.Photo("IMG_000.xmp"));
        Assert.Equal("Missing", Check()[0].Verdict);
        FlipBit(Mine.Photo("IMG_000.jpg"), 4000);
        Assert.DoesNotContain("companion", Check()[0].Detail);
    }

    [Fact]
    public void Run_DamagedSessionIndex_IsAWarningAndTheOtherStorageGetsItsTimes()
    {
        ImportSession session = Photos(2);
        TestArchive backup = Second();
        backup.Import(Source);
        File.WriteAllText(session.IndexFile, "{");
        DateTime start = DateTime.UtcNow;
        Assert.All(Check(Mine, null, null, new FileFilter()), check => Assert.True(check.Ok));
        Assert.Empty(Mine.Errors);
        Assert.Contains("Update-ImaIndex", Assert.Single(Mine.Warnings));
        Assert.All(Files().Concat(Files(backup)), file => Assert.True(file.LastVerified!.Value.ToUniversalTime() >= start));
        AssertWhole(backup);
    }

    [Fact]
    public void Run_OfflineStorage_IsAnErrorOnlyWhereItWasNamedAndNothingIsMissing()
    {
        Photos(2);
        TestArchive backup = Second();
        backup.Import(Source);
        Directory.Move(backup.Layout.Root, backup.Layout.Root + ".gone");
        List<FileCheck> checks = Check(Mine, null, null, new FileFilter());
        Assert.Equal(2, checks.Count);
        Assert.Empty(Mine.Errors);
        Assert.Contains("is offline", Assert.Single(Mine.Warnings));
        Assert.Empty(Check(Mine, null, null, new FileFilter { Storages = [Selector.ByUuid(backup.Storage.Uuid)] }));
        Assert.Equal(ErrorCode.StorageOffline, Assert.Single(Mine.Errors).Code);
    }

    [Fact]
    public void Run_UnpluggedInTheMiddle_MakesNothingMissing()
    {
        Photos(300);
        int seen = 0;
        Mine.Use(db =>
        {
            var service = new ImaLink.Integrity.FileCheckService(db, Timeout);
            foreach (FileCheck check in service.Run(new() { Filters = [new FileFilter()] }, Mine.Reporter, default))
            {
                if (seen++ == 0)
                    Directory.Move(Mine.Layout.Root, Mine.Layout.Root + ".gone");
                Assert.Equal("Valid", check.Verdict);
            }

            return seen;
        });
        Assert.InRange(seen, 1, 299);
        Assert.Equal(ErrorCode.StorageOffline, Assert.Single(Mine.Errors).Code);
    }

    [Fact]
    public void Run_StoppedInTheMiddle_KeepsWhatWasChecked()
    {
        Photos(20);
        DateTime start = DateTime.UtcNow;
        Mine.Use(db => new ImaLink.Integrity.FileCheckService(db, Timeout)
            .Run(new() { Filters = [new FileFilter()] }, Mine.Reporter, default).Take(5).Count());
        Assert.Equal(15, Check(olderThan: start).Count);
        AssertWhole(Mine);
    }

    [Fact]
    public void Run_StorageThatCannotBeWritten_IsKeptInTheCatalog()
    {
        ImportSession session = Photos(2);
        File.Delete(Mine.Layout.Lock);
        Directory.CreateDirectory(Mine.Layout.Lock); // nobody gets this lock
        DateTime start = DateTime.UtcNow;
        Assert.All(Check(), check => Assert.True(check.Ok));
        Assert.All(Files(), file => Assert.True(file.LastVerified!.Value.ToUniversalTime() >= start));
        Assert.Empty(Mine.Errors);
        Assert.All(TestArchive.Index(session), entry => Assert.True(ImaLink.Index.IndexTime.ParseUtc(entry.LastVerified) < start));
    }
}
