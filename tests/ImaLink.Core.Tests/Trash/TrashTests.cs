using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Trash;

namespace ImaLink.Tests.Trash;

[Trait("Category", "Culture")]
public sealed class TrashTests : TrashTest
{
    private TrashService Service => new(_catalog, Patience);

    [Fact]
    public void RemoveAndRestore_TellHowFarTheyAre()
    {
        var steps = new List<string>();
        var reporter = new OperationReporter { Progress = progress => { lock (steps) { steps.Add(FormattableString.Invariant($"{progress.Activity} {progress.Items}/{progress.TotalItems}")); } } };
        new TrashService(_catalog, Patience).Remove(Row(_catalog).Uuid, _catalog.Query("SELECT id FROM file", row => row.GetInt64(0)).ToList(), default, reporter);
        Assert.Equal("Moving files to the trash 3/3", steps.Last(step => step.StartsWith("Moving", StringComparison.Ordinal)));
        new TrashService(_catalog, Patience).Restore(Row(_catalog).Uuid, [.. Trash(_catalog).Select(item => item.Id)], reporter, default);
        Assert.Contains("Checking what is in the trash 3/", steps);
        Assert.Contains("Bringing files back 3/3", steps);
    }

    [Fact]
    public void Remove_FileWithCompanion_BothLieInTheTrashWithTheWholeEntry()
    {
        var entry = Entry("photos/a.nef");
        Remove(_catalog, "photos/a.nef");
        var item = Assert.Single(Trash(_catalog));
        Assert.Equal(("a.nef", "photos/a.nef", "Rome"), (item.Name, item.FormerPath, item.Session));
        Assert.Equal("photos/a.nef", File.ReadAllText(item.FullName));
        Assert.Equal(["000001.nef", "000001_0.xmp", "entries.jsonl"], Directory.EnumerateFiles(Path.GetDirectoryName(item.FullName)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["photos/b.jpg", "photos/c/d.jpg"], Paths(_catalog));
        Restore(_catalog, item.Id);
        Assert.Equal(entry, Entry("photos/a.nef"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Disk.Trash));
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Remove_MissingFile_IsForgottenAndLeavesNothing()
    {
        File.Delete(Disk.FullName("photos/b.jpg"));
        Remove(_catalog, "photos/b.jpg");
        Assert.Empty(Trash(_catalog));
        Assert.Equal(["photos/a.nef", "photos/c/d.jpg"], Paths(_catalog));
        AssertConsistent(_catalog);
        Assert.False(Directory.Exists(Disk.Trash));
    }

    [Fact]
    public void Remove_FolderHasBecomeALink_LeavesWhatLiesElsewhere()
    {
        var elsewhere = Path.Combine(Folder, "elsewhere");
        Directory.Move(Disk.FullName("photos/c"), elsewhere);
        Directory.CreateSymbolicLink(Disk.FullName("photos/c"), elsewhere);
        Remove(_catalog, "photos/c/d.jpg");
        Assert.True(File.Exists(Path.Combine(elsewhere, "d.jpg")));
        Assert.Empty(Trash(_catalog));
    }

    [Fact]
    public void Remove_AnotherCatalogWasFaster_SaysSo()
    {
        var other = Open("other");
        Storages(other).Register(Disk.Root, null, default);
        var id = _catalog.Files.ByPath(Row(_catalog).Id, "photos/b.jpg")!.Id;
        Remove(other, "photos/b.jpg");
        AddSession(other, "Oslo", "photos/new.jpg");
        Fails(ErrorCode.FileNotFound, () => Service.Remove(Row(_catalog).Uuid, [id], default));
        Assert.True(File.Exists(Disk.FullName("photos/new.jpg")));
    }

    [Theory]
    [InlineData(0, "damaged\n")]
    [InlineData(1, "{\"number\": 2, torn")]
    public void Find_AFolderIsDamaged_IsOneErrorAndTheOthersAreThere(int line, string damage)
    {
        Remove(_catalog, "photos/a.nef", "photos/b.jpg");
        var damaged = Path.GetDirectoryName(Trash(_catalog)[0].FullName)!;
        Remove(_catalog, "photos/c/d.jpg");
        var good = Trash(_catalog).Single(item => item.Name == "d.jpg").Id;
        var lines = File.ReadAllLines(Path.Combine(damaged, "entries.jsonl"));
        File.WriteAllText(Path.Combine(damaged, "entries.jsonl"), string.Concat(lines.Take(line).Select(text => text + "\n")) + damage);
        var errors = new List<ImaLinkException>();
        var reporter = new OperationReporter { Error = errors.Add };
        Assert.Equal(good, Assert.Single(Service.Find(null, null, reporter)).Id);
        Assert.Equal((ErrorCode.IndexCorrupt, damaged), Assert.Single(errors.Select(error => (error.Code, error.Target))));
        Assert.Empty(Restore(_catalog, good));
        Visit(_catalog);
        Assert.True(File.Exists(Path.Combine(damaged, "000001.nef")));
    }

    /// <summary>Whoever lists the trash takes no lock: a list may change after it was found to be whole. A short one is held by then, a long one is read on.</summary>
    [Theory]
    [InlineData(true, 1000, 1000)]
    [InlineData(false, 2, 999)]
    public void Read_ListIsDamagedWhileItIsRead_IsOneErrorAfterWhatWasRead(bool isHeld, int least, int most)
    {
        Remove(_catalog, "photos/b.jpg");
        var folder = new TrashFolder(new DurableFiles(), TrashFolder.All(new DurableFiles(), Disk).Single().FullName) { HeldList = isHeld ? long.MaxValue : 0 };
        TrashEntry entry = folder.Entries().Single();
        string list = Path.Combine(folder.FullName, "entries.jsonl");
        File.Delete(list);
        folder.Write(Enumerable.Range(1, 1000).Select(number =>
        {
            entry.Number = number;
            return entry;
        }));
        var errors = new List<ImaLinkException>();
        using IEnumerator<TrashEntry> entries = folder.Read(new OperationReporter { Error = errors.Add }).GetEnumerator();
        Assert.True(entries.MoveNext());
        int beyondWhatIsRead = File.ReadAllText(list).IndexOf('\n', 1 << 17) + 5;
        using (var writing = new FileStream(list, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            writing.SetLength(beyondWhatIsRead);
        int read = 1;
        while (entries.MoveNext())
            read++;
        Assert.InRange(read, least, most);
        Assert.Equal(isHeld ? [] : [(ErrorCode.IndexCorrupt, folder.FullName)], errors.Select(error => (error.Code, error.Target)));
    }

    /// <summary>What was brought back, or deleted by hand, stands in the list of its folder all the same.</summary>
    [Fact]
    public void Held_IsWhatLiesThere()
    {
        Remove(_catalog, "photos/b.jpg", "photos/c/d.jpg");
        TrashFolder folder = TrashFolder.All(new DurableFiles(), Disk).Single();
        File.Delete(folder.FileOf(folder.Entries().First()));
        Assert.Equal(folder.Entries().Last().Number, Assert.Single(folder.Held(OperationReporter.None)).Number);
    }

    [Fact]
    public void Remove_InterruptedAndItsOwnerPutsAnotherFileThere_LeavesThatOne()
    {
        var killed = new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (operation == DurableOperation.Rename && path.EndsWith("000001.jpg", StringComparison.Ordinal))
                    throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.", path);
            },
        };
        var id = _catalog.Files.ByPath(Row(_catalog).Id, "photos/b.jpg")!.Id;
        Fails(ErrorCode.WriteFailed, () => new TrashService(_catalog, Patience, killed).Remove(Row(_catalog).Uuid, [id], default));
        File.Move(Disk.FullName("photos/b.jpg"), Disk.FullName("photos/elsewhere.jpg"));
        File.WriteAllText(Disk.FullName("photos/b.jpg"), "another photo");
        Visit(_catalog);
        Assert.Equal("another photo", File.ReadAllText(Disk.FullName("photos/b.jpg")));
        Assert.Empty(Trash(_catalog));
        Assert.Equal(["photos/a.nef", "photos/c/d.jpg"], Paths(_catalog));
    }

    [Fact]
    public void RemoveSession_AnotherIndexIsDamaged_IsCarriedOut()
    {
        AddSession(_catalog, "Oslo", "photos/oslo.jpg");
        File.WriteAllText(Disk.SessionIndex(2), "damaged");
        RemoveSession(_catalog, _session);
        Assert.Equal(["photos/oslo.jpg"], Paths(_catalog));
        Visit(_catalog);
    }

    [Fact]
    public void Clear_OneItem_DeletesItAndItsCompanionsForGood()
    {
        Remove(_catalog, "photos/a.nef", "photos/b.jpg");
        var item = Trash(_catalog).Single(item => item.Name == "a.nef");
        Service.Clear(Row(_catalog).Uuid, [item.Id], OperationReporter.None, default);
        Assert.Equal("b.jpg", Assert.Single(Trash(_catalog)).Name);
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(item.FullName)!, "0000*"));
        Service.Clear(Row(_catalog).Uuid, [Trash(_catalog).Single().Id], OperationReporter.None, default);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Disk.Trash));
        AssertConsistent(_catalog);
    }

    private string Entry(string path) => Index.Samples.TextOf(new FileEntries(_catalog).Get(_catalog.Files.ByPath(Row(_catalog).Id, path)!.Id));
}
