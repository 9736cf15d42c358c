using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Media.Identity;
using ImaLink.Reconcile;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Integrity;
using ImaLink.Trash;

namespace ImaLink.Tests.Replication;

/// <summary>A second copy of a session whose files were edited since the first.</summary>
public sealed class SupersessionTests : IntegrityTest
{
    private int _clock;

    private ImportSession Copy(ImportSession session, TestArchive target) => Mine.Use(db =>
        new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(target.Storage.Uuid), Mine.Reporter, default).In(db));

    private List<TrashItem> Trash(TestArchive archive) => Mine.Use(db => new TrashService(db, Timeout).Find(Selector.ByUuid(archive.Storage.Uuid), null, Mine.Reporter).ToList());

    /// <summary>The owner edits a file, and the records are brought up to date.</summary>
    private void Edit(TestArchive archive, string name, byte[] content)
    {
        File.WriteAllBytes(archive.Photo(name), content);
        File.SetLastWriteTimeUtc(archive.Photo(name), new DateTime(2025, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(++_clock));
        Sync(archive);
    }

    private void Sync(TestArchive archive) => Mine.Use<object?>(db =>
    {
        new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(archive.Storage.Uuid, new SyncRequest(), _ => { }, Mine.Reporter, default);
        return null;
    });

    private (ImportSession Session, TestArchive Backup, ImportSession Replica) Copied(int photos)
    {
        ImportSession session = Photos(photos);
        TestArchive backup = Second();
        return (session, backup, Copy(session, backup));
    }

    private void AssertSame(TestArchive backup)
    {
        Assert.Equal(Mine.Photos(), backup.Photos());
        Assert.All(Mine.Photos(), name => Assert.Equal(File.ReadAllBytes(Mine.Photo(name)), File.ReadAllBytes(backup.Photo(name))));
        Assert.Equal(Files().ConvertAll(file => $"{file.RelativePath} {file.Sha256} {file.Hothash} {file.ModifiedAt:O}").Order(), Files(backup).ConvertAll(file => $"{file.RelativePath} {file.Sha256} {file.Hothash} {file.ModifiedAt:O}").Order());
        Assert.All(Check(backup), check => Assert.True(check.Ok, check.Detail));
        Assert.Empty(Files(null, filter => filter with { Storages = null, CopiesLessThan = 2 }));
        AssertWhole(Mine);
        AssertWhole(backup);
    }

    [Fact]
    public void Copy_OneOfTwoFilesWithTheSameBytesIsEdited_EachKeepsItsPlace()
    {
        Put("a.jpg", TestPhotos.Jpeg(0));
        Put("b.jpg", TestPhotos.Jpeg(0));
        ImportSession session = Mine.Import(Source, options: request => request with { Layout = "{source}", AllowDuplicate = true });
        TestArchive backup = Second();
        Copy(session, backup);
        Edit(Mine, "a.jpg", TestPhotos.Variant(0));
        Copy(session, backup);
        Assert.Empty(Mine.Errors);
        AssertSame(backup);
    }

    [Fact]
    public void Copy_ImageThatCameCutIsTaggedSmaller_IsNoStumpOfItself()
    {
        byte[] cut = TestPhotos.Jpeg(2)[..^40];
        Put("a.jpg", [.. cut[..2], 0xFF, 0xE5, 0, 102, .. new byte[100], .. cut[2..]]);
        ImportSession session = Mine.Import(Source, options: request => request with { Layout = "{source}" });
        TestArchive backup = Second();
        Copy(session, backup);
        Edit(Mine, "a.jpg", cut);
        for (int night = 0; night < 2; night++)
        {
            Assert.Equal("Valid", Assert.Single(Check()).Verdict);
            Copy(session, backup);
        }

        Assert.Empty(Mine.Errors);
        AssertSame(backup);
    }

    [Fact]
    public void Copy_RetaggedFiles_ReplaceTheOlderVersions()
    {
        (ImportSession session, TestArchive backup, _) = Copied(4);
        byte[] older = File.ReadAllBytes(Mine.Photo("IMG_000.jpg"));
        Edit(Mine, "IMG_000.jpg", TestPhotos.Variant(0));
        Edit(Mine, "IMG_001.jpg", TestPhotos.Variant(1));
        Edit(Mine, "IMG_001.jpg", TestPhotos.Variant(1, "Canon EOS R5"));
        Edit(Mine, "IMG_002.jpg", TestPhotos.Jpeg(102));
        ImportSession copy = Copy(session, backup);
        AssertSame(backup);
        Assert.Equal((4, 1, 0), (copy.Imported, copy.Companion, copy.Skipped));
        Assert.All(Files(backup), file => Assert.True(file.IsReplica));
        Assert.Equal(["IMG_000.jpg Superseded", "IMG_001.jpg Superseded", "IMG_002.jpg Superseded"], Trash(backup).Select(item => $"{item.Name} {item.Reason}").Order());
        Assert.Contains(Trash(backup), item => File.ReadAllBytes(item.FullName).SequenceEqual(older));
        Assert.Empty(Trash(Mine));
        Assert.Empty(Mine.Errors);
        string before = State(backup);
        Copy(session, backup);
        Assert.Equal(before, State(backup));
    }

    [Fact]
    public void Copy_RetaggedAndMoved_ReplacesTheOlderVersionInItsPlace()
    {
        (ImportSession session, TestArchive backup, _) = Copied(2);
        Directory.CreateDirectory(Mine.Photo("moved"));
        File.Move(Mine.Photo("IMG_001.jpg"), Mine.Photo("moved/IMG_001.jpg"));
        Edit(Mine, "moved/IMG_001.jpg", TestPhotos.Variant(1));
        Copy(session, backup);
        Assert.Equal(["IMG_000.jpg", "IMG_000.xmp", "IMG_001.jpg"], backup.Photos());
        Assert.Equal(TestPhotos.Variant(1), File.ReadAllBytes(backup.Photo("IMG_001.jpg")));
        AssertWhole(backup);
    }

    [Fact]
    public void Copy_Back_LeavesTheNewerVersion()
    {
        (ImportSession session, TestArchive backup, ImportSession replica) = Copied(2);
        Edit(Mine, "IMG_001.jpg", TestPhotos.Variant(1));
        string before = State(Mine);
        Copy(replica, Mine);
        Assert.Equal(before, State(Mine));
        Assert.Contains("newer versions of 1 file", Assert.Single(Mine.Warnings), StringComparison.Ordinal);
        Copy(session, backup);
        AssertSame(backup);

        // And so when the replica is the one that was edited.
        Edit(backup, "IMG_000.jpg", TestPhotos.Variant(0));
        before = State(backup);
        Copy(session, backup);
        Assert.Equal(before, State(backup));
        Copy(replica, Mine);
        AssertSame(backup);
        Assert.All(Files(), file => Assert.False(file.IsReplica));
    }

    [Fact]
    public void Copy_ContentTakenBack_NeverSwaps()
    {
        (ImportSession session, TestArchive backup, ImportSession replica) = Copied(1);
        byte[] first = File.ReadAllBytes(Mine.Photo("IMG_000.jpg"));
        Edit(Mine, "IMG_000.jpg", TestPhotos.Variant(0));
        Copy(session, backup);
        Mine.Use(db => new FileRepairService(db, Timeout).Run([new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], previous: true, _ => true, Mine.Reporter, default).ToList());
        Assert.Equal(first, File.ReadAllBytes(Mine.Photo("IMG_000.jpg")));
        for (int i = 0; i < 2; i++)
        {
            Copy(replica, Mine);
            Copy(session, backup);
            Assert.Equal(first, File.ReadAllBytes(Mine.Photo("IMG_000.jpg")));
            AssertSame(backup);
        }

        Assert.Equal(2, Trash(backup).Count);
    }

    [Fact]
    public void Copy_EditedInBoth_KeepsBoth()
    {
        (ImportSession session, TestArchive backup, ImportSession replica) = Copied(1);
        Edit(Mine, "IMG_000.jpg", TestPhotos.Variant(0, "here"));
        Edit(backup, "IMG_000.jpg", TestPhotos.Variant(0, "there"));
        Copy(session, backup);
        Copy(replica, Mine);
        Assert.Equal(TestPhotos.Variant(0, "here"), File.ReadAllBytes(Mine.Photo("IMG_000.jpg")));
        Assert.Equal(TestPhotos.Variant(0, "there"), File.ReadAllBytes(backup.Photo("IMG_000.jpg")));
        Assert.Equal((2, 2), (Files().Count, Files(backup).Count));
        Assert.Empty(Trash(Mine).Concat(Trash(backup)));
    }

    [Fact]
    public void Copy_CutVersion_ReplacesNothing()
    {
        (ImportSession session, TestArchive backup, _) = Copied(2);
        byte[] whole = File.ReadAllBytes(Mine.Photo("IMG_001.jpg"));
        byte[] cut = whole[..(whole.Length - 40)];
        File.WriteAllBytes(Mine.Photo("IMG_001.jpg"), cut);
        Mine.Use<object?>(db =>
        {
            // As an earlier version recorded it.
            FileRow row = db.Files.ByPath(db.Storages.Find(Mine.Storage.Uuid)!.Id, "photos/IMG_001.jpg")!;
            FileEntry entry = new FileEntries(db).Get(row.Id);
            entry.Previous = [new FormerContent { Sha256 = entry.Sha256, FileSize = entry.FileSize, Until = "2025-01-01T00:00:00Z" }];
            (entry.Sha256, entry.FileSize, entry.ModifiedAt) = (Hex.Of(System.Security.Cryptography.SHA256.HashData(cut)), cut.Length, IndexTime.FormatUtc(File.GetLastWriteTimeUtc(Mine.Photo("IMG_001.jpg"))));
            db.Files.Put(row.StorageId, row.SessionId, entry);
            db.Sessions.MarkDirty(row.SessionId);
            return null;
        });
        Mine.Write();
        Copy(session, backup);
        Assert.Equal(whole, File.ReadAllBytes(backup.Photo("IMG_001.jpg")));
        Assert.Equal([ErrorCode.CopyFailed], Mine.Errors.ConvertAll(error => error.Code));
        Assert.Empty(Trash(backup));
    }

    [Fact]
    public void Copy_SidecarHalfWritten_GoesBesideTheWholeOne()
    {
        (ImportSession session, TestArchive backup, _) = Copied(1);
        byte[] whole = File.ReadAllBytes(Mine.Photo("IMG_000.xmp"));
        string away = backup.Storage.FullName + " away";
        Directory.Move(backup.Storage.FullName, away); // the judge would compare it
        Edit(Mine, "IMG_000.xmp", whole[..20]);
        Directory.Move(away, backup.Storage.FullName);
        Copy(session, backup);
        Assert.Equal(whole, File.ReadAllBytes(backup.Photo("IMG_000.xmp")));
        Assert.Equal(whole[..20], File.ReadAllBytes(backup.Photo(Assert.Single(backup.Photos(), name => name is not ("IMG_000.jpg" or "IMG_000.xmp")))));
        Assert.Empty(Trash(backup));
        AssertWhole(backup);
        string before = State(backup);
        Copy(session, backup);
        Assert.Equal(before, State(backup));
    }

    [Fact]
    public void Copy_DamagedReplicaOrSource_ReplacesNothing()
    {
        (ImportSession session, TestArchive backup, _) = Copied(2);
        FlipBit(backup.Photo("IMG_000.jpg"), 4000);
        Edit(Mine, "IMG_000.jpg", TestPhotos.Variant(0));
        Edit(Mine, "IMG_001.jpg", TestPhotos.Variant(1));
        FlipBit(Mine.Photo("IMG_001.jpg"), 4000);
        string[] before = [.. backup.Photos().Select(name => Convert.ToHexString(File.ReadAllBytes(backup.Photo(name))))];
        Copy(session, backup);
        Assert.Equal([ErrorCode.CopyFailed, ErrorCode.CopyFailed], Mine.Errors.ConvertAll(error => error.Code));
        Assert.Equal(before, backup.Photos().Select(name => Convert.ToHexString(File.ReadAllBytes(backup.Photo(name)))));
        Assert.Empty(Trash(backup));
        AssertWhole(backup);
    }

    [Fact]
    public void Copy_OlderVersionIsMissing_NewerOneTakesItsPlace()
    {
        (ImportSession session, TestArchive backup, _) = Copied(2);
        File.Delete(backup.Photo("IMG_001.jpg"));
        Sync(backup);
        Edit(Mine, "IMG_001.jpg", TestPhotos.Variant(1));
        Copy(session, backup);
        AssertSame(backup);
        Assert.Empty(Trash(backup));
    }

    [Theory]
    [InlineData("", "1:a", true)]
    [InlineData("", "a", true)] // no revision is written: they stand in their order
    [InlineData("", "b", false)]
    [InlineData("a", "a", false)]
    [InlineData("1:b", "1:b,2:a", true)]
    [InlineData("1:b,2:a", "1:a", false)]
    [InlineData("b,c", "7:a", true)]
    public void Order_OfContents_TellsTheNewer(string itsPrevious, string previous, bool isNewer) =>
        Assert.Equal(isNewer, ContentOrder.IsNewer(Previous(previous), "a", Previous(itsPrevious)));

    private static List<FormerContent> Previous(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split(':'))
        .Select(item => new FormerContent { Sha256 = item[^1], Revision = item.Length > 1 ? long.Parse(item[0], System.Globalization.CultureInfo.InvariantCulture) : null })];
}
