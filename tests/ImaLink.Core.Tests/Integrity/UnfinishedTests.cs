using ImaLink.Archive;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Replication;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Integrity;

/// <summary>What is under way or was interrupted is told as what it is, with the command that finishes it; and that command does.</summary>
public sealed class UnfinishedTests : IntegrityTest
{
    private CheckResult Test(TestArchive archive) => Mine.Use(db => new StorageService(db, Timeout).Test(archive.Storage.Uuid, default));

    private static List<ImportSession> Resume(TestArchive archive, bool skipMissingSource = false) =>
        archive.Sessions(service => service.Resume(null, null, null, skipMissingSource, null, archive.Reporter, default).ToList());

    /// <summary>A copy of a session of three files that was interrupted when one of them had its place.</summary>
    private (ImportSession Session, TestArchive Backup) InterruptedCopy()
    {
        ImportSession session = Photos(3);
        TestArchive backup = Second();
        int placed = 0;
        var files = new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (operation is DurableOperation.Rename or DurableOperation.Link && path.StartsWith(backup.Layout.Photos, StringComparison.Ordinal) && ++placed == 2)
                    throw new IOException("The power is gone.");
            },
        };
        Assert.ThrowsAny<Exception>(() => Mine.Use(db =>
            new SessionCopyService(db, Timeout, files).Copy(session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default)));
        return (session, backup);
    }

    [Fact]
    public void Copy_Interrupted_IsToldWithItsCommandAndResumed()
    {
        (ImportSession session, TestArchive backup) = InterruptedCopy();
        CheckResult told = Test(backup);
        Assert.Equal(("Unfinished", "The copy of the session 'Italy' from the storage 'Archive' was interrupted: Resume-ImaSession 'Italy' -Storage 'Backup' goes on with it."), (told.Verdict, told.Detail));
        Assert.Equal("Healthy", Test(Mine).Verdict);
        ImportSession resumed = Assert.Single(Resume(Mine));
        Assert.Equal((session.Uuid, "Backup", "Completed", 3), (resumed.Uuid, resumed.Storage, resumed.Status, resumed.Imported));
        AssertWhole(backup);
        Assert.Equal(Mine.Photos(), backup.Photos());
        Assert.Equal(ErrorCode.NothingToResume, Assert.Throws<ImaLinkException>(() => Resume(Mine)).Code);
    }

    [Fact]
    public void Copy_InterruptedByAnotherCatalog_IsResumedOnlyWhenItsSourceWasConfirmed()
    {
        (_, TestArchive backup) = InterruptedCopy();
        string catalog = Path.Combine(Folder, "victim.db");
        Mine.SeenBy(catalog);
        TestArchive victim = backup.SeenBy(catalog);
        Assert.Contains("not begun by this catalog", Assert.Throws<ImaLinkException>(() => Resume(victim)).Message);
        Assert.Single(backup.Photos());
        var copy = Assert.Single(victim.Sessions(service => service.Resumable(null, new Selector("Italy")).ToList()));
        Assert.False(copy.IsOwn);
        Assert.Contains(Mine.Layout.Root, copy.Sources);
        Assert.Single(victim.Sessions(service => service.Resume(null, new Selector("Italy"), copy.SourcesSha256, false, null, victim.Reporter, default).ToList()));
        Assert.Equal(Mine.Photos(), backup.Photos());
        Assert.Equal("Healthy", Test(backup).Verdict);
    }

    [Fact]
    public void Copy_InterruptedAndItsSourceIsGone_EndsOnRequestWithWhatItHas()
    {
        (_, TestArchive backup) = InterruptedCopy();
        Directory.Move(Mine.Layout.Root, Mine.Layout.Root + ".away");
        Assert.Equal(ErrorCode.StorageOffline, Assert.Throws<ImaLinkException>(() => Resume(Mine)).Code);
        ImportSession ended = Assert.Single(Resume(Mine, skipMissingSource: true));
        Assert.Equal("Completed", ended.Status);
        List<ImportItem> items = backup.Items(ended);
        Assert.Equal(backup.Photos(), items.Select(item => Path.GetRelativePath(backup.Layout.Photos, item.FullName!)).Order(StringComparer.Ordinal));
        AssertWhole(backup);
    }

    [Fact]
    public void Copy_InterruptedAndItsSessionWasRemoved_SaysWhatToDo()
    {
        (ImportSession session, _) = InterruptedCopy();
        Mine.Remove(Mine.Sessions(service => service.Find(null, Selector.ByUuid(Mine.Storage.Uuid)).Single()));
        ImaLinkException error = Assert.Throws<ImaLinkException>(() => Resume(Mine));
        Assert.Equal(ErrorCode.SessionNotFound, error.Code);
        Assert.Contains("-SkipMissingSource", error.Message);
        Assert.Equal(session.Uuid, Assert.Single(Resume(Mine, skipMissingSource: true)).Uuid);
    }

    [Fact]
    public void RemoveSession_ItsCopyWasInterrupted_IsRefusedUntilItIsWhole()
    {
        (ImportSession session, TestArchive backup) = InterruptedCopy();
        ImportSession half = backup.Sessions(service => service.Find(null, Selector.ByUuid(backup.Storage.Uuid)).Single());
        int placed = backup.Photos().Count;
        ImaLinkException error = Assert.Throws<ImaLinkException>(() => backup.Remove(half));
        Assert.Equal(ErrorCode.SessionIncomplete, error.Code);
        Assert.Contains("Resume-ImaSession", error.Message);
        Assert.Equal(placed, backup.Photos().Count);
        Assert.Equal(session.Uuid, Assert.Single(Resume(Mine)).Uuid);
        AssertWhole(backup);
    }

    [Fact]
    public void Import_WhileItRuns_IsInUseAndNotInterrupted()
    {
        Put("1.jpg", TestPhotos.Jpeg(1));
        CheckResult? told = null;
        Mine.With((operation, path) =>
        {
            if (operation == DurableOperation.Create && path.StartsWith(Mine.Layout.Incoming, StringComparison.Ordinal) && path.EndsWith('1'))
                told = Test(Mine);
        }).Import(Source);
        Assert.NotNull(told);
        Assert.True(told.Ok && told.Verdict == "InUse", $"{told.Verdict}: {told.Detail}");
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", told.Detail);
        Assert.Contains("The import 'Italy'", told.Detail);
        Assert.DoesNotContain("Resume", told.Detail);
        Assert.Equal("Healthy", Test(Mine).Verdict);
    }

    [Fact]
    public void Import_PreviewsAreBeingMade_IsNotYetCompleted()
    {
        Put("1.jpg", TestPhotos.Jpeg(1));
        Put("2.jpg", TestPhotos.Jpeg(2));
        string? status = null, safe = null;
        ImportSession session = Mine.With((operation, path) =>
        {
            if (operation == DurableOperation.Create && path.Contains("hotpreviews"))
                (status, safe) = (SessionIndexFile.ReadHeader(Mine.Layout.SessionIndex(1)).Status, $"{SessionIndexFile.ReadFiles(Mine.Layout.SessionIndex(1)).Count()} files, ledger {File.Exists(Mine.Layout.Ledger(1))}");
        }).Import(Source, options: request => request with { NoPreview = false });
        Assert.Equal(("Incomplete", "2 files, ledger True"), (status, safe));
        Assert.Equal(("Completed", "Completed"), (session.Status, SessionIndexFile.ReadHeader(session.IndexFile).Status));
        Assert.Equal(["1.jpg: Imported", "2.jpg: Imported"], Verdicts(session));
    }

    [Fact]
    public void Import_StoppedWhilePreviewsAreMade_IsResumedWithTheSameLedger()
    {
        Put("1.jpg", TestPhotos.Jpeg(1));
        Put("2.jpg", TestPhotos.Jpeg(2));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Mine.With((operation, path) =>
        {
            if (operation == DurableOperation.Create && path.Contains("hotpreviews"))
                stop.Cancel();
        }).Import(new ImportRequest { Paths = [Source], Title = "Italy" }, stop.Token));
        Assert.Equal("Unfinished", Test(Mine).Verdict);
        ImportSession session = Assert.Single(Resume(Mine));
        Assert.Equal(["1.jpg: Imported", "2.jpg: Imported"], Verdicts(session));
        AssertWhole(Mine);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("busy")]
    public void Move_Refused_LeavesNoSkeletonBehind(string why)
    {
        Photos(2);
        string destination = Path.Combine(Folder, "disk"), target = Path.Combine(destination, Mine.Storage.DirectoryName);
        Directory.CreateDirectory(destination);
        using StorageLock? held = why == "busy" ? StorageLock.Acquire(Mine.Layout, Timeout) : null;
        if (why == "import")
            Begin("import", journal => journal.Begin(new() { Session = new() { Uuid = Guid.NewGuid(), FileStorageUuid = Mine.Storage.Uuid, Title = "Rome", ImportedAt = "2024-01-01T00:00:00Z" } }, JournalJson.Instance.ImportPlan));
        ImaLinkException error = Assert.Throws<ImaLinkException>(() => Mine.Use(db =>
            new StorageMoveService(db, TimeSpan.Zero).Move(Mine.Storage.Uuid, destination, false, Mine.Reporter, default)));
        Assert.Equal(why == "busy" ? ErrorCode.StorageBusy : ErrorCode.SessionIncomplete, error.Code);
        if (why == "import")
            Assert.Contains("The import 'Rome' was interrupted: Resume-ImaSession 'Rome' -Storage 'Archive'", error.Message);
        Assert.False(Directory.Exists(target));
        Assert.Empty(Directory.EnumerateFileSystemEntries(destination));
    }

    [Theory]
    [InlineData("session", "The removal of the session 'It''s over' was interrupted: Update-ImaIndex 'Archive' completes it")]
    [InlineData("remove", "A removal of files was interrupted: Update-ImaIndex 'Archive' completes it")]
    [InlineData("restore", "A restoration of files from the trash was interrupted: Update-ImaIndex 'Archive' completes it")]
    [InlineData("repair", "A repair of 1 file(s) was interrupted: Update-ImaIndex 'Archive' completes it")]
    [InlineData("move", "The move of the storage from '/old' was interrupted: Move-ImaFileStorage 'Archive' -Destination '")]
    [InlineData("dream", "cannot be told or finished by this version of ImaLink.")]
    public void Test_AnyUnfinishedOperation_IsToldWithKindAndCommand(string kind, string told)
    {
        Begin(kind == "session" ? "remove" : kind, journal =>
        {
            if (kind == "move")
                journal.Begin(new() { Storage = Mine.Storage.Uuid, Source = "/old" }, JournalJson.Instance.MovePlan);
            else if (kind == "repair")
                journal.Begin(new() { Trash = "x", Files = [new RepairedFile { Path = "photos/1.jpg", Sha256 = new('0', 64) }] }, JournalJson.Instance.RepairPlan);
            else
                journal.Begin(new() { Trash = "x", Session = kind == "session" ? Guid.NewGuid() : null, SessionTitle = kind == "session" ? "It's over" : null }, JournalJson.Instance.RemovalPlan);
        });
        CheckResult check = Test(Mine);
        Assert.Equal("Unfinished", check.Verdict);
        Assert.Contains(told, check.Detail);
    }

    private void Begin(string kind, Action<Journal> begin) =>
        begin(Mine.Use(db => Journal.Prepare(new DurableFiles(), Mine.Layout, kind, Guid.NewGuid(), db.Uuid)));
}
