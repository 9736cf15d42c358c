using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;
using ImaLink.Tests.Integrity;

namespace ImaLink.Tests.Replication;

public sealed class SessionCopyTests : IntegrityTest
{
    private ImportSession Copy(ImportSession session, TestArchive target) => Mine.Use(db =>
        new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(target.Storage.Uuid), Mine.Reporter, default).In(db));

    private static readonly string[] Three = ["IMG_000.jpg", "IMG_000.xmp", "IMG_001.jpg", "IMG_002.jpg"];

    [Fact]
    public void Copy_Session_IsCompleteInItself()
    {
        ImportSession session = Photos(3);
        TestArchive backup = Second();
        backup.Import(Put("other/x.jpg", TestPhotos.Jpeg(77)), "Other");
        ImportSession copy = Copy(session, backup);
        Assert.Equal((session.Uuid, "Italy", "Backup", "Completed"), (copy.Uuid, copy.Title, copy.Storage, copy.Status));
        Assert.EndsWith("session_2.json", copy.IndexFile);
        foreach (string name in Three)
        {
            Assert.Equal(File.ReadAllBytes(Mine.Photo(name)), File.ReadAllBytes(backup.Photo(name)));
            Assert.Equal(File.GetLastWriteTimeUtc(Mine.Photo(name)), File.GetLastWriteTimeUtc(backup.Photo(name)));
        }

        Assert.Equal(TestArchive.Index(session).ConvertAll(Facts), TestArchive.Index(copy).ConvertAll(Facts));
        Assert.Equal(backup.Items(copy).Select(item => item.SourcePath), Mine.Items(session).Select(item => item.SourcePath));
        Assert.Equal((session.Imported, session.Companion, session.Bytes), (copy.Imported, copy.Companion, copy.Bytes));
        AssertWhole(backup);
        Assert.All(Check(backup), check => Assert.True(check.Ok));
        Assert.Empty(Files(Mine, filter => filter with { CopiesLessThan = 2 }));
        Assert.Empty(Mine.Errors);

        // Another catalog reads all of it from the disk.
        TestArchive elsewhere = backup.SeenBy(Path.Combine(Folder, "other.db"));
        Assert.Equal(4, elsewhere.Use(db => new ImaLink.Archive.FileQuery(db).Run(new()).Count()));

        static string Facts(FileEntry entry) => $"{entry.Path} {entry.Hothash} {entry.Sha256} {entry.Fingerprint} {entry.ModifiedAt} {entry.CameraModel} {entry.PhotoUuid()} {entry.OriginalPath} {entry.Companions?[0].Sha256}";
    }

    [Fact]
    public void Copy_Again_ChangesNothingAndBringsWhatIsNew()
    {
        ImportSession session = Photos(2);
        TestArchive backup = Second();
        Copy(session, backup);
        string before = State(backup);
        Copy(session, backup);
        Assert.Equal(before, State(backup));
        File.Delete(backup.Photo("IMG_001.jpg"));
        Copy(session, backup); // missing is Repair's affair
        Assert.Equal(before.Split('\n').Length - 1, State(backup).Split('\n').Length);
    }

    [Fact]
    public void Copy_ManyFilesOfOneImage_SharesOnePreview()
    {
        for (int i = 0; i < 120; i++)
            Put($"IMG_{i:000}.jpg", TestPhotos.Variant(7, $"Canon EOS {i}"));
        ImportSession session = Mine.Import(Source, options: request => request with { NoPreview = false });
        TestArchive backup = Second();
        // Whoever writes the preview first lets another worker come as far as it can meanwhile.
        using var another = new ManualResetEventSlim();
        int arrived = 0;
        var files = new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (operation == DurableOperation.Create && path.Contains("hotpreviews") && Interlocked.Increment(ref arrived) == 2)
                    another.Set();
                if (operation == DurableOperation.Replace && path.Contains("hotpreviews"))
                    another.Wait(TimeSpan.FromMilliseconds(300));
            },
        };
        Mine.Use(db => new SessionCopyService(db, Timeout, files).Copy(session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default));
        Assert.Equal(120, backup.Photos().Count);
        Assert.All(Files(backup), file => Assert.True(file.HasHotpreview));
        Assert.Empty(Mine.Errors);
        AssertWhole(backup);
    }

    [Fact]
    public void Copy_PreviewsCannotBeWritten_CopiesThePhotos()
    {
        for (int i = 0; i < 3; i++)
            Put($"IMG_{i:000}.jpg", TestPhotos.Jpeg(i));
        ImportSession session = Mine.Import(Source, options: request => request with { NoPreview = false });
        TestArchive backup = Second();
        File.WriteAllText(backup.Layout.Hotpreviews, "A file where the previews' folder was.");
        Assert.Equal("Completed", Copy(session, backup).Status);
        Assert.Equal(3, backup.Photos().Count);
        Assert.All(Files(backup), file => Assert.False(file.HasHotpreview));
    }

    [Fact]
    public void Copy_MissingInTheReplica_ComesBackToItsPlace()
    {
        ImportSession session = Photos(3);
        TestArchive backup = Second();
        Copy(session, backup);
        List<string> before = Records(backup);
        File.Delete(backup.Photo("IMG_000.jpg"));
        File.Delete(backup.Photo("IMG_000.xmp"));
        File.Delete(backup.Photo("IMG_001.jpg"));
        File.Move(backup.Photo("IMG_002.jpg"), Path.Combine(Folder, "aside"));
        Sync(backup, ["Missing", "Missing", "Missing"]);
        File.Move(Path.Combine(Folder, "aside"), backup.Photo("IMG_002.jpg"));
        Copy(session, backup);
        Assert.Equal(Three, backup.Photos());
        Sync(backup, ["Returned"]);
        Assert.Equal(before, Records(backup));
        Assert.All(Check(backup), check => Assert.True(check.Ok, check.Detail));
        Assert.Empty(Mine.Errors);
        AssertWhole(backup);

        static List<string> Records(TestArchive archive) => archive.Use(db => new ImaLink.Archive.FileQuery(db)
            .Run(new() { Storages = [Selector.ByUuid(archive.Storage.Uuid)] }).Select(file => $"{file.RelativePath} {file.Sha256} {file.State}").Order().ToList());
    }

    [Fact]
    public void Copy_LinkedFileWithoutItsSidecar_GetsIt()
    {
        string other = Path.Combine(Folder, "other");
        Directory.CreateDirectory(other);
        ImportSession session = Photos(2);
        File.Copy(Path.Combine(Source, "IMG_000.jpg"), Path.Combine(other, "known.jpg"));
        TestArchive backup = Second();
        backup.Import(other, "Other", request => request with { Layout = "{source}" });
        ImportSession copy = Copy(session, backup);
        Assert.Equal(["IMG_001.jpg", "known.jpg", "known.xmp"], backup.Photos());
        Assert.Equal(File.ReadAllBytes(Mine.Photo("IMG_000.xmp")), File.ReadAllBytes(backup.Photo("known.xmp")));
        Assert.Equal((1, 2, 0), (copy.Imported, copy.Duplicate, copy.Skipped));
        AssertWhole(backup);
        string before = State(backup);
        Copy(session, backup);
        Assert.Equal(before, State(backup));
    }

    [Fact]
    public void Copy_AfterEdits_LedgerTellsWhatTheReplicaHolds()
    {
        ImportSession session = Photos(3);
        TestArchive backup = Second();
        Copy(session, backup);
        File.WriteAllBytes(Mine.Photo("IMG_001.jpg"), TestPhotos.Variant(1));
        File.WriteAllBytes(Mine.Photo("moved.jpg"), TestPhotos.Variant(2));
        File.Delete(Mine.Photo("IMG_002.jpg"));
        File.WriteAllBytes(Mine.Photo("IMG_000.xmp"), TestPhotos.Xmp("edited"));
        Sync(Mine, null);
        ImportSession copy = Copy(session, backup);
        Assert.Equal((3, 1, 0), (copy.Imported, copy.Companion, copy.Skipped));
        Assert.DoesNotContain(backup.Items(copy), item => item.Verdict == "Skipped");
        Assert.Empty(Mine.Errors);
        AssertWhole(backup);
    }

    private void Sync(TestArchive archive, string[]? kinds)
    {
        var findings = new List<Finding>();
        archive.Use<object?>(db =>
        {
            new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(archive.Storage.Uuid, new SyncRequest(), findings.Add, Mine.Reporter, default);
            return null;
        });
        if (kinds is not null)
            Assert.Equal(kinds, findings.ConvertAll(finding => finding.Verdict));
    }

    [Fact]
    public void Copy_NamesTaken_AreNumberedAndSameBytesLinked()
    {
        ImportSession session = Photos(3);
        TestArchive backup = Second();
        File.WriteAllText(backup.Photo("IMG_000.JPG"), "another file");
        string other = Path.Combine(Folder, "other");
        Directory.CreateDirectory(other);
        File.Copy(Path.Combine(Source, "IMG_002.jpg"), Path.Combine(other, "known.jpg"));
        backup.Import(other, "Other", request => request with { Layout = "{source}" });
        ImportSession copy = Copy(session, backup);
        Assert.Equal(["IMG_000.JPG", "IMG_000_1.jpg", "IMG_000_1.xmp", "IMG_001.jpg", "known.jpg"], backup.Photos());
        Assert.Equal((2, 1, 1), (copy.Imported, copy.Duplicate, copy.Companion));
        Assert.Equal("another file", File.ReadAllText(backup.Photo("IMG_000.JPG")));
        string before = State(backup);
        Copy(session, backup);
        Assert.Equal(before, State(backup));
        AssertWhole(backup);
    }

    [Fact]
    public void Copy_DamagedOrMissingSource_IsAnErrorAndTheRestIsCopied()
    {
        ImportSession session = Photos(4);
        FlipBit(Mine.Photo("IMG_001.jpg"), 4000);
        File.Delete(Mine.Photo("IMG_002.jpg"));
        TestArchive backup = Second();
        ImportSession copy = Copy(session, backup);
        Assert.Equal([ErrorCode.CopyFailed, ErrorCode.CopyFailed], Mine.Errors.ConvertAll(error => error.Code));
        Assert.Equal(["IMG_000.jpg", "IMG_000.xmp", "IMG_003.jpg"], backup.Photos());
        Assert.Equal((2, 2), (copy.Imported, copy.Skipped));
        File.Copy(Path.Combine(Source, "IMG_001.jpg"), Mine.Photo("IMG_001.jpg"), overwrite: true);
        Assert.Equal((3, 1), (Copy(session, backup) is var again ? again.Imported : 0, Copy(session, backup).Skipped));
        AssertWhole(backup);
    }

    [Fact]
    public void Copy_IntoItselfOrOffline_IsRefused()
    {
        ImportSession session = Photos(1);
        Fails(ErrorCode.InvalidValue, () => Copy(session, Mine));
        TestArchive backup = Second();
        Directory.Move(backup.Layout.Root, backup.Layout.Root + ".gone");
        Fails(ErrorCode.StorageOffline, () => Copy(session, backup));
    }

    [Fact]
    public void Copy_SessionRemovedFromTheTarget_ComesBackForEverybody()
    {
        ImportSession session = Photos(1);
        TestArchive backup = Second();
        ImportSession copy = Copy(session, backup);
        backup.Remove(copy);
        Assert.Empty(backup.Photos());
        Copy(session, backup);
        Assert.Equal(2, backup.Photos().Count);
        AssertWhole(backup);
        TestArchive elsewhere = backup.SeenBy(Path.Combine(Folder, "other.db"));
        Assert.Equal(1, elsewhere.Use(db => new ImaLink.Archive.FileQuery(db).Run(new()).Count()));
    }
}
