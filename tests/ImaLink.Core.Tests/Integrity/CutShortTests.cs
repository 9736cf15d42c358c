using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Reconcile;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Media.Identity;

namespace ImaLink.Tests.Integrity;

/// <summary>A registered file that lost its end, as Sync, Test, Copy and Repair meet it one after the other.</summary>
public sealed class CutShortTests : IntegrityTest
{
    private static readonly (string Name, int Cut)[] Cases = [("scan.jpg", 27172), ("motion.jpg", -4000), ("ultrahdr.jpg", -4000), ("twopage.tif", -4000)];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void EveryCase_LostItsEnd_IsToldEverywhereAndBroughtBack(bool keepsTime, bool online)
    {
        string? cases = Corpus.Folder is { } corpus ? Path.Combine(corpus, "..", "cases", "cut-short") : null;
        Assert.SkipWhen(!Directory.Exists(cases), "The cases are not beside the repository (shared/cases).");
        Follow(Cases.Select(item => (item.Name, File.ReadAllBytes(Path.Combine(cases!, item.Name)), item.Cut)), keepsTime, online);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void MadeFiles_LostTheirEnd_AreToldEverywhereAndBroughtBack(bool keepsTime, bool online) =>
        Follow([("a.jpg", TestPhotos.Jpeg(1), -60), ("b.jpg", Motion(TestPhotos.Jpeg(2)), -900)], keepsTime, online);

    [Fact]
    public void StillOfAMotionPhoto_IsAnEditThoughACopyBeginsWithItsBytes()
    {
        byte[] still = TestPhotos.Jpeg(2);
        Put("b.jpg", Motion(still));
        Backup(Mine.Import(Source, "S", request => request with { Layout = "{source}" }));
        File.WriteAllBytes(Mine.Photo("b.jpg"), still);
        Assert.Equal("MetadataChanged", Assert.Single(Check()).Verdict);
        Assert.Equal(["MetadataChanged b.jpg"], Sync());
        Assert.True(Assert.Single(Check()).Ok);
    }

    [Fact]
    public void RecordedStump_IsFoundNotCopiedAndTakenBack()
    {
        byte[] whole = Motion(TestPhotos.Jpeg(1));
        Put("a.jpg", whole);
        Put("b.jpg", TestPhotos.Jpeg(2)[..^40]); // cut before it came
        ImportSession session = Mine.Import(Source, "S", request => request with { Layout = "{source}" });
        TestArchive backup = Backup(session);
        (ImageFile former, byte[] stump) = (Files()[0], whole[..^900]);
        RecordAsAnEarlierVersionDid(former, stump);

        List<FileCheck> checks = Check();
        Assert.Equal([("Truncated", false), ("Valid", true)], checks.ConvertAll(check => (check.Verdict, check.Ok)));
        Assert.Contains("recorded version itself is cut", checks[0].Detail);
        Assert.Contains(backup.Photo("a.jpg"), checks[0].Detail);
        Assert.Contains("did so when it came", checks[1].Detail);

        // Alone nothing has the bytes: neither a repair nor a copy makes the stump good.
        Assert.Empty(Repair());
        Assert.Contains("-Previous", Assert.Single(Mine.Errors).Message);
        Mine.Errors.Clear();
        ImportSession replica = Mine.Use(db => new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default).In(db));
        Assert.Contains("Repair-ImaFile -Previous", Assert.Single(Mine.Errors).Message);
        Assert.Equal([("Imported", backup.Photo("a.jpg")), ("Imported", backup.Photo("b.jpg"))], Mine.Items(replica).ConvertAll(item => (item.Verdict, item.FullName)));
        Assert.Equal(["a.jpg", "b.jpg"], backup.Photos());
        Mine.Errors.Clear();

        Assert.Equal(["a.jpg"], Repair(previous: true).ConvertAll(file => file.Name));
        Assert.Equal(whole, File.ReadAllBytes(Mine.Photo("a.jpg")));
        Assert.Equal((former.Sha256, former.Length, former.Hothash), Files().ConvertAll(file => (file.Sha256, file.Length, file.Hothash))[0]);
        List<FormerContent> previous = TestArchive.Index(session).Find(entry => entry.Filename == "a.jpg")!.Previous!;
        Assert.Equal([former.Length, stump.Length], previous.ConvertAll(content => content.FileSize));
        Assert.All(Check(), check => Assert.True(check.Ok, check.Detail));
        Assert.Equal(stump, File.ReadAllBytes(Assert.Single(Trash()).FullName));
        AssertWhole(Mine);

        // There is nothing before the first version.
        string state = State(Mine);
        Assert.Empty(Repair(previous: true));
        Assert.Equal(state, State(Mine));
    }

    [Fact]
    public void Previous_EditWhoseFormerBytesLieInTheTrash_IsTakenBackStepByStep()
    {
        byte[][] versions = [TestPhotos.Jpeg(1), TestPhotos.Jpeg(50), TestPhotos.Jpeg(99)];
        Put("a.jpg", versions[0]);
        ImportSession session = Mine.Import(Source, "S", request => request with { Layout = "{source}" });
        Backup(session);
        foreach (byte[] version in versions[1..])
        {
            File.WriteAllBytes(Mine.Photo("a.jpg"), version);
            Sync();
        }

        Put("../other/x.jpg", versions[1]);
        Mine.Import(Path.Combine(Folder, "other"), "T", request => request with { Layout = "t/{source}" });
        long other = Files().Find(file => file.RelativePath.EndsWith("x.jpg", StringComparison.Ordinal))!.Id;
        Mine.Use<object?>(db =>
        {
            new ImaLink.Trash.TrashService(db, Timeout).Remove(Mine.Storage.Uuid, [other], default);
            return null;
        });
        foreach (int expected in new[] { 1, 0 })
        {
            Assert.Single(Repair(previous: true));
            Assert.Equal(versions[expected], File.ReadAllBytes(Mine.Photo("a.jpg")));
            Assert.True(Assert.Single(Check()).Ok);
            Assert.Empty(Sync());
        }

        Assert.Equal(3, Trash().Count);
        AssertWhole(Mine);
    }

