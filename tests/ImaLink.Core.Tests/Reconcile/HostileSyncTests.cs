using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Reconcile;

namespace ImaLink.Tests.Reconcile;

/// <summary>What a scan meets when things go wrong: nothing is lost, nothing is guessed.</summary>
public sealed class HostileSyncTests : ReconcileTest
{
    public HostileSyncTests()
    {
        foreach (int number in Enumerable.Range(1, 6))
            Photo($"in/{number}.jpg", number);
        Adopt();
    }

    [Fact]
    public void Sync_StorageNotMounted_IsOffline()
    {
        Directory.Move(Storage.FullName, Storage.FullName + ".away");
        Assert.Equal(ErrorCode.StorageOffline, Assert.Throws<ImaLinkException>(() => Sync()).Code);
        Assert.Equal(ErrorCode.StorageOffline, Assert.Throws<ImaLinkException>(() => Compare()).Code);
        Assert.Equal(FileState.Present, Row("in/1.jpg").State);
    }

    [Fact]
    public void Sync_StorageUnpluggedInTheMiddle_IsOfflineAndRecordsNothing()
    {
        File.Delete(Full("in/1.jpg"));
        Photo("in/7.jpg", 7);
        // The first progress of reading comes after the walk: then the drive goes away.
        var reporter = Reporter with { Progress = progress => { if (progress.Activity != "Looking at files" && Directory.Exists(Storage.FullName)) Directory.Move(Storage.FullName, Storage.FullName + ".away"); } };
        var findings = new List<Finding>();
        Assert.Equal(ErrorCode.StorageOffline, Assert.Throws<ImaLinkException>(() => Service.Sync(Storage.Uuid, new SyncRequest(), findings.Add, reporter, CancellationToken.None)).Code);
        Assert.Empty(findings);
        Assert.Equal(FileState.Present, Row("in/1.jpg").State);
        Directory.Move(Storage.FullName + ".away", Storage.FullName);
        Assert.Equal(["Missing in/1.jpg", "New in/7.jpg"], Texts(Sync()));
    }

    [Fact]
    public void Sync_PhotosFolderNotThere_IsAnErrorAndNothingIsMissing()
    {
        Directory.Move(Full(""), Storage.FullName + "/elsewhere");
        Assert.Empty(Sync());
        Assert.Equal(ErrorCode.PathNotFound, Assert.Single(Errors).Code);
        Assert.Equal(FileState.Present, Row("in/1.jpg").State);
    }

