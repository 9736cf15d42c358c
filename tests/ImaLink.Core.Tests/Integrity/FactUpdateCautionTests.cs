using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Media.Metadata;
using ImaLink.Reconcile;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Integrity;

/// <summary>Facts are read of the bytes that are recorded, and of no others.</summary>
public sealed class FactUpdateCautionTests : FactUpdateTest
{
    [Fact]
    public void Run_FileThatIsNotWhatIsRecorded_IsToldAndItsFactsStay()
    {
        Photos(5);
        Age(change: file => file.CameraModel = "EARLIER");
        File.WriteAllBytes(Mine.Photo("IMG_000.jpg"), TestPhotos.Variant(0, "NIKON Z 6 with a longer name"));
        DateTime time = File.GetLastWriteTimeUtc(Mine.Photo("IMG_001.jpg"));
        File.WriteAllBytes(Mine.Photo("IMG_001.jpg"), TestPhotos.Variant(1, "Canon EOS R7")); // of the same size
        File.SetLastWriteTimeUtc(Mine.Photo("IMG_001.jpg"), time.AddDays(40));
        File.Delete(Mine.Photo("IMG_002.jpg"));
        Cut(Mine.Photo("IMG_003.jpg"), 100);

        List<FactChange> changes = Run();

        Assert.Equal(["IMG_004.jpg"], changes.Select(change => Path.GetFileName(change.FullName)));
        Assert.Equal(["FileChanged", "FileChanged", "FileChanged", "PathNotFound"], Mine.Errors.Select(error => $"{error.Code}").Order());
        Assert.All(Mine.Errors.Where(error => error.Code == ErrorCode.FileChanged), error => Assert.Contains("Sync-ImaFileStorage", error.Message));
        Assert.Equal(4, Files().Count(file => file.CameraModel == "EARLIER"));
        // They are read when they are what is recorded again, and not before.
        File.WriteAllBytes(Mine.Photo("IMG_001.jpg"), TestPhotos.Jpeg(1));
        File.SetLastWriteTimeUtc(Mine.Photo("IMG_001.jpg"), time);
        Mine.Errors.Clear();
        Assert.Equal(["IMG_001.jpg"], Run().Select(change => Path.GetFileName(change.FullName)));
        Assert.Equal(3, Mine.Errors.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_FileThatDecayed_IsToldAndItsFactsStay(bool hasFingerprint)
    {
        Photos(2);
        Age(change: file => (file.CameraModel, file.Fingerprint) = ("EARLIER", hasFingerprint ? file.Fingerprint : null));
        FlipBit(Mine.Photo("IMG_001.jpg"), 8 * CameraOf("IMG_001.jpg"));
        Assert.Equal(["IMG_000.jpg"], Run().Select(change => Path.GetFileName(change.FullName)));
        ImaLinkException told = Assert.Single(Mine.Errors);
        Assert.Equal(ErrorCode.FileChanged, told.Code);
        Assert.Contains("Test-ImaFile", told.Message);
        Assert.Equal(["Canon EOS R6", "EARLIER"], Files().OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => file.CameraModel));
        Assert.Equal([FactReader.Version, null], Entries().OrderBy(entry => entry.Filename).Select(entry => entry.FactsVersion));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_FileThatWasFoundDecayed_IsReadOnceItsBytesAreBack(bool byTest)
    {
        Photos(2);
        Assert.All(Check(), check => Assert.True(check.Ok));
        Age("IMG_001.jpg", file => file.CameraModel = "of decayed bytes", FactReader.Version);
        (string path, byte[] right) = (Mine.Photo("IMG_001.jpg"), File.ReadAllBytes(Mine.Photo("IMG_001.jpg")));
        DateTime time = File.GetLastWriteTimeUtc(path);
        FlipBit(path, 8 * CameraOf("IMG_001.jpg"));
        if (byTest)
            Assert.Single(Check(), check => check.Verdict == FileVerdict.Corrupt);
        else
            With(db => new ReconcileService(db, Timeout, new ImaLink.Import.ImportService(db, Timeout)).Sync(Mine.Storage.Uuid, new SyncRequest { Full = true }, _ => { }, Mine.Reporter, default));
        File.WriteAllBytes(path, right); // its owner brings it back
        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal([("of decayed bytes", "Canon EOS R6")], Run().Select(change => (change.Old, change.New)));
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Run_DiskOfAnotherZone_IsReadWhereTheBytesAreTheRecordedOnes()
    {
        Photos(2);
        Age(change: file => file.CameraModel = "EARLIER");
        foreach (string name in new[] { "IMG_000.jpg", "IMG_001.jpg" })
            File.SetLastWriteTimeUtc(Mine.Photo(name), File.GetLastWriteTimeUtc(Mine.Photo(name)).AddHours(-1));
        FlipBit(Mine.Photo("IMG_001.jpg"), 8 * 60);
        Assert.Equal(["IMG_000.jpg"], Run().Select(change => Path.GetFileName(change.FullName)));
        Assert.Equal([ErrorCode.FileChanged], Mine.Errors.Select(error => error.Code));
    }

    [Fact]
    public void Run_SizeOfThePictureChanges_ItsPhotoStays()
    {
        Photos(2);
        Age("IMG_001.jpg", file => (file.Width, file.Height) = (null, null));
        Guid photo = Entries().Single(entry => entry.Filename == "IMG_001.jpg").PhotoUuid();
        Assert.Equal(["Height", "Width"], Run().Select(change => change.Fact).Order());
        FileEntry entry = Entries().Single(entry => entry.Filename == "IMG_001.jpg");
        Assert.Equal((photo, true), (entry.PhotoUuid(), entry.Width > 0));
        With(db => Assert.Equal((2L, 2L), (db.Describe().Images, db.Describe().Photos)));
        AssertWhole(Mine);
    }

    [Fact]
    public void Run_StorageThatIsOffline_IsAWarning_AndAnErrorWhereItIsNamed()
    {
        Photos(1);
        Age();
        Directory.Move(Mine.Layout.Root, Mine.Layout.Root + "-away");
        var warnings = new List<string>();
        OperationReporter reporter = Mine.Reporter with { Warning = warnings.Add };
        With(db => Assert.Empty(new FactUpdateService(db, Timeout).Run(new FactUpdateRequest { Filters = [new FileFilter()] }, reporter, default)));
        Assert.Single(warnings);
        Assert.Empty(Mine.Errors);
        With(db => Assert.Empty(new FactUpdateService(db, Timeout).Run(Request(), reporter, default)));
        Assert.Equal([ErrorCode.StorageOffline], Mine.Errors.Select(error => error.Code));
    }

    [Fact]
    public void Sync_FilesOfEarlierReaders_RewritesNoneOfThem()
    {
        Photos(2);
        Age(change: file => file.CameraModel = "EARLIER");
        string index = File.ReadAllText(Mine.Layout.SessionIndex(1));
        With(db => new ReconcileService(db, Timeout, new ImaLink.Import.ImportService(db, Timeout)).Sync(Mine.Storage.Uuid, new SyncRequest(), _ => { }, Mine.Reporter, default));
        Assert.Equal(index, File.ReadAllText(Mine.Layout.SessionIndex(1)));
        // One that its owner edited is read by the present ones.
        File.WriteAllBytes(Mine.Photo("IMG_001.jpg"), TestPhotos.Variant(1, "NIKON Z 6_2"));
        File.SetLastWriteTimeUtc(Mine.Photo("IMG_001.jpg"), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        With(db => new ReconcileService(db, Timeout, new ImaLink.Import.ImportService(db, Timeout)).Sync(Mine.Storage.Uuid, new SyncRequest(), _ => { }, Mine.Reporter, default));
        Assert.Equal([null, FactReader.Version], Entries().OrderBy(entry => entry.Filename).Select(entry => entry.FactsVersion));
    }

    /// <summary>Where a photo says its camera.</summary>
    private int CameraOf(string name) => File.ReadAllBytes(Mine.Photo(name)).AsSpan().IndexOf("Canon EOS R6"u8);
}
