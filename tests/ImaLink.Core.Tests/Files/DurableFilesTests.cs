using System.Text;
using ImaLink.Files;

namespace ImaLink.Tests.Files;

public sealed class DurableFilesTests : TemporaryFolderTest
{
    private readonly DurableFiles _files = new();

    private string Target => Path.Combine(Folder, "index.json");

    [Fact]
    public void Create_FileExists_IsRefusedAndLeavesItAlone()
    {
        var path = Write("there", [1, 2, 3]);
        Assert.Throws<ImaLinkException>(() => _files.Create(path));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void Create_DanglingLinkHasTheName_IsRefused()
    {
        File.CreateSymbolicLink(Target, Path.Combine(Folder, "nowhere"));
        Assert.Throws<ImaLinkException>(() => _files.Create(Target));
        Assert.False(File.Exists(Path.Combine(Folder, "nowhere")));
    }

    [Fact]
    public void Append_FileExists_WritesBehindIt()
    {
        var path = Write("log", "one"u8.ToArray());
        using (var file = _files.Append(path))
            file.Write("two"u8);
        Assert.Equal("onetwo", File.ReadAllText(path));
    }

    [Fact]
    public void Replace_AnyCallFails_FileIsOldOrNewAndTheNextWriteLeavesNoTrace()
    {
        Faults.Everywhere((n, files) =>
        {
            Clear();
            Put(_files, "first");
            Put(_files, "second");
            try
            {
                Put(files, "third");
            }
            catch (ImaLinkException)
            {
            }

            Assert.Contains(File.ReadAllText(Target), new[] { "second", "third" });
            Assert.Contains(File.ReadAllText(Target + ".bak"), new[] { "first", "second" });
            var standing = File.ReadAllText(Target);
            Put(_files, "fourth");
            Assert.Equal("fourth", File.ReadAllText(Target));
            Assert.Equal(standing, File.ReadAllText(Target + ".bak"));
            Assert.Equal(["index.json", "index.json.bak"], Names());
        });
    }

    [Fact]
    public void Replace_WriterThrows_FileStaysAndNothingIsLeft()
    {
        Put(_files, "old");
        Assert.Throws<InvalidOperationException>(() => _files.Replace(Target, _ => throw new InvalidOperationException()));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal(["index.json"], Names());
    }

    [Fact]
    public void Replace_LastLookThrows_FileAndBackupStay()
    {
        Put(_files, "first");
        Put(_files, "second");
        Assert.Throws<InvalidOperationException>(() =>
            _files.Replace(Target, stream => stream.Write("third"u8), keepBackup: true, () => throw new InvalidOperationException()));
        Assert.Equal("second", File.ReadAllText(Target));
        Assert.Equal("first", File.ReadAllText(Target + ".bak"));
    }

    [Fact]
    public void Replace_ReaderHasItOpen_ReaderSeesTheOldOneToItsEnd()
    {
        Put(_files, "old content");
        using var reader = new FileStream(Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Put(_files, "new");
        using var text = new StreamReader(reader);
        Assert.Equal("old content", text.ReadToEnd());
    }

    [Fact]
    public void Replace_BackupIsASecondName_ReplacingDoesNotChangeIt()
    {
        Put(_files, "first");
        Put(_files, "second");
        File.WriteAllText(Target, "second, edited in place"); // what an editor does that writes into the file
        Assert.Equal("first", File.ReadAllText(Target + ".bak"));
    }

    [Fact]
    public void TryWriteNew_AnyCallFails_FileIsCompleteOrNotThere()
    {
        Faults.Everywhere((n, files) =>
        {
            Clear();
            try
            {
                Assert.True(files.TryWriteNew(Target, stream => stream.Write("new"u8)));
            }
            catch (ImaLinkException)
            {
            }

            if (File.Exists(Target))
                Assert.Equal("new", File.ReadAllText(Target));
            else
                Assert.True(_files.TryWriteNew(Target, stream => stream.Write("new"u8)));
            Assert.False(_files.TryWriteNew(Target, stream => stream.Write("other"u8)));
            Assert.Equal("new", File.ReadAllText(Target));
            Assert.Equal(["index.json"], Names());
        });
    }

    public static TheoryData<string> Occupants => ["file", "folder", "full folder", "link", "dangling link", "link to folder"];

    public static MatrixTheoryData<string, string> OccupantsAndMeans => new(["file", "folder", "full folder", "link", "dangling link", "link to folder"], Enum.GetNames<Placing>());

    [Theory, MemberData(nameof(OccupantsAndMeans))]
    public void TryPlace_NameIsTaken_ReplacesNothing(string occupant, string means)
    {
        var from = Write("from", [1]);
        Occupy(Target, occupant);
        var files = new DurableFiles { Best = Enum.Parse<Placing>(means) };
        Assert.False(files.TryPlace(from, Target));
        Assert.False(files.TryPlace(from, Target, isResumed: true));
        Assert.Equal([1], File.ReadAllBytes(from));
        AssertOccupied(Target, occupant);
    }

    [Theory, InlineData("Rename"), InlineData("Link"), InlineData("Claim")]
    public void TryPlace_EmptyFileHasTheName_IsNobodysButAfterAnInterruptedClaim(string means)
    {
        var from = Write("from", [1]);
        Write("index.json", []);
        var files = new DurableFiles { Best = Enum.Parse<Placing>(means) };
        Assert.False(files.TryPlace(from, Target));
        Assert.Equal(means == "Claim", files.TryPlace(from, Target, isResumed: true));
        Assert.Equal(means == "Claim" ? [1] : [], File.ReadAllBytes(Target));
        Assert.Equal(means != "Claim", File.Exists(from));
    }

    [Theory, InlineData("Rename"), InlineData("Link"), InlineData("Claim")]
    public void TryPlace_AnyCallFails_TheNextRunPlacesTheFile(string means)
    {
        Faults.Everywhere((_, files) =>
        {
            Clear();
            var from = Write("from", [1]);
            try
            {
                Assert.True(files.TryPlace(from, Target));
            }
            catch (ImaLinkException)
            {
                Assert.Equal([1], File.ReadAllBytes(from));
                Assert.True(new DurableFiles { Best = Enum.Parse<Placing>(means) }.TryPlace(from, Target, isResumed: true));
            }

            Assert.Equal(["index.json"], Names());
            Assert.Equal([1], File.ReadAllBytes(Target));
        }, Enum.Parse<Placing>(means));
    }

    [Fact]
    public void TryPlace_StoppedBetweenTheTwoNamesOfALink_TheNextRunTakesTheFirstAway()
    {
        var from = Write("from", [1]);
        Assert.Equal(0, NativeFiles.Link(from, Target));
        Assert.False(_files.TryPlace(from, Target));
        Assert.True(_files.TryPlace(from, Target, isResumed: true));
        Assert.Equal(["index.json"], Names());
    }

    [Fact]
    public void TryPlace_ClaimCannotBeRenamedOver_LeavesNoTrace()
    {
        Fails(ErrorCode.PathNotFound, () => new DurableFiles { Best = Placing.Claim }.TryPlace(Path.Combine(Folder, "no"), Target));
        Assert.Empty(Names());
    }

    [Theory, MemberData(nameof(Occupants))]
    public void LinkAndUnlink_NameIsTaken_ReplacesNothing(string occupant)
    {
        var from = Write("from", [1]);
        Occupy(Target, occupant);
        Assert.Equal(17, NativeFiles.LinkAndUnlink(from, Target));
        Assert.Equal([1], File.ReadAllBytes(from));
        AssertOccupied(Target, occupant);
    }

    [Fact]
    public void LinkAndUnlink_NameIsFree_MovesTheFile()
    {
        var from = Write("from", [1]);
        Assert.Equal(0, NativeFiles.LinkAndUnlink(from, Target));
        Assert.False(File.Exists(from));
        Assert.Equal([1], File.ReadAllBytes(Target));
    }

    [Theory, InlineData("Rename"), InlineData("Link"), InlineData("Claim")]
    public void TryPlace_NameIsFree_MovesTheFile(string means)
    {
        var from = Write("from", [1]);
        Assert.True(new DurableFiles { Best = Enum.Parse<Placing>(means) }.TryPlace(from, Target));
        Assert.False(File.Exists(from));
        Assert.Equal([1], File.ReadAllBytes(Target));
    }

    [Theory, InlineData("Rename"), InlineData("Link"), InlineData("Claim")]
    public void TryPlace_ManyThreadsWantOneName_OneGetsItAndNoneIsLost(string means)
    {
        var files = new DurableFiles { Best = Enum.Parse<Placing>(means) };
        for (var round = 0; round < 50; round++)
        {
            var target = Path.Combine(Folder, $"target{round}");
            string[] sources = [.. Enumerable.Range(0, 4).Select(i => Write($"{round}_{i}", [(byte)i]))];
            var placed = sources.AsParallel().WithDegreeOfParallelism(4).Count(source => files.TryPlace(source, target));
            Assert.Equal(1, placed);
            Assert.Equal(3, sources.Count(File.Exists));
        }
    }

    [Fact]
    public void TryPlace_SourceIsNotThere_SaysSo() => Fails(ErrorCode.PathNotFound, () => _files.TryPlace(Path.Combine(Folder, "no"), Target));

    [Fact]
    public void Create_FolderIsNotThere_SaysSo() => Fails(ErrorCode.PathNotFound, () => _files.Create(Path.Combine(Folder, "no", "file")));

    [Fact]
    public void Create_NameIsTooLong_SaysSo() => Fails(ErrorCode.PathTooLong, () => _files.Create(Path.Combine(Folder, new string('x', 300))));

    [Fact]
    public void Replace_FolderHasTheName_SaysSo()
    {
        Directory.CreateDirectory(Target);
        Assert.Throws<ImaLinkException>(() => Put(_files, "new"));
        Assert.True(Directory.Exists(Target));
    }

    [Fact]
    public void Replace_DiskIsFull_SaysSoAndKeepsTheFile()
    {
        using var mount = new TemporaryMount(Path.Combine(Folder, "small"), "64k");
        var path = Path.Combine(Folder, "small", "index.json");
        _files.Replace(path, stream => stream.Write("old"u8));
        Fails(ErrorCode.StorageFull, () => _files.Replace(path, stream => stream.Write(new byte[1 << 20]), keepBackup: true));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["index.json"], Directory.EnumerateFileSystemEntries(Path.Combine(Folder, "small")).Select(Path.GetFileName));
    }

    [Fact]
    public void EveryWrite_MediumIsReadOnly_SaysSo()
    {
        using var mount = new TemporaryMount(Path.Combine(Folder, "fixed"));
        string folder = Path.Combine(Folder, "fixed"), path = Path.Combine(folder, "file");
        File.WriteAllText(path, "old");
        mount.MakeReadOnly();
        Fails(ErrorCode.ReadOnly, () => _files.Create(path + "2"));
        Fails(ErrorCode.ReadOnly, () => _files.Replace(path, _ => { }));
        Fails(ErrorCode.ReadOnly, () => _files.TryPlace(path, path + "2"));
        Fails(ErrorCode.ReadOnly, () => _files.CreateDirectory(path + "3"));
        Fails(ErrorCode.ReadOnly, () => _files.Delete(path));
        Assert.EndsWith("run the command again.", Assert.Throws<ImaLinkException>(() => _files.Delete(path)).Message);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Create_AccessIsDenied_SaysSo()
    {
        if (Environment.UserName == "root")
            Assert.Skip("Permissions do not bind root.");
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Fails(ErrorCode.AccessDenied, () => _files.Create(Target));
        }
        finally
        {
            File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void FlushDirectory_FolderIsThere_Succeeds() => _files.FlushDirectory(Folder);

    [Fact]
    public void FlushDirectory_FolderIsNotThere_SaysSo() => Fails(ErrorCode.PathNotFound, () => _files.FlushDirectory(Path.Combine(Folder, "no")));

    [Fact]
    public void CreateDirectory_ParentsAreNotThere_MakesThemAndFlushesEachParent()
    {
        var flushed = new List<string>();
        var files = new DurableFiles { FaultPoint = (operation, path) => { if (operation == DurableOperation.FlushDirectory) flushed.Add(path); } };
        files.CreateDirectory(Path.Combine(Folder, "a", "b"));
        Assert.True(Directory.Exists(Path.Combine(Folder, "a", "b")));
        Assert.Equal([Folder, Path.Combine(Folder, "a")], flushed);
    }

    [Fact]
    public void Replace_Succeeds_FlushesTheFileBeforeItsNameAndTheFolderAfter()
    {
        var seen = new List<DurableOperation>();
        new DurableFiles { FaultPoint = (operation, _) => seen.Add(operation) }.Replace(Target, stream => stream.Write("new"u8));
        Assert.Equal([DurableOperation.Create, DurableOperation.Write, DurableOperation.Flush, DurableOperation.Replace, DurableOperation.FlushDirectory], seen);
    }

    [Fact]
    public void DeleteTree_HoldsALinkToAFolder_LeavesWhatTheLinkLeadsTo()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "own"));
        Directory.CreateDirectory(Path.Combine(Folder, "foreign"));
        Write("foreign/photo", [1]);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "own", "link"), Path.Combine(Folder, "foreign"));
        _files.DeleteTree(Path.Combine(Folder, "own"));
        Assert.False(Directory.Exists(Path.Combine(Folder, "own")));
        Assert.True(File.Exists(Path.Combine(Folder, "foreign", "photo")));
    }

    private void Put(DurableFiles files, string content) =>
        files.Replace(Target, stream => stream.Write(Encoding.UTF8.GetBytes(content)), keepBackup: true);

    private void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(Folder))
            File.Delete(file);
    }

    private IEnumerable<string?> Names() => Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private void Occupy(string path, string occupant)
    {
        switch (occupant)
        {
            case "file": File.WriteAllText(path, "mine"); break;
            case "folder": Directory.CreateDirectory(path); break;
            case "full folder": Directory.CreateDirectory(Path.Combine(path, "inside")); break;
            case "link": File.CreateSymbolicLink(path, Write("mine", "mine"u8.ToArray())); break;
            case "dangling link": File.CreateSymbolicLink(path, Path.Combine(Folder, "nowhere")); break;
            default: Directory.CreateSymbolicLink(path, Directory.CreateDirectory(Path.Combine(Folder, "some")).FullName); break;
        }
    }

    private static void AssertOccupied(string path, string occupant)
    {
        if (occupant.Contains("link"))
            Assert.NotNull(new FileInfo(path).LinkTarget);
        if (occupant is "file" or "link")
            Assert.Equal("mine", File.ReadAllText(path));
        if (occupant == "full folder")
            Assert.True(Directory.Exists(Path.Combine(path, "inside")));
    }

    private static void Fails(ErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<ImaLinkException>(action).Code);
}
