using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Media.Metadata;
using ImaLink.Reconcile;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Integrity;

/// <summary>An archive whose facts were read by readers of an earlier version, which were wrong in some.</summary>
public sealed class FactUpdateServiceTests : IntegrityTest
{
    [Fact]
    public void SetFacts_EveryFieldThatItSets_IsAFactOfTheTable()
    {
        var (empty, filled) = (new FileEntry(), new FileEntry());
        IntakeEntry.SetFacts(filled, ReadFacts(Photos(1)));
        foreach (string field in new[] { "LensModel", "GpsLatitude", "GpsLongitude", "GpsAltitude", "Iso", "Aperture", "ExposureTime", "FocalLength" })
            Assert.Contains(field, EntryFacts.All.Select(fact => fact.Name));
        var set = typeof(FileEntry).GetProperties().Where(field => field.Name != nameof(FileEntry.FactsVersion) && !Equals(field.GetValue(empty), field.GetValue(filled)));
        Assert.Subset(EntryFacts.All.Select(fact => fact.Name).ToHashSet(), set.Select(field => field.Name).ToHashSet());
        var taken = new FileEntry();
        EntryFacts.Take(taken, filled);
        Assert.Empty(EntryFacts.Differing(taken, filled));
        Assert.Equal(FactReader.Version, taken.FactsVersion);
    }