    [Fact]
    public void Sync_FolderWithoutPermission_ItsFilesAreNotMissing()
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        Photo("locked/20.jpg", 20);
        Adopt("T");
        File.Delete(Full("in/1.jpg"));
        File.SetUnixFileMode(Full("locked"), UnixFileMode.None);
        try
        {
            Assert.Equal(["Missing in/1.jpg"], Texts(Sync()));
            Assert.Equal(ErrorCode.AccessDenied, Assert.Single(Errors).Code);
        }
        finally
        {
            File.SetUnixFileMode(Full("locked"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Sync_FileReplacedByAFolder_IsMissing()
    {
        File.Delete(Full("in/1.jpg"));
        Photo("in/1.jpg/inner.jpg", 30);
        SyncSays("Missing in/1.jpg", "New in/1.jpg/inner.jpg");
    }

    [Fact]
    public void Sync_FileEmptied_IsMissing()
    {
        File.WriteAllBytes(Full("in/1.jpg"), []);
        Assert.Contains("empty", Assert.Single(SyncSays("Missing in/1.jpg")).Detail);
    }

    [Fact]
    public void Sync_LinkLoopsAndDanglingLinks_AreNotEntered()
    {
        Directory.CreateSymbolicLink(Full("in/loop"), Full(""));
        File.CreateSymbolicLink(Full("in/self.jpg"), Full("in/self.jpg"));
        File.CreateSymbolicLink(Full("in/nowhere.jpg"), Full("in/none.jpg"));
        File.CreateSymbolicLink(Full("in/other.jpg"), Full("in/1.jpg"));
        SyncSays();
    }

    [Fact]
    public void Sync_FileMovedAwayAndLinkedTo_IsThere()
    {
        string elsewhere = Path.Combine(Folder, "1.jpg");
        File.Move(Full("in/1.jpg"), elsewhere);
        File.CreateSymbolicLink(Full("in/1.jpg"), elsewhere);
        SyncSays();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sync_LinkOutOfTheStorage_IsNotReadNorRecorded(bool full)
    {
        string elsewhere = Path.Combine(Folder, "1.jpg");
        (string former, string? verified) = (Row("in/1.jpg").Sha256, Row("in/1.jpg").LastVerified);
        File.Move(Full("in/1.jpg"), elsewhere);
        File.CreateSymbolicLink(Full("in/1.jpg"), elsewhere);
        if (!full)
            File.WriteAllBytes(elsewhere, Jpeg(100));
        Assert.Empty(Sync(new SyncRequest { Full = full }));
        var error = Assert.Single(Errors);
        Assert.Equal((ErrorCode.ReadFailed, Full("in/1.jpg")), (error.Code, error.Target));
        Assert.Contains("link", error.Message);
        Assert.Equal((FileState.Present, former, verified), (Row("in/1.jpg").State, Row("in/1.jpg").Sha256, Row("in/1.jpg").LastVerified));
    }

    [Fact]
    public void Sync_FileChangesWhileItIsRead_IsLeftForTheNextRun()
    {
        byte[] content = File.ReadAllBytes(Full("in/1.jpg"));
        content[content.AsSpan().IndexOf("Canon"u8)] = (byte)'K';
        WriteFile("in/1.jpg", content);
        // Between the samples and the whole read the owner's program goes on.
        var reporter = Reporter with { Progress = progress => { if (progress.Activity == "Sampling files") Touch("in/1.jpg"); } };
        var findings = new List<Finding>();
        Service.Sync(Storage.Uuid, new SyncRequest(), findings.Add, reporter, CancellationToken.None);
        Assert.Empty(findings);
        Assert.Equal(ErrorCode.StillChanging, Assert.Single(Errors).Code);
        Assert.Equal(FileState.Present, Row("in/1.jpg").State);
        SyncSays("MetadataChanged in/1.jpg");
    }

    [Fact]
    public void Sync_NamesThatDifferOnlyInCase_StayApart()
    {
        Photo("in/A.jpg", 40);
        Photo("in/a.jpg", 41);
        Adopt("T");
        Assert.SkipWhen(Directory.GetFiles(Full("in")).Length < 8, "This file system ignores case.");
        Move("in/A.jpg", "in/x");
        Move("in/a.jpg", "in/A.jpg");
        Move("in/x", "in/a.jpg");
        SyncSays("Moved in/A.jpg < in/a.jpg", "Moved in/a.jpg < in/A.jpg");
    }

    [Fact]
    public void Sync_LongPaths_AreFollowed()
    {
        string deep = string.Join('/', Enumerable.Repeat(new string('d', 100), 6));
        Move("in", deep);
        SyncSays([.. Enumerable.Range(1, 6).Select(n => $"Moved {deep}/{n}.jpg < in/{n}.jpg")]);
    }

    [Fact]
    public void Sync_StrangeNames_AreFollowed()
    {
        string[] names = ["a\nb.jpg", "[x].jpg", "\U0001F600.jpg", "\uFF5E.jpg", "a'b\\c.jpg"];
        foreach ((string name, int number) in names.Select((name, i) => (name, 50 + i)))
            Photo($"odd/{name}", number);
        Adopt("T");
        SyncSays();
        Move("odd", "even");
        SyncSays([.. names.Order(PathOrder.Instance).Select(name => $"Moved even/{name} < odd/{name}")]);
    }

    [Fact]
    public void Sync_WhileAnotherProcessWrites_IsBusyNamingIt()
    {
        using StorageLock held = StorageLock.Acquire(new StorageLayout(Storage.FullName), TimeSpan.Zero);
        foreach (Action scan in (Action[])[() => Sync(), () => Compare()])
        {
            var error = Assert.Throws<ImaLinkException>(scan);
            Assert.Equal(ErrorCode.StorageBusy, error.Code);
            Assert.Contains($"process {Environment.ProcessId}", error.Message);
        }
    }

    [Fact]
    public async Task Sync_TwoAtOnce_OneAfterTheOther()
    {
        Move("in", "out");
        using var second = CatalogDatabase.OpenForWriting(Catalog.Path);
        var patient = new ReconcileService(second, TimeSpan.FromSeconds(30), new ImportService(second, TimeSpan.FromSeconds(30)));
        var findings = new List<Finding>();
        Task other = Task.Run(() => patient.Sync(Storage.Uuid, new SyncRequest(), finding => { lock (findings) findings.Add(finding); }, OperationReporter.None, CancellationToken.None));
        new ReconcileService(Catalog, TimeSpan.FromSeconds(30), new ImportService(Catalog, TimeSpan.FromSeconds(30))).Sync(Storage.Uuid, new SyncRequest(), finding => { lock (findings) findings.Add(finding); }, Reporter, CancellationToken.None);
        await other;
        Assert.Equal(6, findings.Count);
        Consistency.AssertConsistent(Catalog, Storage);
    }

    [Fact]
    public void Sync_ClockWentBackwards_ChangesNothing()
    {
        Sync();
        Catalog.Execute("UPDATE storage SET last_scan = '2099-01-01T00:00:00Z'");
        foreach (string file in Directory.GetFiles(Full("in")))
            File.SetLastWriteTimeUtc(file, new DateTime(1980, 1, 1, 0, 0, 1, DateTimeKind.Utc));
        SyncSays();
    }

    [Fact]
    public void Sync_Cancelled_RecordsNothing()
    {
        Move("in", "out");
        using var stop = new CancellationTokenSource();
        var reporter = Reporter with { Progress = _ => stop.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => Service.Sync(Storage.Uuid, new SyncRequest(), _ => { }, reporter, stop.Token));
        Assert.Equal(FileState.Present, Row("in/1.jpg").State);
        Assert.Equal(6, Sync().Count);
    }

    [Fact]
    public void Sync_AnotherComputerChangedTheStorageMeanwhile_BothAgree()
    {
        using var second = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "second.db"));
        var there = new StorageService(second, TimeSpan.Zero);
        there.Register(Storage.FullName, null, CancellationToken.None);
        var service = new ReconcileService(second, TimeSpan.Zero, new ImportService(second, TimeSpan.Zero));

        Move("in/1.jpg", "in/x");
        Move("in/2.jpg", "in/1.jpg");
        Move("in/x", "in/2.jpg");
        Move("in/3.jpg", "out/3.jpg");
        Photo("out/3.jpg", 3, tag: 4);
        Photo("in/4.jpg", 104);
        File.Delete(Full("in/5.jpg"));
        Assert.Equal(6, Sync().Count);

        Assert.Empty(Found(() => { }));
        Consistency.AssertConsistent(second, Storage);
        Assert.Equal(6, second.Describe().Files);
        Assert.Equal(["Moved in/6b.jpg < in/6.jpg"], Found(() => Move("in/6.jpg", "in/6b.jpg")));
        Assert.Empty(Sync());
        Consistency.AssertConsistent(Catalog, Storage);
        Assert.Equal(6, Catalog.Describe().Files);

        string[] Found(Action before)
        {
            before();
            var findings = new List<Finding>();
            service.Sync(Storage.Uuid, new SyncRequest(), findings.Add, Reporter, CancellationToken.None);
            return Texts(findings);
        }
    }
}
