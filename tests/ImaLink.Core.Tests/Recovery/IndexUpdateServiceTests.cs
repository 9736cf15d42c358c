using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Recovery;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Recovery;

/// <summary>After an update the indexes say all that storage and catalog knew, whatever had become of them.</summary>
public sealed class IndexUpdateServiceTests : StorageTest
{
    private readonly CatalogDatabase _catalog;
    private readonly StorageLayout _layout;
    private readonly List<ImaLinkException> _errors = [];

    public IndexUpdateServiceTests()
    {
        _catalog = Open();
        Create(_catalog);
        _layout = Layout(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg", "photos/2.jpg");
        AddSession(_catalog, "Oslo", "photos/3.jpg");
        Edit(_catalog, "photos/1.jpg", file => file.CameraMake = "X");
        Edit(_catalog, "photos/3.jpg", file => file.CameraMake = "X");
    }

    private string[] Update(CatalogDatabase catalog, bool force = false, string? session = null, DurableFiles? files = null) =>
        [.. new IndexUpdateService(catalog, Patience, files ?? new DurableFiles()).Update(Storages(catalog).All().Single(), session is null ? null : [new Selector(session)], force, Reporter, default).Select(Text)];

    private OperationReporter Reporter => new() { Error = _errors.Add };

    private static string Text(IndexFileCheck check) => $"{Path.GetFileName(check.FullName)} {check.Verdict}";

    private void AssertAllValid(CatalogDatabase? catalog = null)
    {
        Assert.All(new IndexChecker(catalog ?? _catalog, OperationReporter.None).Check(_layout.Root, null, default), check => Assert.True(check.Ok, check.ToString()));
        AssertConsistent(catalog ?? _catalog);
    }

    [Fact]
    public void Update_NothingDue_WritesNothing()
    {
        byte[] before = File.ReadAllBytes(_layout.MasterIndex);
        Assert.Empty(Update(_catalog));
        Assert.Equal(before, File.ReadAllBytes(_layout.MasterIndex));
    }

    [Fact]
    public void Update_ForceOrASession_WritesThem()
    {
        Assert.Equal(["session_2.json Written", "manifest-sha256.txt Written", "index.json Written"], Update(_catalog, session: "Oslo"));
        Assert.Equal(["session_1.json Written", "session_2.json Written", "manifest-sha256.txt Written", "index.json Written"], Update(_catalog, force: true));
        Assert.Equal(ErrorCode.SessionNotFound, Assert.Throws<ImaLinkException>(() => Update(_catalog, session: "Bergen")).Code);
        AssertAllValid();
    }

    [Fact]
    public void Update_DirtySession_IsWritten()
    {
        SessionRow row = _catalog.Sessions.OfStorage(Row(_catalog).Id)[0];
        row.Header.Title = "Roma";
        _catalog.Sessions.Update(row with { Dirty = true, Pending = "title" });
        Assert.Equal(["session_1.json Written", "manifest-sha256.txt Written", "index.json Written"], Update(_catalog));
        Assert.Equal("Roma", SessionIndexFile.ReadHeader(_layout.SessionIndex(1)).Title);
        AssertAllValid();
    }

    [Fact]
    public void Update_SessionOfOneStorageOfSeveral_IsRefusedOnlyWhereNoneHasIt()
    {
        FileStorage other = Storages(_catalog).Create("Other", Folder, null);
        File.Delete(_layout.Manifest); // is due whatever is named
        Selector[] sessions = [new("Oslo"), new("Bergen")];
        var service = new IndexUpdateService(_catalog, Patience) { MayLackSessions = true };
        Assert.Empty(service.Update(other, sessions, false, Reporter, default));
        Assert.Contains("session_2.json Written", service.Update(Storages(_catalog).Get(new Selector("NAS")), sessions, false, Reporter, default).Select(Text));
        Assert.True(File.Exists(_layout.Manifest));
        service.RequireFound(sessions[..1]);
        var error = Assert.Throws<ImaLinkException>(() => service.RequireFound(sessions));
        Assert.Equal((ErrorCode.SessionNotFound, "Bergen"), (error.Code, error.Target));
    }

    [Theory]
    [InlineData("session_1 (conflicted copy).json")]
    [InlineData("session_7.json")]
    public void Update_CopyOfAnIndexBesideIt_IsLeft(string name)
    {
        string copy = Path.Combine(_layout.Imports, name);
        File.Copy(_layout.SessionIndex(1) + ".bak", copy);
        Edit(_catalog, "photos/1.jpg", file => file.CameraMake = "Y");
        Assert.Contains("session_1.json Written", Update(_catalog, force: true));
        Assert.Equal("Y", SessionIndexFile.ReadFiles(_layout.SessionIndex(1)).First(file => file.Path == "photos/1.jpg").CameraMake);
        Assert.True(File.Exists(copy));
    }

    [Fact]
    public void Update_IndexOfAnotherStorage_IsLeftAndTold()
    {
        CatalogDatabase other = Open("other");
        StorageLayout foreign = new(Storages(other).Create("Other", Directory.CreateDirectory(Path.Combine(Folder, "elsewhere")).FullName, null).FullName);
        AddSession(other, "Bergen", "photos/5.jpg");
        string index = File.ReadAllText(foreign.SessionIndex(1)).Replace("\"id\": 1,", "\"id\": 7,", StringComparison.Ordinal);
        File.WriteAllText(_layout.SessionIndex(7), index);
        Edit(_catalog, "photos/1.jpg", file => file.CameraMake = "Y");
        Assert.Contains("session_1.json Written", Update(_catalog, force: true));
        Assert.Contains("another storage", Assert.Single(_errors).Message);
        Assert.Equal(index, File.ReadAllText(_layout.SessionIndex(7)));
        Assert.Equal(8, _catalog.Sessions.Find(Row(_catalog).Id, AddSession(_catalog, "Paris", "photos/8.jpg"))!.Header.Id);
    }

    [Theory]
    [InlineData("session_1.json")]
    [InlineData("index.json")]
    public void Update_IndexThatChangesAllTheTime_IsBusy(string name)
    {
        string path = name == "index.json" ? _layout.MasterIndex : _layout.SessionIndex(1);
        var files = new DurableFiles
        {
            FaultPoint = (operation, file) =>
            {
                if (operation == DurableOperation.Flush && file == path + DurableFiles.Unfinished)
                    File.AppendAllText(path, "\n");
            },
        };
        var error = Assert.Throws<ImaLinkException>(() => Update(_catalog, force: true, files: files));
        Assert.Equal((ErrorCode.StorageBusy, path), (error.Code, error.Target));
        Update(_catalog, force: true);
        AssertAllValid();
    }

    [Fact]
    public void Update_IndexDamagedTwice_KeepsBothDamagedVersionsOnce()
    {
        string path = _layout.SessionIndex(1);
        foreach (string content in new[] { "first", "second", "first" })
        {
            File.WriteAllText(path, content);
            Update(_catalog);
        }

        Assert.Equal(["first", "second"], Directory.GetFiles(_layout.Imports, "*former*").Order(StringComparer.Ordinal).Select(File.ReadAllText));
        AssertAllValid();
    }

    public static TheoryData<string, Action<StorageLayout>, string[]> Damages => new()
    {
        { "master", layout => Spoil(layout.MasterIndex), ["index.json Rebuilt"] },
        { "master and its backup", layout => Delete(layout.MasterIndex), ["index.json Rebuilt"] },
        { "master, backup, session", layout => { Delete(layout.MasterIndex); Spoil(layout.SessionIndex(2)); }, ["session_2.json Rebuilt", "index.json Rebuilt"] },
        { "master, session", layout => { Spoil(layout.MasterIndex); Spoil(layout.SessionIndex(1)); }, ["session_1.json Rebuilt", "index.json Rebuilt"] },
        { "session", layout => Spoil(layout.SessionIndex(1)), ["session_1.json Rebuilt"] },
        { "session gone with its backup", layout => Delete(layout.SessionIndex(1)), ["session_1.json Rebuilt"] },
        { "session cut", layout => File.WriteAllText(layout.SessionIndex(1), File.ReadAllText(layout.SessionIndex(1))[..^300]), ["session_1.json Rebuilt"] },
        { "former session", layout => File.Copy(layout.SessionIndex(1) + ".bak", layout.SessionIndex(1), true), ["session_1.json Rebuilt"] },
        { "manifest", layout => File.Delete(layout.Manifest), [] },
        { "all", layout => { Delete(layout.MasterIndex); Delete(layout.SessionIndex(1)); Delete(layout.SessionIndex(2)); }, ["session_1.json Rebuilt", "session_2.json Rebuilt", "index.json Rebuilt"] },
    };

    private static void Spoil(string path) => File.WriteAllText(path, "x");

    private static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + ".bak");
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Update_Damage_IsRebuilt(string name, Action<StorageLayout> damage, string[] rebuilt)
    {
        string before = Facts(_catalog);
        damage(_layout);
        string[] written = Update(_catalog);
        Assert.True(rebuilt.SequenceEqual(written.Where(text => text.EndsWith("Rebuilt", StringComparison.Ordinal))), name + ": " + string.Join(", ", written));
        Assert.Equal("index.json", written[^1].Split(' ')[0]);
        Assert.Empty(_errors);
        AssertAllValid();
        Assert.Equal(before, Facts(_catalog));
        CatalogDatabase fresh = Open("fresh");
        Storages(fresh).Register(_layout.Root, null, default);
        Assert.Equal(before, Facts(fresh));
        Assert.Empty(Update(_catalog));
    }