    [Fact]
    public void Run_FactsOfEarlierReaders_AreReadAgainAndTold()
    {
        Photos(3);
        Age("IMG_001.jpg", file =>
        {
            file.CameraModel = "EARLIER";
            (file.GpsLatitude, file.GpsLongitude) = (0, 0);
            file.TakenAt = null;
        });
        Dictionary<string, DateTime> photos = PhotoTimes();
        string owner = Owners();

        List<FactChange> changes = Run();

        Assert.Equal(
        [
            ("CameraModel", "EARLIER", "Canon EOS R6"), ("GpsLatitude", "0", null), ("GpsLongitude", "0", null), ("TakenAt", null, "2024-06-14T09:01:00"),
        ], changes.Select(change => (change.Fact, change.Old, change.New)).OrderBy(change => change.Fact, StringComparer.Ordinal));
        Assert.All(changes, change => Assert.Equal((Mine.Photo("IMG_001.jpg"), "photos/IMG_001.jpg", "Italy", Mine.Storage.Name, Mine.Storage.Uuid),
            (change.FullName, change.RelativePath, change.Session, change.Storage, change.StorageUuid)));
        Assert.Equal(("Canon EOS R6", null, new DateTime(2024, 6, 14, 9, 1, 0)), Files().Where(file => file.Name == "IMG_001.jpg").Select(file => (file.CameraModel, file.GpsLatitude, file.TakenAt)).Single());
        Assert.Equal(photos, PhotoTimes());
        Assert.Equal(owner, Owners());
        Assert.All(Entries(), entry => Assert.Equal(FactReader.Version, entry.FactsVersion));
        AssertWhole(Mine);
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Run_DateThatTheNameTells_IsThatOfTheNameItCameWith()
    {
        Put("IMG-20150304-WA0001.jpg", TestPhotos.Bare(7));
        Mine.Import(Source, "Italy", request => request with { Layout = "renamed{ext}" });
        Age(change: file => (file.TakenAt, file.TakenAtSource) = (null, null));
        Assert.Equal([("TakenAt", null, "2015-03-04"), ("TakenAtSource", null, "FileName")], Run().Select(change => (change.Fact, change.Old, change.New)));
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Run_SourceOfADateThatStays_IsRecordedAndNoNews()
    {
        Photos(2);
        Age(change: file => file.TakenAtSource = null);
        Assert.Empty(Run());
        Assert.All(Entries(), entry => Assert.Equal("EXIF:DateTimeOriginal", entry.TakenAtSource));
    }

    [Fact]
    public void Run_Again_ReadsNothingAndWritesNothing()
    {
        Photos(3);
        Age();
        Assert.Empty(Run());
        string state = State(Mine);
        File.Delete(Mine.Photo("IMG_002.jpg")); // would be told if it were read
        Assert.Empty(Run());
        File.WriteAllBytes(Mine.Photo("IMG_002.jpg"), TestPhotos.Jpeg(2));
        Assert.Equal(State(Mine).Split('\n').Length, state.Split('\n').Length);
        Assert.Empty(Mine.Errors);
    }

    [Fact]
    public void Run_WithForce_ReadsWhatThePresentReadersHaveRead()
    {
        Photos(2);
        Age("IMG_000.jpg", file => (file.Iso, file.FactsVersion) = (3, FactReader.Version), version: FactReader.Version);
        Assert.Empty(Run());
        Assert.Equal(["Iso"], Run(force: true).Select(change => change.Fact));
    }

    [Fact]
    public void Run_Rehearsal_TellsTheSameAndChangesNothing()
    {
        Photos(3);
        Age("IMG_001.jpg", file => file.CameraModel = "EARLIER");
        (string state, string rows) = (State(Mine), Rows());
        List<FactChange> told = Run(rehearsal: true);
        Assert.Equal((state, rows), (State(Mine), Rows()));
        Assert.Equal(["CameraModel"], told.Select(change => change.Fact));
        Assert.Equal(told, Run());
    }

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
    public void Run_StoppedAtAnyChangeToTheDisk_IsFinishedByTheNext()
    {
        Photos(4);
        for (int at = 0; ; at++)
        {
            Age(change: file => file.CameraModel = "EARLIER");
            int count = 0;
            var failing = new DurableFiles { FaultPoint = (_, _) => { if (count++ == at) throw new StopException(); } };
            try
            {
                Run(files: failing);
                Assert.True(at > 4);
                return;
            }
            catch (StopException)
            {
            }

            Run();
            Assert.All(Entries(), entry => Assert.Equal(("Canon EOS R6", FactReader.Version), (entry.CameraModel, entry.FactsVersion)));
            With(db => Consistency.AssertConsistent(db, Mine.Storage));
        }
    }

    [Fact]
    public void Run_OrientationChanges_ThePreviewIsMadeAgain_WhereverItWasStopped()
    {
        Put("turned.jpg", TestPhotos.Jpeg(1));
        Put("without.jpg", TestPhotos.Jpeg(3));
        Mine.Import(Source, "Italy", request => request with { Layout = "{source}", NoPreview = false });
        string preview = Mine.Layout.Hotpreview(Files().Single(file => file.Name == "turned.jpg").Hothash);
        byte[] right = File.ReadAllBytes(preview);
        for (int at = 0; ; at += 3)
        {
            File.WriteAllBytes(preview, [1, 2, 3]); // as the earlier readers had it turned
            Age(change: file => (file.Orientation, file.HasHotpreview) = file.Filename == "turned.jpg" ? (8, true) : (1, false));
            int count = 0;
            var failing = new DurableFiles { FaultPoint = (_, _) => { if (count++ == at) throw new StopException(); } };
            bool stopped = false;
            try
            {
                Assert.Equal(["Orientation"], Run(files: failing).Select(change => change.Fact));
            }
            catch (StopException)
            {
                stopped = true;
                Run();
            }

            Assert.Equal(right, File.ReadAllBytes(preview));
            Assert.Equal([true, false], Files().OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => file.HasHotpreview));
            Assert.All(Entries(), entry => Assert.Equal(FactReader.Version, entry.FactsVersion));
            With(db => Consistency.AssertConsistent(db, Mine.Storage));
            if (!stopped)
                break;
        }
    }

    [Fact]
    public void Run_OrientationChangesWhileAnotherHoldsTheStorage_ThePreviewStaysUntilItsTurn()
    {
        Put("turned.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source, "Italy", request => request with { Layout = "{source}", NoPreview = false });
        string preview = Mine.Layout.Hotpreview(Files().Single().Hothash);
        byte[] right = File.ReadAllBytes(preview);
        File.WriteAllBytes(preview, [1, 2, 3]); // as the earlier readers had it turned
        Age(change: file => (file.Orientation, file.HasHotpreview) = (8, true));
        using (StorageLock.Acquire(Mine.Layout, Timeout, default))
            Assert.Single(Run(lockTimeout: TimeSpan.Zero));
        Assert.True(File.Exists(preview));
        Assert.Empty(Run());
        Assert.Equal(right, File.ReadAllBytes(preview));
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Run_StoppedInTheMiddle_GoesOnWhereItWas()
    {
        Photos(600);
        Age(change: file => file.CameraModel = "EARLIER");
        // Whoever takes the results goes away after the first batch: what was told is kept, and nothing else.
        List<FactChange> first = Mine.Use(db => new FactUpdateService(db, Timeout).Run(Request(), Mine.Reporter, default).Take(300).ToList());
        int kept = Files().Count(file => file.CameraModel != "EARLIER");
        Assert.InRange(kept, 1, 300);
        List<FactChange> second = Run();
        Assert.Equal(600 - kept, second.Count);
        Assert.Equal(600, first.Concat(second).Select(change => change.RelativePath).Distinct().Count());
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Run_StoppedAfterTheFirstChange_NextTellsAllThatWereNotTold()
    {
        Photos(20);
        Age(change: file => file.CameraModel = "EARLIER");
        FactChange first = Mine.Use(db => new FactUpdateService(db, Timeout).Run(Request(), Mine.Reporter, default).First());
        Assert.Equal(20, Run().Append(first).Select(change => change.RelativePath).Distinct().Count());
    }

    [Fact]
    public void Run_StorageThatAnotherHolds_KeepsWhatWasReadAndSaysSo()
    {
        Photos(2);
        Age(change: file => file.CameraModel = "EARLIER");
        string index = File.ReadAllText(Mine.Layout.SessionIndex(1));
        using (StorageLock.Acquire(Mine.Layout, Timeout, default))
            Assert.Equal(2, Run(lockTimeout: TimeSpan.Zero).Count);
        Assert.Equal(index, File.ReadAllText(Mine.Layout.SessionIndex(1)));
        Assert.All(Files(), file => Assert.Equal("Canon EOS R6", file.CameraModel));
        Assert.Empty(Run()); // nothing is read, and the index gets what it lacks
        Assert.All(Entries(), entry => Assert.Equal("Canon EOS R6", entry.CameraModel));
        Assert.Empty(Mine.Errors);
    }

    [Fact]
    public void Run_TwoCatalogs_NeitherTakesTheBetterFactsBack()
    {
        Photos(3);
        Age(change: file => file.CameraModel = "EARLIER");
        using var other = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "other.db"));
        new StorageService(other, Timeout).Register(Mine.Layout.Root, null, default);
        // Read here, not written yet; meanwhile the other writes the index, with the facts of the earlier readers.
        using (StorageLock.Acquire(Mine.Layout, Timeout, default))
            Run(lockTimeout: TimeSpan.Zero);
        ImportSession session = new SessionOperations(other, Timeout).Find(null, null).Single();
        new SessionOperations(other, Timeout).Set(session, "Renamed elsewhere", null, null);
        Assert.All(Entries(), entry => Assert.Equal("EARLIER", entry.CameraModel));

        Assert.Empty(Run());

        Assert.All(Entries(), entry => Assert.Equal(("Canon EOS R6", FactReader.Version), (entry.CameraModel, entry.FactsVersion)));
        Assert.Equal("Renamed elsewhere", Files()[0].Session);
        Touch(other);
        Assert.All(new FileQuery(other).Run(new FileFilter()), file => Assert.Equal("Canon EOS R6", file.CameraModel));
        Assert.Empty(new FactUpdateService(other, Timeout).Run(new FactUpdateRequest { Filters = [new FileFilter()] }, Mine.Reporter, default));
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Merge_OlderIndexThatWasReadByBetterReaders_GivesItsFacts()
    {
        Photos(2);
        Age(change: file => file.CameraModel = "EARLIER");
        byte[] master = File.ReadAllBytes(Mine.Layout.MasterIndex);
        Run();
        string better = File.ReadAllText(Mine.Layout.SessionIndex(1));
        // A catalog that knows a newer index by earlier readers meets one that is older and was read by better ones.
        using var other = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "other.db"));
        new StorageService(other, Timeout).Register(Mine.Layout.Root, null, default);
        other.Transaction(() => other.Execute("UPDATE file SET camera_model = 'EARLIER', facts_version = NULL"));
        other.Execute("UPDATE session SET revision = revision + 7, index_sha256 = 'other'");
        File.WriteAllText(Mine.Layout.SessionIndex(1), better);
        Touch(other);
        Assert.All(new FileQuery(other).Run(new FileFilter()), file => Assert.Equal("Canon EOS R6", file.CameraModel));
        Assert.NotEmpty(master);
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
    public void Run_Cancelled_StopsAndKeepsWhatWasRead()
    {
        Photos(600);
        Age(change: file => file.CameraModel = "EARLIER");
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => With(db =>
        {
            foreach (FactChange _ in new FactUpdateService(db, Timeout).Run(Request(), Mine.Reporter, stop.Token))
                stop.Cancel();
        }));
        Assert.InRange(Files().Count(file => file.CameraModel != "EARLIER"), 1, 599);
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

    private void With(Action<CatalogDatabase> work) => Mine.Use<object?>(db =>
    {
        work(db);
        return null;
    });

    /// <summary>Where a photo says its camera.</summary>
    private int CameraOf(string name) => File.ReadAllBytes(Mine.Photo(name)).AsSpan().IndexOf("Canon EOS R6"u8);

    private static ImageFacts ReadFacts(ImportSession _)
    {
        using var stream = new MemoryStream(TestPhotos.Jpeg(1));
        return FactReader.Read(stream, "JPEG");
    }

    private FactUpdateRequest Request(bool force = false, bool rehearsal = false) =>
        new() { Filters = [new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], Force = force, Rehearsal = rehearsal };

    private List<FactChange> Run(bool force = false, bool rehearsal = false, DurableFiles? files = null, TimeSpan? lockTimeout = null) =>
        Mine.Use(db => new FactUpdateService(db, lockTimeout ?? Timeout, files ?? new DurableFiles()).Run(Request(force, rehearsal), Mine.Reporter, default).ToList());

    /// <summary>Makes files known as an earlier version knew them, in catalog and index.</summary>
    private void Age(string? name = null, Action<FileEntry>? change = null, int? version = null) => With(db =>
    {
        using StorageWriter writer = StorageWriter.Open(db, db.Storages.Find(Mine.Storage.Uuid)!, new DurableFiles(), Timeout, default);
        db.Transaction(() =>
        {
            foreach (ImageFile file in new FileQuery(db).Run(new FileFilter()).ToList())
            {
                FileRow row = db.Files.Get(file.Id);
                FileEntry entry = new FileEntries(db).Get(file.Id);
                entry.FactsVersion = version;
                if (name is null || name == file.Name)
                    change?.Invoke(entry);
                db.Files.Put(row.StorageId, row.SessionId, entry);
                db.Sessions.MarkDirty(row.SessionId);
            }
        });
        writer.WriteIndexes();
    });

    /// <summary>Opens the storage for writing, which merges what others wrote, and writes what is due.</summary>
    private void Touch(CatalogDatabase catalog)
    {
        using var writer = StorageWriter.Open(catalog, catalog.Storages.Find(Mine.Storage.Uuid)!, new DurableFiles(), Timeout, default);
        writer.WriteIndexes();
    }

    private List<FileEntry> Entries() => [.. SessionIndexFile.ReadFiles(Mine.Layout.SessionIndex(1))];

    private Dictionary<string, DateTime> PhotoTimes() =>
        Directory.EnumerateFiles(Mine.Layout.Photos).ToDictionary(file => file + IndexDigest.Of(file), File.GetLastWriteTimeUtc);

    /// <summary>All that is no fact.</summary>
    private string Owners() => string.Join('\n', Entries().OrderBy(entry => entry.Path).Select(entry =>
    {
        EntryFacts.Take(entry, new FileEntry());
        return entry.Hothash + System.Text.Json.JsonSerializer.Serialize(entry, IndexJson.Instance.FileEntry);
    }));

    private string Rows() => Mine.Use(db => string.Join('\n', db.Query("SELECT path || coalesce(camera_model, '') || coalesce(facts_version, '-') FROM file ORDER BY id", row => row.GetString(0)).ToList()));

#pragma warning disable CA1032, CA1064 // a test's own
    private sealed class StopException : Exception;
#pragma warning restore CA1032, CA1064
}
