using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Archive;

/// <summary>Every kind of disagreement has its verdict, and a healthy storage none.</summary>
public sealed class IndexCheckerTests : StorageTest
{
    private readonly CatalogDatabase _catalog;
    private readonly StorageLayout _layout;

    public IndexCheckerTests()
    {
        _catalog = Open();
        Create(_catalog);
        _layout = Layout(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg", "photos/a\nb.jpg", "photos/sub/2.jpg");
        AddSession(_catalog, "Oslo", "photos/3.jpg");
        Edit(_catalog, "photos/1.jpg", file => file.Companions = [Companion("photos/1.xmp")]);
        Edit(_catalog, "photos/3.jpg", file => file.CameraMake = "X");
    }

    private CompanionEntry Companion(string path)
    {
        File.WriteAllText(_layout.FullName(path), path);
        return new CompanionEntry { Path = path, FileSize = path.Length, Sha256 = Hash(path), Kind = "xmp" };
    }

    private List<IndexFileCheck> Check(CatalogDatabase? catalog, params Selector[] sessions) =>
        [.. new IndexChecker(catalog, OperationReporter.None).Check(_layout.Root, sessions.Length == 0 ? null : sessions, default)];

    private string[] Verdicts(CatalogDatabase? catalog = null) => [.. Check(catalog).Select(check => check.Verdict)];

    [Fact]
    public void Check_HealthyStorage_IsValidThroughout()
    {
        List<IndexFileCheck> checks = Check(_catalog);
        Assert.All(checks, check => Assert.Equal(("Valid", true, null, "NAS", Row(_catalog).Uuid), (check.Verdict, check.Ok, check.Detail, check.Storage, check.StorageUuid)));
        Assert.Equal([_layout.MasterIndex, _layout.SessionIndex(1), _layout.SessionIndex(2), _layout.Manifest], checks.Select(check => check.FullName));
        Assert.Equal([2, 3, 1, 5], checks.Select(check => check.Entries!.Value));
        Assert.Equal([null, "Rome", "Oslo", null], checks.Select(check => check.Session));
        Assert.Equal(["Valid", "Valid", "Valid", "Valid"], Verdicts(Open("empty")));
        Assert.Equal("Oslo", Assert.Single(Check(null, new Selector("oslo"))).Session);
        Assert.Equal(ErrorCode.SessionNotFound, Assert.Throws<ImaLinkException>(() => Check(null, new Selector("Bergen"))).Code);
    }

    public static TheoryData<string, Action<StorageLayout>, string[], string> Damages => new()
    {
        { "master gone", layout => File.Delete(layout.MasterIndex), ["Missing", "Valid", "Newer", "Valid"], "previous version" },
        { "master damaged", layout => File.WriteAllText(layout.MasterIndex, "{"), ["Damaged", "Valid", "Newer", "Valid"], "'index.json' is no usable" },
        { "session gone", layout => Delete(layout.SessionIndex(1)), ["Valid", "Missing", "Valid", "Valid"], "not there" },
        { "session truncated", layout => Cut(layout.SessionIndex(1)), ["Valid", "Damaged", "Valid", "Valid"], "another SHA-256" },
        { "one byte of a session", layout => Flip(layout.SessionIndex(1)), ["Valid", "Damaged", "Valid", "Valid"], "another SHA-256" },
        { "former session put back", layout => File.Copy(layout.SessionIndex(1) + ".bak", layout.SessionIndex(1), true), ["Valid", "Older", "Valid", "Differs"], "former version" },
        { "former master put back", layout => File.Copy(layout.MasterIndex + ".bak", layout.MasterIndex, true), ["Valid", "Valid", "Newer", "Valid"], "after the master index" },
        { "file gone", layout => File.Delete(layout.FullName("photos/sub/2.jpg")), ["Valid", "FilesDiffer", "Valid", "Valid"], "1 file(s) that it lists are not there, 0 have" },
        { "file longer", layout => File.AppendAllText(layout.FullName("photos/3.jpg"), "x"), ["Valid", "Valid", "FilesDiffer", "Valid"], "0 file(s) that it lists are not there, 1 have" },
        { "sidecar gone", layout => File.Delete(layout.FullName("photos/1.xmp")), ["Valid", "FilesDiffer", "Valid", "Valid"], "photos/1.xmp" },
        { "manifest gone", layout => File.Delete(layout.Manifest), ["Valid", "Valid", "Valid", "Missing"], "not there" },
        { "line of the manifest gone", layout => File.WriteAllLines(layout.Manifest, File.ReadAllLines(layout.Manifest).Skip(1)), ["Valid", "Valid", "Valid", "Differs"], "1 file(s) stand in no line" },
        { "line too many", layout => File.AppendAllText(layout.Manifest, "x"), ["Valid", "Valid", "Valid", "Differs"], "1 line(s) are of no registered file" },
        { "line twice", layout => File.AppendAllLines(layout.Manifest, File.ReadLines(layout.Manifest).Take(1).ToList()), ["Valid", "Valid", "Valid", "Differs"], "stand there twice" },
    };

    private static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + ".bak");
    }

    private static void Cut(string path) => File.WriteAllText(path, File.ReadAllText(path)[..^300]);

    private static void Flip(string path) => File.WriteAllText(path, File.ReadAllText(path).Replace("\"Rome\"", "\"Romy\"", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Damages))]
    public void Check_Damage_HasItsVerdict(string name, Action<StorageLayout> damage, string[] verdicts, string detail)
    {
        damage(_layout);
        List<IndexFileCheck> checks = Check(null);
        Assert.True(verdicts.SequenceEqual(checks.Select(check => check.Verdict)), name + ": " + string.Join("\n", checks));
        Assert.All(checks, check => Assert.Equal((check.Verdict == "Valid", check.Verdict == "Valid"), (check.Ok, check.Detail is null)));
        Assert.Contains(detail, string.Join(" ", checks.Select(check => check.Detail)));
        Assert.DoesNotContain(_layout.Root, string.Join(" ", checks.Select(check => check.Detail)));
    }

    [Fact]
    public void Check_FileRecordedAsMissing_IsNoDifference()
    {
        File.Delete(_layout.FullName("photos/3.jpg"));
        Edit(_catalog, "photos/3.jpg", file => (file.State, file.MissingSince) = (FileState.Missing, "2024-10-18T14:30:52Z"));
        Assert.Equal(["Valid", "Valid", "Valid", "Valid"], Verdicts(_catalog));
    }

    [Fact]
    public void Check_FileThatALinkLeadsTo_IsNotLookedForOutside()
    {
        string outside = Directory.CreateDirectory(Path.Combine(Folder, "outside")).FullName;
        File.Move(_layout.FullName("photos/sub/2.jpg"), Path.Combine(outside, "2.jpg"));
        Directory.Delete(_layout.FullName("photos/sub"));
        Directory.CreateSymbolicLink(_layout.FullName("photos/sub"), outside);
        Assert.Equal(["Valid", "FilesDiffer", "Valid", "Valid"], Verdicts());
    }

    [Fact]
    public void Check_PathThatTwoSessionsClaim_IsTold()
    {
        string path = _layout.SessionIndex(2), claimed = SessionIndexFile.ReadFiles(_layout.SessionIndex(1)).First().Path!;
        SessionHeader header = SessionIndexFile.ReadHeader(path);
        header.Revision++;
        FileEntry[] files = [.. SessionIndexFile.ReadFiles(path)];
        FileEntry further = SessionIndexFile.ReadFiles(path).First();
        (further.Path, further.Hothash) = (claimed, new string('f', 64));
        using (FileStream stream = File.Create(path))
            SessionIndexFile.Write(stream, header, [.. files, further]);
        MasterIndex master = MasterIndexFile.Read(_layout.MasterIndex);
        SessionSummary listed = master.ImportSessions.Single(session => session.Id == 2);
        (listed.Revision, listed.IndexSha256, master.Revision) = (header.Revision, IndexDigest.Of(path), master.Revision + 1);
        using (FileStream stream = File.Create(_layout.MasterIndex))
            MasterIndexFile.Write(stream, master);
        new StorageIndexes(_catalog, new DurableFiles(), _layout, Row(_catalog).Id).Merge(default);
        IndexFileCheck check = Check(_catalog).Single(check => check.FullName == path);
        Assert.Equal("Disputed", check.Verdict);
        Assert.Contains("1 file(s) in it are left to other sessions", check.Detail);
        Visit(_catalog, writer => _catalog.Sessions.MarkDirty(_catalog.Sessions.OfStorage(writer.StorageId)[1].Id));
        Assert.Equal(["Valid", "Valid", "Valid", "Valid"], Verdicts(_catalog));
    }

    [Fact]
    public void Check_WithCatalog_TellsWhatIsNotMergedAndNotWritten()
    {
        CatalogDatabase other = Open("other");
        Storages(other).Register(_layout.Root, null, default);
        Edit(other, "photos/3.jpg", file => file.CameraMake = "Y");
        Assert.Equal(["Valid", "Valid", "Valid", "Valid"], Verdicts(other));
        Assert.Equal(["Unmerged", "Valid", "Unmerged", "Valid"], Verdicts(_catalog));
        _catalog.Sessions.MarkDirty(_catalog.Sessions.OfStorage(Row(_catalog).Id)[0].Id);
        _catalog.Storages.MarkDirty(Row(_catalog).Id);
        List<IndexFileCheck> checks = Check(_catalog);
        Assert.Equal(["Unmerged", "Unwritten", "Unmerged", "Valid"], checks.Select(check => check.Verdict));
        Assert.Contains("another catalog", checks[0].Detail);
        Assert.Contains("has changes", checks[0].Detail);
        AddSession(other, "Bergen", "photos/4.jpg");
        Assert.Contains("does not know this session", Check(_catalog)[3].Detail);
    }

    [Fact]
    public void Check_WithoutAnyIndex_TellsThatMuch()
    {
        foreach (string path in Directory.GetFiles(_layout.Imports).Append(_layout.MasterIndex).Append(_layout.MasterIndex + ".bak"))
            File.Delete(path);
        List<IndexFileCheck> checks = Check(_catalog);
        Assert.Equal(["Missing", "Differs"], checks.Select(check => check.Verdict));
        Assert.Null(checks[0].StorageUuid);
        Directory.Delete(_layout.Root, recursive: true);
        Assert.Equal("Offline", Assert.Single(Check(_catalog)).Verdict);
    }
}
