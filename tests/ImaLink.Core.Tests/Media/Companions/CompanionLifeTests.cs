using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Reconcile;
using ImaLink.Recovery;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Integrity;
using ImaLink.Trash;

namespace ImaLink.Tests.Media.Companions;

/// <summary>A companion of every kind, in every operation.</summary>
public sealed class CompanionLifeTests : IntegrityTest
{
    /// <summary>Kind, photo, companion.</summary>
    public static TheoryData<string, string, string> Kinds => new()
    {
        { "xmp", "a.jpg", "a.xmp" },
        { "xmp", "a.jpg", "a_01.jpg.xmp" }, // darktable's copy
        { "aae", "IMG_1234.jpg", "IMG_E1234.AAE" },
        { "takeout", "a.jpg", "a.jpg.supplemental-metadata.json" },
        { "pp3", "a.jpg", "a.jpg.pp3" },
        { "dop", "a.jpg", "a.jpg.dop" },
        { "thm", "a.jpg", "a.THM" },
        { "voice", "a.jpg", "a.WAV" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Sync_EditedMovedMissingAndBack_IsToldOnceAndRecorded(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        Assert.Equal((kind, "Present"), (Record(session).Kind, Record(session).State));
        Assert.Empty(Sync());
        Write(Mine.Photo(companion), "edited");
        Assert.Equal("MetadataChanged", Assert.Single(Sync()).Verdict);
        Assert.Equal(IndexTime.FormatUtc(File.GetLastWriteTimeUtc(Mine.Photo(companion))), Record(session).ModifiedAt);

        Directory.CreateDirectory(Mine.Photo("sub"));
        foreach (string name in new[] { photo, companion })
            File.Move(Mine.Photo(name), Mine.Photo("sub/" + name));
        Assert.Equal("Moved", Assert.Single(Sync()).Verdict);
        Assert.Equal("photos/sub/" + companion, Record(session).Path);

        File.Move(Mine.Photo("sub/" + companion), Path.Combine(Folder, "away"));
        Assert.Contains("missing", Assert.Single(Sync()).Detail);
        Assert.Equal(("Missing", true), (Record(session).State, Record(session).MissingSince is not null));
        Assert.Empty(Sync());
        Assert.Empty(IndexTrouble());
        File.Move(Path.Combine(Folder, "away"), Mine.Photo("sub/" + companion));
        Assert.Contains("again", Assert.Single(Sync()).Detail);
        Assert.Equal(("Present", null), (Record(session).State, Record(session).MissingSince));
        Assert.Empty(Sync(full: true));
        AssertWhole(Mine);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Sync_DecayedOrCut_IsCorruptAndNeverRecorded(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        TestArchive backup = Second();
        Copy(session, backup);
        string sha256 = Record(session).Sha256;
        FlipBit(Mine.Photo(companion), 40);
        Assert.Empty(Sync());
        Assert.Equal("Corrupt", Assert.Single(Sync(full: true)).Verdict);
        Cut(Mine.Photo(companion), 9); // its time is kept
        Assert.Equal("Corrupt", Assert.Single(Sync()).Verdict);
        File.Copy(backup.Photo(companion), Mine.Photo(companion), overwrite: true);
        Cut(Mine.Photo(companion), 9);
        File.SetLastWriteTimeUtc(Mine.Photo(companion), DateTime.UtcNow); // it is not, but the replica goes on
        Assert.Equal("Corrupt", Assert.Single(Sync()).Verdict);
        Assert.Equal((kind, sha256, null), (Record(session).Kind, Record(session).Sha256, Record(session).LastVerified));
        Assert.Equal("Truncated", Assert.Single(Check()).Verdict);
        Assert.Single(Repair());
        Assert.Equal(File.ReadAllBytes(backup.Photo(companion)), File.ReadAllBytes(Mine.Photo(companion)));
        Assert.Empty(Sync(full: true));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Sync_AddNew_AdoptsItWithItsPhoto(string kind, string photo, string companion)
    {
        Given("other.jpg", "other.xmp");
        File.WriteAllBytes(Mine.Photo(photo), TestPhotos.Jpeg(7));
        Write(Mine.Photo(companion), "new");
        Assert.Equal(["New"], Sync(addNew: "By hand").ConvertAll(finding => finding.Verdict));
        CompanionEntry entry = Assert.Single(TestArchive.Index(Session("By hand")).Single().Companions!);
        Assert.Equal((kind, "photos/" + companion), (entry.Kind, entry.Path));
        Assert.Empty(Sync());
        AssertWhole(Mine);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Test_ByItsOwnTime_TellsDecayFromAnEdit(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        DateTime before = DateTime.UtcNow;
        Assert.True(Assert.Single(Check()).Ok);
        Assert.True(IndexTime.ParseUtc(Record(session).LastVerified) >= before, kind);
        FlipBit(Mine.Photo(companion), 40);
        Assert.Equal("Corrupt", Assert.Single(Check()).Verdict);
        Assert.Null(Record(session).LastVerified);
        Write(Mine.Photo(companion), "edited");
        Assert.Equal("MetadataChanged", Assert.Single(Check()).Verdict);
        File.Delete(Mine.Photo(companion));
        Assert.Equal("Missing", Assert.Single(Check()).Verdict);
        Assert.NotNull(Assert.Single(Files()).LastVerified); // the photo itself is as recorded
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Repair_DecayedAndMissing_ComesBackWithItsTime(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        TestArchive backup = Second();
        Copy(session, backup);
        FlipBit(Mine.Photo(companion), 40);
        Assert.Equal(photo, Assert.Single(Repair()).Name);
        File.Delete(Mine.Photo(companion));
        Sync();
        Assert.Equal(photo, Assert.Single(Repair()).Name);
        CompanionEntry entry = Record(session);
        Assert.Equal((kind, "Present", null), (entry.Kind, entry.State, entry.MissingSince));
        Assert.Equal(entry.ModifiedAt, IndexTime.FormatUtc(File.GetLastWriteTimeUtc(Mine.Photo(companion))));
        Assert.True(Assert.Single(Check()).Ok);
        Assert.Empty(Sync(full: true));
        AssertWhole(Mine);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Copy_MissingOne_IsNotTriedAgainAndOneThatTheReplicaLostComesBack(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        TestArchive backup = Second(), third = Second("Third");
        ImportSession copy = Copy(session, backup);
        CompanionEntry entry = Assert.Single(TestArchive.Index(copy).Single().Companions!);
        Assert.Equal((kind, "photos/" + companion, Record(session).ModifiedAt), (entry.Kind, entry.Path, entry.ModifiedAt));
        File.Delete(backup.Photo(companion));
        Sync(backup);
        Copy(session, backup);
        Assert.Equal("Present", Assert.Single(TestArchive.Index(copy).Single().Companions!).State);
        Assert.True(File.Exists(backup.Photo(companion)));

        File.Delete(Mine.Photo(companion));
        Sync();
        Copy(session, third);
        Copy(session, backup);
        Assert.Empty(Mine.Errors);
        Assert.Equal([photo], third.Photos());
        AssertWhole(backup);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Copy_EditedOne_TravelsAndTheFormerIsNotLost(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        TestArchive backup = Second();
        Copy(session, backup);
        byte[] former = File.ReadAllBytes(Mine.Photo(companion)), edited = Write(Mine.Photo(companion), "edited");
        Sync();
        ImportSession copy = Copy(session, backup);
        Assert.Contains(backup.Photos(), path => File.ReadAllBytes(backup.Photo(path)).SequenceEqual(edited));
        Assert.Contains(Directory.EnumerateFiles(backup.Layout.Root, "*", SearchOption.AllDirectories), path => File.ReadAllBytes(path).SequenceEqual(former));
        Assert.Contains(TestArchive.Index(copy).Single().Companions!, entry => entry.Sha256 == Record(session).Sha256 && entry.Kind == kind);
        string state = State(backup);
        Copy(session, backup);
        Assert.Equal(state, State(backup));
        AssertWhole(backup);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Trash_RemovedAndBack_TakesItAlong(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        byte[] bytes = File.ReadAllBytes(Mine.Photo(companion));
        Mine.Use<object?>(db =>
        {
            new TrashService(db, Timeout).Remove(Mine.Storage.Uuid, [Files().Single().Id], default);
            return null;
        });
        Assert.Empty(Mine.Photos());
        File.WriteAllBytes(Mine.Photo(photo), TestPhotos.Jpeg(9)); // its place is taken
        Mine.Use(db =>
        {
            var trash = new TrashService(db, Timeout);
            return trash.Restore(Mine.Storage.Uuid, [.. trash.Find(null, null, Mine.Reporter).Select(item => item.Id)], Mine.Reporter, default);
        });
        CompanionEntry entry = Record(session);
        Assert.Equal((kind, "Present"), (entry.Kind, entry.State));
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(Mine.Layout.Root, entry.Path)));
        File.Delete(Mine.Photo(photo));
        Assert.Empty(Sync());
        AssertWhole(Mine);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Trash_MissingOne_IsStillMissingWhenItsPhotoIsBack(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        File.Delete(Mine.Photo(companion));
        Sync();
        string? since = Record(session).MissingSince;
        Mine.Use(db =>
        {
            var trash = new TrashService(db, Timeout);
            trash.Remove(Mine.Storage.Uuid, [Files().Single().Id], default);
            return trash.Restore(Mine.Storage.Uuid, [.. trash.Find(null, null, Mine.Reporter).Select(item => item.Id)], Mine.Reporter, default);
        });
        Assert.Equal((kind, "Missing", since), (Record(session).Kind, Record(session).State, Record(session).MissingSince));
        Assert.Empty(Sync());
        AssertWhole(Mine, isMissingFiles: true);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Move_Storage_TakesItAlongAndTellsWhatIsNotAsRecorded(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        FlipBit(Mine.Photo(companion), 40);
        byte[] bytes = File.ReadAllBytes(Mine.Photo(companion));
        var warnings = new List<string>();
        string place = Directory.CreateDirectory(Path.Combine(Folder, "moved")).FullName;
        FileStorage moved = Mine.Use(db => new StorageMoveService(db, Timeout).Move(Mine.Storage.Uuid, place, removeSource: true, new OperationReporter { Warning = warnings.Add }, default));
        Assert.Contains(companion, Assert.Single(warnings));
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(moved.FullName, "photos", companion)));
        Assert.Equal(kind, Assert.Single(SessionIndexFile.ReadFiles(Path.Combine(moved.FullName, "imports", Path.GetFileName(session.IndexFile))).Single().Companions!).Kind);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Restore_FromTheIndexes_IsTheSame(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        Check();
        File.Delete(Mine.Photo(companion));
        Sync();
        Assert.Contains(Record(session).Sha256 + "  photos/" + companion, File.ReadAllText(Mine.Layout.Manifest));
        Assert.Equal("2.1", MasterIndexFile.Read(Mine.Layout.MasterIndex).ImalinkVersion);
        var differences = new List<CatalogComparison>();
        using (var comparer = new CatalogComparer(Mine.Catalog))
            comparer.Run(differences.Add, OperationReporter.None, default);
        Assert.All(differences, difference => Assert.Equal("Same", difference.Verdict));
        using CatalogDatabase other = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "other.db"));
        new StorageService(other, Timeout).Register(Mine.Storage.FullName, null, default);
        CompanionEntry restored = Assert.Single(other.Files.Companions(1));
        Assert.Equal((kind, "Missing", Record(session).MissingSince, Record(session).ModifiedAt, Record(session).LastVerified, null),
            (restored.Kind, restored.State, restored.MissingSince, restored.ModifiedAt, restored.LastVerified, restored.Extra));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Objects_OfItsPhoto_NameIt(string kind, string photo, string companion)
    {
        ImportSession session = Given(photo, companion);
        Assert.Equal([Mine.Photo(companion)], Assert.Single(Files()).Companions);
        Assert.Equal([Mine.Photo(companion)], Assert.Single(Browsed()).Companions);
        StorageMeasure measure = Assert.Single(Mine.Use(db => new StorageMeasurement(db).Run(null, MeasureGrouping.None).ToList()));
        Assert.Equal((1L, new FileInfo(Mine.Photo(companion)).Length), (measure.Companions, measure.CompanionBytes));
        File.Copy(Mine.Photo(companion), Mine.Photo("twin.xmp"));
        Assert.Empty(Mine.Use(db => new DuplicateSearch(db).Run(null, false, false, default).ToList()));
        Assert.Equal(kind, Record(session).Kind);
    }

    private static byte[] Write(string path, string text)
    {
        File.WriteAllBytes(path, Content(path, $"{text} of {Path.GetFileName(path)}"));
        return File.ReadAllBytes(path);
    }

    /// <summary>What is read of a companion is whole: what a Takeout says is JSON.</summary>
    private static byte[] Content(string path, string text) => path.EndsWith(".json", StringComparison.Ordinal) ? System.Text.Encoding.UTF8.GetBytes($"\"{text}\"") : TestPhotos.Xmp(text);

    private ImportSession Given(string photo, string companion)
    {
        Put(photo, TestPhotos.Jpeg(1));
        Put(companion, Content(companion, $"{companion}, long enough to be cut in the middle"));
        ImportSession session = Mine.Import(Source, "Italy", request => request with { Layout = "{source}" });
        Assert.Equal((1, 1), (session.Imported, session.Companion));
        return session;
    }

    private static CompanionEntry Record(ImportSession session) => Assert.Single(TestArchive.Index(session).Single().Companions!);

    private List<ImageFile> Browsed()
    {
        var browser = new IndexBrowser(Mine.Layout.Root, default);
        return browser.Sessions(null).SelectMany(session => browser.Files(session, new FileFilter())).ToList();
    }

    private ImportSession Session(string title) => Mine.Sessions(service => service.Find(new Selector(title), null).Single());

    private List<Finding> Sync(TestArchive? archive = null, bool full = false, string? addNew = null) => Mine.Use(db =>
    {
        var findings = new List<Finding>();
        new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync((archive ?? Mine).Storage.Uuid, new SyncRequest { Full = full, AddNewTitle = addNew }, findings.Add, Mine.Reporter, default);
        return findings;
    });

    private List<ImageFile> Repair() => Mine.Use(db =>
        new FileRepairService(db, Timeout).Run([new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], _ => true, Mine.Reporter, default).In(db));

    private ImportSession Copy(ImportSession session, TestArchive target) => Mine.Use(db =>
        new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(target.Storage.Uuid), Mine.Reporter, default).In(db));

    private List<IndexFileCheck> IndexTrouble() => Mine.Use(db =>
        new IndexChecker(db, OperationReporter.None).Check(Mine.Layout.Root, null, default).Where(check => !check.Ok).ToList());
}