    /// <summary>All a catalog records but revisions and writers, which a write raises.</summary>
    private static string Facts(CatalogDatabase catalog) => System.Text.RegularExpressions.Regex.Replace(Content(catalog), " revision .*", "");

    [Theory]
    [MemberData(nameof(Damages))]
    public void Preview_Damage_TellsWhatUpdateWritesAndWritesNothing(string name, Action<StorageLayout> damage, string[] rebuilt)
    {
        damage(_layout);
        string[] before = Everything();
        _catalog.Rehearse();
        List<IndexFileCheck> preview = [.. new IndexUpdateService(_catalog, Patience).Preview(Storages(_catalog).All().Single(), null, false, Reporter, default)];
        Assert.Equal(before, Everything());
        Assert.True(rebuilt.SequenceEqual(preview.Select(Text).Where(text => text.EndsWith("Rebuilt", StringComparison.Ordinal))), name);
        _catalog.Dispose();
        Assert.Equal(preview.Select(Text), Update(Open()));
    }

    private string[] Everything() => [.. Directory.EnumerateFiles(_layout.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Order(StringComparer.Ordinal).Select(path => path + File.GetLastWriteTimeUtc(path).Ticks)];

    [Fact]
    public void Update_BackupThatAnotherCatalogWrote_IsMergedNotLost()
    {
        CatalogDatabase other = Open("other");
        Storages(other).Register(_layout.Root, null, default);
        AddSession(other, "Bergen", "photos/5.jpg");
        Edit(other, "photos/5.jpg", file => file.CameraMake = "Y");
        Edit(other, "photos/5.jpg", file => file.CameraMake = "Z");
        Spoil(_layout.SessionIndex(3));
        Assert.Equal(["session_3.json Rebuilt", "manifest-sha256.txt Written", "index.json Written"], Update(_catalog));
        Assert.Equal("Y", Assert.Single(SessionIndexFile.ReadFiles(_layout.SessionIndex(3))).CameraMake);
        AssertAllValid();
    }

    [Fact]
    public void Update_SessionThatNobodyKnows_IsAnErrorAndTheRestIsWritten()
    {
        CatalogDatabase other = Open("other");
        Storages(other).Register(_layout.Root, null, default);
        AddSession(other, "Bergen", "photos/5.jpg");
        Delete(_layout.SessionIndex(3));
        Spoil(_layout.SessionIndex(1));
        Assert.Contains("session_1.json Rebuilt", Update(_catalog));
        Assert.Contains("Bergen", Assert.Single(_errors).Message);
        Assert.Contains(MasterIndexFile.Read(_layout.MasterIndex).ImportSessions, session => session.Title == "Bergen");
    }

    [Fact]
    public void Update_AnotherStorageThere_IsRefused()
    {
        string root = Storages(Open("other")).Create("Other", Folder, null).FullName;
        Directory.Delete(_layout.Root, recursive: true);
        Assert.Equal(ErrorCode.StorageOffline, Assert.Throws<ImaLinkException>(() => Update(_catalog)).Code);
        Directory.Move(root, _layout.Root);
        var before = Everything();
        Assert.Equal(ErrorCode.StorageOffline, Assert.Throws<ImaLinkException>(() => Update(_catalog)).Code);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void Update_StoppedAtEveryChange_IsDoneByTheNext()
    {
        string before = Facts(_catalog);
        for (int call = 1; ; call++)
        {
            Delete(_layout.MasterIndex);
            Spoil(_layout.SessionIndex(1));
            Delete(_layout.SessionIndex(2));
            int left = call;
            bool stopped = false;
            try
            {
                Update(_catalog, files: new DurableFiles { FaultPoint = (_, _) => { if (--left == 0) throw new IOException("The drive went away."); } });
            }
            catch (Exception e) when (e is IOException or ImaLinkException)
            {
                stopped = true;
            }

            if (stopped)
                Update(_catalog);
            AssertAllValid();
            Assert.Equal(before, Facts(_catalog));
            if (!stopped)
                return;
        }
    }
}