    private void Follow(IEnumerable<(string Name, byte[] Content, int Cut)> files, bool keepsTime, bool online)
    {
        var cut = files.ToList();
        cut.ForEach(file => Put(file.Name, file.Content));
        ImportSession session = Mine.Import(Source, "S", request => request with { Layout = "{source}" });
        TestArchive backup = Backup(session);
        if (!online)
            Directory.Move(backup.Layout.Root, backup.Layout.Root + ".gone");
        List<string> recorded = Recorded();
        foreach ((string name, byte[] content, int length) in cut)
        {
            DateTime time = File.GetLastWriteTimeUtc(Mine.Photo(name));
            File.WriteAllBytes(Mine.Photo(name), length > 0 ? content[..length] : content[..^-length]);
            File.SetLastWriteTimeUtc(Mine.Photo(name), keepsTime ? time : DateTime.UtcNow);
        }

        string[] truncated = [.. cut.Select(file => $"Truncated {file.Name}").Order(StringComparer.Ordinal)];
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(truncated, Sync());
            Assert.All(Check(), check => Assert.Equal("Truncated", check.Verdict));
        }

        Assert.Equal(recorded, Recorded());
        if (!online)
            Directory.Move(backup.Layout.Root + ".gone", backup.Layout.Root);

        // A second replica gets none of the cut bytes, and is told why.
        TestArchive third = Second("Third");
        Mine.Use(db => new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(third.Storage.Uuid), Mine.Reporter, default));
        Mine.Use(db => new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default));
        Assert.Empty(third.Photos());
        Assert.Equal(cut.Count, backup.Photos().Count);
        Assert.Equal(cut.Count, Mine.Errors.Count);
        Assert.All(Mine.Errors, error => Assert.Contains("It is Truncated", error.Message));
        Mine.Errors.Clear();

        Assert.Equal(cut.Count, Repair().Count);
        Assert.All(cut, file => Assert.Equal(file.Content, File.ReadAllBytes(Mine.Photo(file.Name))));
        Assert.All(Check(), check => Assert.True(check.Ok, check.Detail));
        Assert.Empty(Sync());
        Assert.Empty(Mine.Errors);
        AssertWhole(Mine);

        List<string> Recorded() => Files().ConvertAll(file => $"{file.RelativePath} {file.Sha256} {file.Length}");
    }

    /// <summary>As the first version's Sync did of a file that lost its end.</summary>
    private void RecordAsAnEarlierVersionDid(ImageFile file, byte[] stump)
    {
        File.WriteAllBytes(file.FullName, stump);
        Mine.Use<object?>(db =>
        {
            FileEntry entry = new FileEntries(db).Get(file.Id);
            entry.Previous = [new FormerContent { Sha256 = entry.Sha256, FileSize = entry.FileSize, Until = "2026-01-02T03:04:05Z" }];
            using (var handle = File.OpenHandle(file.FullName))
            {
                var identity = ImaLink.Media.Identity.IdentityReader.Read(handle, ImaLink.Media.Identity.IdentityParts.All);
                (entry.Sha256, entry.FileSize, entry.Fingerprint, entry.Hothash) = (identity.Sha256, identity.Length, identity.Fingerprint, identity.Hothash);
            }

            entry.ModifiedAt = IndexTime.FormatUtc(File.GetLastWriteTimeUtc(file.FullName));
            FileRow row = db.Files.Get(file.Id);
            db.Transaction(() =>
            {
                db.Files.Put(row.StorageId, row.SessionId, entry);
                db.Sessions.MarkDirty(row.SessionId);
            });
            return null;
        });
        Mine.Write();
    }

    private TestArchive Backup(ImportSession session)
    {
        TestArchive backup = Second();
        Mine.Use(db => new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default));
        return backup;
    }

    private List<string> Sync()
    {
        var findings = new List<string>();
        Mine.Use<object?>(db =>
        {
            new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(Mine.Storage.Uuid, new SyncRequest(), finding => findings.Add($"{finding.Verdict} {Path.GetFileName(finding.RelativePath)}"), Mine.Reporter, default);
            return null;
        });
        return findings;
    }

    private List<ImageFile> Repair(bool previous = false) => Mine.Use(db => new FileRepairService(db, Timeout)
        .Run([new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], previous, _ => true, Mine.Reporter, default).In(db));

    private List<TrashItem> Trash() => Mine.Use(db => new ImaLink.Trash.TrashService(db, Timeout).Find(Selector.ByUuid(Mine.Storage.Uuid), null, Mine.Reporter).ToList());

    private static byte[] Motion(byte[] still) =>
        [.. still, 0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, 0, 0, 16, 0, .. "mdat"u8, .. new byte[4088].Select((_, i) => (byte)(i * 7))];
}
