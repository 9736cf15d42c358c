using ImaLink.Files;
using ImaLink.Index.Journals;
using ImaLink.Integrity;
using ImaLink.Replication;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Integrity;

public sealed class RepairTests : IntegrityTest
{
    private List<ImageFile> Repair(Func<FileCheck, bool>? confirm = null, params FileFilter[] filters) => Mine.Use(db =>
        new FileRepairService(db, Timeout)
            .Run(filters.Length > 0 ? filters : [new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], confirm ?? (_ => true), Mine.Reporter, default).In(db));

    private TestArchive Replica(ImportSession session)
    {
        TestArchive backup = Second();
        Mine.Use(db => new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default));
        return backup;
    }

    private List<TrashItem> Trash() => Mine.Use(db => new ImaLink.Trash.TrashService(db, Timeout).Find(Selector.ByUuid(Mine.Storage.Uuid), null, Mine.Reporter).ToList());

    [Fact]
    public void Repair_OneBitInEachOf200Files_AllAreFoundAndRepairedAndNothingElse()
    {
        ImportSession session = Photos(300);
        TestArchive backup = Replica(session);
        string others = State(backup);
        List<string> recorded = Recorded(), before = Contents();
        for (int i = 0; i < 200; i++)
            FlipBit(Mine.Photo($"IMG_{i:000}.jpg"), i * 7919);
        List<FileCheck> found = Check();
        Assert.Equal(200, found.Count(check => check.Verdict == "Corrupt"));
        Assert.Equal(100, found.Count(check => check.Ok));

        Assert.Equal(200, Repair().Count);
        Assert.Equal(before, Contents());
        Assert.Equal(recorded, Recorded());
        Assert.All(Check(), check => Assert.True(check.Ok));
        Assert.Equal(others, State(backup));
        Assert.Equal(200, Trash().Count);
        Assert.Empty(Mine.Errors);
        AssertWhole(Mine);

        List<string> Recorded() => Files().ConvertAll(file => $"{file.RelativePath} {file.Sha256} {file.Hothash} {file.Length}");
        List<string> Contents() => Mine.Photos().ConvertAll(path => $"{path} {File.GetLastWriteTimeUtc(Mine.Photo(path)):O} {Convert.ToHexString(File.ReadAllBytes(Mine.Photo(path)))}");
    }

    [Fact]
    public void Repair_FactsThatWereReadFromOtherBytes_AreReadFromThoseThatAreBack()
    {
        Replica(Photos(2));
        Mine.Use(db => db.Execute("UPDATE file SET camera_model = 'of decayed bytes', orientation = 8, facts_version = @1 WHERE storage_id = @0",
            db.Storages.Find(Mine.Storage.Uuid)!.Id, ImaLink.Media.Metadata.FactReader.Version));
        FlipBit(Mine.Photo("IMG_001.jpg"), 5000);
        Assert.Equal([("Canon EOS R6", 1)], Repair().ConvertAll(file => (file.CameraModel, file.Orientation)));
        ImaLink.Index.FileEntry entry = ImaLink.Index.SessionIndexFile.ReadFiles(Mine.Layout.SessionIndex(1)).Single(file => file.Filename == "IMG_001.jpg");
        Assert.Equal(("Canon EOS R6", 1, ImaLink.Media.Metadata.FactReader.Version), (entry.CameraModel, entry.Orientation, entry.FactsVersion));
        AssertWhole(Mine);
    }

    [Fact]
    public void Repair_MissingTruncatedAndCompanion_AreBroughtBack()
    {
        Replica(Photos(3));
        File.Delete(Mine.Photo("IMG_001.jpg"));
        Cut(Mine.Photo("IMG_002.jpg"), 200);
        FlipBit(Mine.Photo("IMG_000.xmp"), 55);
        Assert.Equal(["IMG_000.jpg", "IMG_001.jpg", "IMG_002.jpg"], Repair().ConvertAll(file => file.Name));
        Assert.All(Check(), check => Assert.True(check.Ok, check.Detail));
        Assert.Equal(["IMG_000.xmp", "IMG_002.jpg"], Trash().Select(item => item.Name).Order());
        string state = State(Mine);
        Assert.Empty(Repair());
        Assert.Equal(state, State(Mine));
    }

    [Fact]
    public void Repair_ChangedFile_IsLeftAlone()
    {
        Replica(Photos(2));
        File.WriteAllBytes(Mine.Photo("IMG_000.jpg"), TestPhotos.Jpeg(99));
        File.WriteAllBytes(Mine.Photo("IMG_001.jpg"), TestPhotos.Variant(1));
        string state = State(Mine);
        Assert.Empty(Repair());
        Assert.Equal(state, State(Mine));
    }

    [Fact]
    public void Repair_DamagedOrNoSource_IsAnErrorAndNothingIsTouched()
    {
        TestArchive backup = Replica(Photos(2));
        FlipBit(Mine.Photo("IMG_000.jpg"), 4000);
        FlipBit(backup.Photo("IMG_000.jpg"), 3000);
        Assert.Empty(Repair());
        Directory.Move(backup.Layout.Root, backup.Layout.Root + ".gone");
        Assert.Empty(Repair());
        Assert.Equal([ErrorCode.RepairFailed, ErrorCode.RepairFailed], Mine.Errors.ConvertAll(error => error.Code));
        Assert.Empty(Trash());
        AssertWhole(Mine);
    }

    [Fact]
    public void Repair_Refused_DoesNothing()
    {
        Replica(Photos(1));
        File.Delete(Mine.Photo("IMG_000.jpg"));
        string state = State(Mine);
        Assert.Empty(Repair(confirm: _ => false));
        Assert.Equal(state, State(Mine));
    }

    [Fact]
    public void Repair_PlaceTakenMeanwhile_IsAnErrorAndTheOtherIsRepaired()
    {
        Replica(Photos(2));
        File.Delete(Mine.Photo("IMG_000.jpg"));
        FlipBit(Mine.Photo("IMG_001.jpg"), 4000);
        List<ImageFile> repaired = Repair(check =>
        {
            if (check.Verdict == FileVerdict.Missing)
                File.WriteAllText(check.FullName!, "just put here");
            return true;
        });
        Assert.Equal(["IMG_001.jpg"], repaired.ConvertAll(file => file.Name));
        ImaLinkException error = Assert.Single(Mine.Errors);
        Assert.Equal((ErrorCode.RepairFailed, true), (error.Code, error.Message.Contains("IMG_000.jpg", StringComparison.Ordinal)));
        Assert.Equal("just put here", File.ReadAllText(Mine.Photo("IMG_000.jpg")));
        AssertWhole(Mine);
    }

    [Fact]
    public void Repair_RemovedMeanwhile_IsAnErrorAndTheOtherIsRepaired()
    {
        Replica(Photos(3));
        byte[] damaged = [];
        for (int i = 0; i < 3; i++)
            FlipBit(Mine.Photo($"IMG_{i:000}.jpg"), 4000);
        List<ImageFile> repaired = Repair(check =>
        {
            if (check.RelativePath.EndsWith("IMG_002.jpg", StringComparison.Ordinal))
                return true;
            damaged = File.ReadAllBytes(check.FullName!);
            Mine.Use<object?>(db =>
            {
                new ImaLink.Trash.TrashService(db, Timeout).Remove(Mine.Storage.Uuid, [check.Id], default);
                return null;
            });
            if (check.RelativePath.EndsWith("IMG_001.jpg", StringComparison.Ordinal))
                File.WriteAllBytes(check.FullName!, damaged); // and put back by hand
            return true;
        });
        Assert.Equal(["IMG_002.jpg"], repaired.ConvertAll(file => file.Name));
        Assert.Equal([ErrorCode.FileNotFound, ErrorCode.FileNotFound], Mine.Errors.ConvertAll(error => error.Code));
        Assert.Equal(["IMG_001.jpg", "IMG_002.jpg"], Mine.Photos());
        Assert.Equal(damaged, File.ReadAllBytes(Mine.Photo("IMG_001.jpg")));
        AssertWhole(Mine);
    }

    [Fact]
    public void Repair_GoesOnWherePlacedFileWasWrittenSince_DoesNotCountItAsVerified()
    {
        Photos(2);
        FlipBit(Mine.Photo("IMG_000.jpg"), 4000);
        Check();
        Mine.Use<object?>(db =>
        {
            // As a repair leaves it that was stopped after both copies had got their places.
            Journal journal = Journal.Prepare(new DurableFiles(), Mine.Layout, RepairPlan.JournalKind, Guid.NewGuid(), db.Uuid);
            journal.Begin(new RepairPlan { Trash = "20260102T030405Z_00000000", Files = [Placed(0), Placed(1)] }, JournalJson.Instance.RepairPlan);
            return null;
        });
        DateTime start = DateTime.UtcNow;
        Mine.Write();
        Assert.Equal([null, true], Files().ConvertAll(file => file.LastVerified is { } time ? time.ToUniversalTime() >= start : (bool?)null));
        AssertWhole(Mine);

        RepairedFile Placed(int number) => new() { Number = number + 1, Path = $"photos/IMG_00{number}.jpg", Sha256 = Files()[number].Sha256 };
    }

    [Fact]
    public void Repair_DamagedFile_CanBeHadBackFromTheTrash()
    {
        Replica(Photos(1));
        FlipBit(Mine.Photo("IMG_000.jpg"), 4000);
        byte[] damaged = File.ReadAllBytes(Mine.Photo("IMG_000.jpg"));
        Repair();
        string id = Assert.Single(Trash()).Id;
        Mine.Use(db => new ImaLink.Trash.TrashService(db, Timeout).Restore(Mine.Storage.Uuid, [id], Mine.Reporter, default));
        Assert.Equal(damaged, File.ReadAllBytes(Mine.Photo("IMG_000_1.jpg")));
        Assert.All(Check(), check => Assert.True(check.Ok));
        AssertWhole(Mine);
    }
}
