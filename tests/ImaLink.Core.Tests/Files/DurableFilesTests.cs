using ImaLink.Files;

namespace ImaLink.Tests.Files;

public sealed class DurableFilesTests : DurableTest
{
    [Fact]
    public void Create_FileExists_IsRefusedAndLeavesItAlone()
    {
        var path = Write("there", [1, 2, 3]);
        Assert.Throws<ImaLinkException>(() => Disk.Create(path));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void Create_DanglingLinkHasTheName_IsRefused()
    {
        File.CreateSymbolicLink(Target, Path.Combine(Folder, "nowhere"));
        Assert.Throws<ImaLinkException>(() => Disk.Create(Target));
        Assert.False(File.Exists(Path.Combine(Folder, "nowhere")));
    }

    [Fact]
    public void Append_FileExists_WritesBehindIt()
    {
        var path = Write("log", "one"u8.ToArray());
        using (var file = Disk.Append(path))
            file.Write("two"u8);
        Assert.Equal("onetwo", File.ReadAllText(path));
    }

    [Fact]
    public void Replace_AnyCallFails_FileIsOldOrNewAndTheNextWriteLeavesNoTrace()
    {
        Faults.Everywhere((n, files) =>
        {
            Clear();
            Put(Disk, "first");
            Put(Disk, "second");
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
            Put(Disk, "fourth");
            Assert.Equal("fourth", File.ReadAllText(Target));
            Assert.Equal(standing, File.ReadAllText(Target + ".bak"));
            Assert.Equal(["index.json", "index.json.bak"], Names());
        });
    }

    [Fact]
    public void Replace_WriterThrows_FileStaysAndNothingIsLeft()
    {
        Put(Disk, "old");
        Assert.Throws<InvalidOperationException>(() => Disk.Replace(Target, _ => throw new InvalidOperationException()));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal(["index.json"], Names());
    }

    [Fact]
    public void Replace_LastLookThrows_FileAndBackupStay()
    {
        Put(Disk, "first");
        Put(Disk, "second");
        Assert.Throws<InvalidOperationException>(() =>
            Disk.Replace(Target, stream => stream.Write("third"u8), keepBackup: true, () => throw new InvalidOperationException()));
        Assert.Equal("second", File.ReadAllText(Target));
        Assert.Equal("first", File.ReadAllText(Target + ".bak"));
    }

    [Fact]
    public void Replace_ReaderHasItOpen_ReaderSeesTheOldOneToItsEnd()
    {
        Put(Disk, "old content");
        using var reader = new FileStream(Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Put(Disk, "new");
        using var text = new StreamReader(reader);
        Assert.Equal("old content", text.ReadToEnd());
    }

    [Fact]
    public void Replace_BackupIsASecondName_ReplacingDoesNotChangeIt()
    {
        Put(Disk, "first");
        Put(Disk, "second");
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
                Assert.True(Disk.TryWriteNew(Target, stream => stream.Write("new"u8)));
            Assert.False(Disk.TryWriteNew(Target, stream => stream.Write("other"u8)));
            Assert.Equal("new", File.ReadAllText(Target));
            Assert.Equal(["index.json"], Names());
        });
    }

    [Fact]
    public void FlushDirectory_FolderIsThere_Succeeds() => Disk.FlushDirectory(Folder);

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
        Disk.DeleteTree(Path.Combine(Folder, "own"));
        Assert.False(Directory.Exists(Path.Combine(Folder, "own")));
        Assert.True(File.Exists(Path.Combine(Folder, "foreign", "photo")));
    }
}
