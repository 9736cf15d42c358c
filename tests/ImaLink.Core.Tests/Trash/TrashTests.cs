using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Reconcile;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Files;
using ImaLink.Trash;

namespace ImaLink.Tests.Trash;

[Trait("Category", "Culture")]
public sealed class TrashTests : StorageTest
{
    private readonly CatalogDatabase _catalog;
    private readonly Guid _session;

    public TrashTests()
    {
        _catalog = Open();
        Create(_catalog);
        _session = AddSession(_catalog, "Rome", "photos/a.nef", "photos/b.jpg", "photos/c/d.jpg");
        AddCompanion("photos/a.nef", "photos/a.nef.xmp");
        Edit(_catalog, "photos/a.nef", file =>
        {
            (file.CameraMake, file.Iso, file.OriginalPath) = ("Nikon", 400, "/card/DSC_1.NEF");
            file.Extra = Index.Samples.Fields("""{"future":[1]}""");
            (file.Photo!.Title, file.Photo.Rating, file.Photo.Tags) = ("Forum", 5, ["Italy/Rome"]);
        });
    }

    private StorageLayout Disk => Layout(_catalog);

    private TrashService Service => new(_catalog, Patience);

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

    [Fact]
    public void Restore_PlaceIsTaken_LiesBesideItWithItsCompanion()
    {
        Remove(_catalog, "photos/a.nef");
        File.WriteAllText(Disk.FullName("photos/a.nef"), "another");
        Restore(_catalog, Trash(_catalog).Single().Id);
        Assert.Equal("another", File.ReadAllText(Disk.FullName("photos/a.nef")));
        Assert.Equal("photos/a.nef", File.ReadAllText(Disk.FullName("photos/a_1.nef")));
        Assert.Equal("sidecar", File.ReadAllText(Disk.FullName("photos/a_1.nef.xmp")));
        Assert.Contains("photos/a_1.nef", Paths(_catalog));
        Assert.Equal("photos/a_1.nef.xmp", _catalog.Files.Companions(_catalog.Files.ByPath(Row(_catalog).Id, "photos/a_1.nef")!.Id).Single().Path);
    }

    [Fact]
    public void Restore_OnlyTheCompanionsPlaceIsTaken_LosesNeither()
    {
        Remove(_catalog, "photos/a.nef");
        File.WriteAllText(Disk.FullName("photos/a.nef.xmp"), "newer sidecar");
        Restore(_catalog, Trash(_catalog).Single().Id);
        Assert.Equal("newer sidecar", File.ReadAllText(Disk.FullName("photos/a.nef.xmp")));
        Assert.Equal("sidecar", File.ReadAllText(Disk.FullName("photos/a.nef_1.xmp")));
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Restore_PlaceIsTakenAfterThePlanWasMade_FindsAnotherAndTheStorageStaysUsable()
    {
        Remove(_catalog, "photos/b.jpg");
        var done = false;
        Visit(_catalog, writer => new FileRestoration(writer).Restore(Located(writer), OperationReporter.None, default), new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (!done && operation == DurableOperation.Rename && path == Disk.FullName("photos/b.jpg"))
                    File.WriteAllText(path, "in the way");
                done |= operation == DurableOperation.Rename;
            },
        });
        Assert.Equal("in the way", File.ReadAllText(Disk.FullName("photos/b.jpg")));
        Assert.Equal("photos/b.jpg", File.ReadAllText(Disk.FullName("photos/b_1.jpg")));
        File.Delete(Disk.FullName("photos/b.jpg"));
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Restore_DamagedInTheTrash_IsRefusedAndLeftThere()
    {
        Remove(_catalog, "photos/b.jpg");
        var item = Trash(_catalog).Single();
        File.WriteAllText(item.FullName, "rotten");
        Assert.Equal([ErrorCode.RestoreFailed], Restore(_catalog, item.Id));
        Assert.Equal("rotten", File.ReadAllText(item.FullName));
        Visit(_catalog);
    }

    [Fact]
    public void Restore_OwnerEditedItAfterImport_ComesBackAsItWasAndAScanSeesTheEdit()
    {
        File.WriteAllText(Disk.FullName("photos/b.jpg"), "edited by its owner");
        Remove(_catalog, "photos/b.jpg");
        var item = Trash(_catalog).Single();
        Assert.Equal((Hash("edited by its owner"), 19), (item.Sha256, item.Length));
        Assert.Empty(Restore(_catalog, item.Id));
        Assert.Equal("edited by its owner", File.ReadAllText(Disk.FullName("photos/b.jpg")));
        Assert.Equal(Hash("photos/b.jpg"), _catalog.Files.ByPath(Row(_catalog).Id, "photos/b.jpg")!.Sha256);
        var findings = new List<Finding>();
        new ReconcileService(_catalog, Patience).Compare(Row(_catalog).Uuid, full: false, findings.Add, OperationReporter.None, default);
        Assert.Equal(FindingKind.Changed, Assert.Single(findings, finding => finding.RelativePath == "photos/b.jpg").Kind);
    }

    [Fact]
    public void Restore_OneIsDamaged_TheOthersComeBack()
    {
        Remove(_catalog, "photos/a.nef", "photos/b.jpg", "photos/c/d.jpg");
        File.WriteAllText(Trash(_catalog)[1].FullName, "rotten");
        Assert.Equal([ErrorCode.TrashItemNotFound, ErrorCode.RestoreFailed], Restore(_catalog, ["no/1", .. Trash(_catalog).Select(item => item.Id)]));
        Assert.Equal(["photos/a.nef", "photos/c/d.jpg"], Paths(_catalog));
        Assert.Equal("b.jpg", Assert.Single(Trash(_catalog)).Name);
        AssertConsistent(_catalog);
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

    [Fact]
    public void Restore_TheIndexKeptInTheTrashIsDamaged_ComesBack()
    {
        RemoveSession(_catalog, _session);
        var trash = Trash(_catalog);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(trash[0].FullName)!, "session_1.json"), "damaged");
        Restore(_catalog, trash[0].Id);
        Restore(_catalog, trash[1].Id);
        Assert.Equal(2, Paths(_catalog).Count);
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Restore_AnotherSessionClaimsAPathOfItsSession_ComesBackRegistered()
    {
        AddSession(_catalog, "Oslo", "photos/e.jpg", "photos/f.jpg");
        Remove(_catalog, "photos/e.jpg");
        Claim(1, "photos/f.jpg");
        Assert.Empty(Restore(_catalog, [.. Trash(_catalog).Select(item => item.Id)]));
        Assert.Equal(["photos/a.nef", "photos/b.jpg", "photos/c/d.jpg", "photos/e.jpg", "photos/f.jpg"], Paths(_catalog));
        Assert.Empty(Trash(_catalog));
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Merge_AgainWhileAClaimStands_LeavesWhatCameBackAlone()
    {
        AddSession(_catalog, "Oslo", "photos/e.jpg", "photos/f.jpg");
        Remove(_catalog, "photos/e.jpg");
        Claim(1, "photos/f.jpg");
        Visit(_catalog);
        using (var killed = StorageWriter.Open(_catalog, Row(_catalog), new DurableFiles(), Patience, default))
        {
            // As a restoration does that is interrupted before it writes the index.
            var session = _catalog.Sessions.OfStorage(killed.StorageId)[1];
            _catalog.Files.Put(killed.StorageId, session.Id, AddFile(killed.Layout, "photos/e.jpg", "photos/e.jpg"));
            _catalog.Sessions.MarkDirty(session.Id);
        }

        Visit(_catalog);
        Assert.Contains("photos/e.jpg", Paths(_catalog));
        using var other = Open("other");
        Storages(other).Register(Disk.Root, null, default);
        Assert.Equal(Paths(_catalog), Paths(other));
    }

    /// <summary>Another catalog was interrupted after it wrote one session index: a file passed to that session, and the index that it left still lists it.</summary>
    private void Claim(int number, string path)
    {
        string index = Disk.SessionIndex(number);
        var header = SessionIndexFile.ReadHeader(index);
        (header.Revision, header.Writer) = (header.Revision + 1, Guid.NewGuid());
        var files = SessionIndexFile.ReadFiles(index).ToList();
        files.Add(new FileEntries(_catalog).Get(_catalog.Files.ByPath(Row(_catalog).Id, path)!.Id));
        new DurableFiles().Replace(index, stream => SessionIndexFile.Write(stream, header, files));
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
    public void Restore_UnknownItem_IsNotFound() => Assert.Equal([ErrorCode.TrashItemNotFound], Restore(_catalog, "no/1"));

    [Fact]
    public void Restore_OfARemovedSession_BringsSessionAndLedgerBack()
    {
        var before = Content(_catalog);
        var ledger = File.ReadAllText(Disk.Ledger(1));
        RemoveSession(_catalog, _session);
        Assert.False(File.Exists(Disk.Ledger(1)) || File.Exists(Disk.SessionIndex(1)));
        Assert.Empty(_catalog.Sessions.All());
        AssertConsistent(_catalog);
        Restore(_catalog, [.. Trash(_catalog).Select(item => item.Id)]);
        Assert.Equal(ledger, File.ReadAllText(Disk.Ledger(1)));
        Assert.Equal(WithoutRevisions(before), WithoutRevisions(Content(_catalog)));
        Assert.Single(Sessions(_catalog).Items(Sessions(_catalog).Get(Selector.ByUuid(_session), null)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Disk.Trash));
        AssertConsistent(_catalog);
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

    [Theory, InlineData("Rename"), InlineData("Link"), InlineData("Claim")]
    public void Remove_AnyCallFails_IsCompleteOrNeverBegunAfterTheNextCommand(string means) => Faults.Everywhere((n, files) =>
    {
        Try(() => Visit(_catalog, writer => new FileRemoval(writer).Remove(
            [_catalog.Files.ByPath(writer.StorageId, "photos/a.nef")!, _catalog.Files.ByPath(writer.StorageId, "photos/b.jpg")!], null, [], false, default), files));
        Visit(_catalog, files: new DurableFiles { Best = Enum.Parse<Placing>(means) });
        AssertNothingLost();
        AssertConsistent(_catalog);
        var trash = Trash(_catalog);
        Assert.Contains(trash.Count, new[] { 0, 2 });
        if (trash.Count == 0)
            Assert.False(Directory.Exists(Disk.Trash) && Directory.EnumerateFileSystemEntries(Disk.Trash).Any());
        else
            Restore(_catalog, [.. trash.Select(item => item.Id)]);
    }, Enum.Parse<Placing>(means));

    [Fact]
    public void RemoveSession_AnyCallFails_WhatPassesToASessionOfAnotherStorageIsKept()
    {
        var claimant = Guid.NewGuid();
        var elsewhere = Storages(_catalog).Create("USB", Directory.CreateDirectory(Path.Combine(Folder, "usb")).FullName, null);
        using (var usb = StorageWriter.Open(_catalog, _catalog.Storages.Find(elsewhere.Uuid)!, new DurableFiles(), Patience, default))
        {
            usb.Indexes.CreateSession(new SessionHeader { Uuid = claimant, Title = "USB", ImportedAt = "2024-10-18T14:30:52Z", FileStorageUuid = elsewhere.Uuid, Status = SessionStatus.Completed });
            usb.WriteIndexes();
        }

        Faults.Everywhere((n, files) =>
        {
            Try(() => Visit(_catalog, writer => RemoveAllBut("photos/b.jpg", writer, _session, claimant), files));
            Visit(_catalog);
            using var other = CatalogDatabase.OpenForWriting(Path.Combine(Folder, $"{n}.db"));
            Storages(other).Register(Disk.Root, null, default);
            AssertNothingLost();
            AssertConsistent(_catalog, other);
            bool isDone = _catalog.Sessions.Find(Row(_catalog).Id, _session) is null;
            Assert.Equal(isDone ? ["photos/b.jpg"] : ["photos/a.nef", "photos/b.jpg", "photos/c/d.jpg"], Paths(other));
            Assert.Equal(isDone, other.Sessions.Find(Row(other).Id, claimant) is not null);
            if (!isDone)
                return;
            // Back to where it was, but for a tombstone that must not keep the heir from going on.
            Restore(_catalog, [.. Trash(_catalog).Select(item => item.Id)]);
            Visit(_catalog, writer => RemoveAllBut("photos/b.jpg", writer, claimant, _session));
        });

        void RemoveAllBut(string path, StorageWriter writer, Guid leaving, Guid heir)
        {
            var session = _catalog.Sessions.Find(writer.StorageId, leaving)!;
            var rows = _catalog.Files.BySession(session.Id).Where(row => row.Path != path).ToList();
            new FileRemoval(writer).Remove(rows, session, [new PassedFile { Path = path, ToSession = heir }], false, default);
        }
    }

    [Fact]
    public void RemoveSession_AnyCallFails_IsCompleteOrNeverBegunAfterTheNextCommand() => Faults.Everywhere((n, files) =>
    {
        Try(() => Visit(_catalog, writer =>
        {
            var session = _catalog.Sessions.Find(writer.StorageId, _session)!;
            new FileRemoval(writer).Remove(_catalog.Files.BySession(session.Id).ToList(), session, [], false, default);
        }, files));
        // Another catalog's journal may be completed by whoever comes next.
        using var other = CatalogDatabase.OpenForWriting(Path.Combine(Folder, $"{n}.db"));
        Storages(other).Register(Disk.Root, null, default);
        Visit(other);
        Visit(_catalog);
        Visit(other);
        AssertNothingLost();
        AssertConsistent(_catalog, other);
        Assert.Equal(Content(_catalog), Content(other));
        var trash = Trash(_catalog);
        Assert.Contains(trash.Count, new[] { 0, 3 });
        Assert.Equal(trash.Count == 0 ? 1 : 0, _catalog.Sessions.All().Count);
        if (trash.Count > 0)
            Restore(_catalog, [.. trash.Select(item => item.Id)]);
    });

    [Theory, InlineData("Rename"), InlineData("Link"), InlineData("Claim")]
    public void Restore_AnyCallFails_IsCompleteOrNeverBegunAfterTheNextCommand(string means) => Faults.Everywhere((_, files) =>
    {
        if (_catalog.Sessions.All().Count > 0)
            RemoveSession(_catalog, _session);
        Try(() => Visit(_catalog, writer => new FileRestoration(writer).Restore(Located(writer), OperationReporter.None, default), files));
        Visit(_catalog, files: new DurableFiles { Best = Enum.Parse<Placing>(means) });
        AssertNothingLost();
        AssertConsistent(_catalog);
        Assert.Contains(Trash(_catalog).Count, new[] { 0, 3 });
        Assert.Equal(3 - Trash(_catalog).Count, Paths(_catalog).Count);
        Assert.Equal(Paths(_catalog).Count > 0, File.Exists(Disk.Ledger(1)));
    }, Enum.Parse<Placing>(means));

    [Theory]
    [InlineData("../../../outside")]
    [InlineData("..")]
    [InlineData("/tmp")]
    [InlineData("")]
    public void Complete_JournalNamesAFolderElsewhere_IsRefused(string name)
    {
        var journal = Journal.Prepare(new DurableFiles(), Disk, RemovalPlan.JournalKind, Guid.NewGuid(), Guid.NewGuid());
        journal.Begin(new RemovalPlan { Trash = name }, JournalJson.Instance.RemovalPlan);
        Fails(ErrorCode.IndexCorrupt, () => Visit(_catalog));
    }

    [Fact]
    public void Complete_JournalNamesAFileElsewhere_IsRefusedAndLeavesIt()
    {
        var precious = Write("precious", [1]);
        Remove(_catalog, "photos/b.jpg");
        var entries = Path.Combine(Path.GetDirectoryName(Trash(_catalog).Single().FullName)!, "entries.jsonl");
        var journal = Journal.Prepare(new DurableFiles(), Disk, RemovalPlan.JournalKind, Guid.NewGuid(), Guid.NewGuid());
        File.WriteAllText(Path.Combine(journal.Folder, "entries.jsonl"), File.ReadAllText(entries).Replace("photos/b.jpg", "photos/../../precious"));
        journal.Begin(new RemovalPlan { Trash = "x" }, JournalJson.Instance.RemovalPlan);
        Fails(ErrorCode.IndexCorrupt, () => Visit(_catalog));
        Assert.True(File.Exists(precious));
    }

    private static List<(TrashFolder, TrashEntry)> Located(StorageWriter writer) =>
        [.. TrashFolder.All(writer.Files, writer.Layout).SelectMany(folder => folder.Entries().Where(folder.Holds).Select(entry => (folder, entry)))];

    /// <summary>The bytes of every photo and sidecar are somewhere, exactly once.</summary>
    private void AssertNothingLost()
    {
        var contents = Directory.EnumerateFiles(Disk.Root, "*", SearchOption.AllDirectories)
            .Where(path => path.StartsWith(Disk.Photos, StringComparison.Ordinal) || path.StartsWith(Disk.Trash, StringComparison.Ordinal) && Path.GetFileName(path).StartsWith("0000", StringComparison.Ordinal))
            .Select(File.ReadAllText).Order(StringComparer.Ordinal);
        Assert.Equal(["photos/a.nef", "photos/b.jpg", "photos/c/d.jpg", "sidecar"], contents);
    }

    private void AddCompanion(string photo, string path) => Visit(_catalog, writer =>
    {
        var row = _catalog.Files.ByPath(writer.StorageId, photo)!;
        File.WriteAllText(writer.Layout.FullName(path), "sidecar");
        _catalog.Files.AddCompanion(row.Id, new CompanionEntry { Path = path, FileSize = 7, Sha256 = Hash("sidecar"), Kind = "xmp" });
        _catalog.Sessions.MarkDirty(row.SessionId);
    });

    private string Entry(string path) => Index.Samples.TextOf(new FileEntries(_catalog).Get(_catalog.Files.ByPath(Row(_catalog).Id, path)!.Id));

    private static string WithoutRevisions(string content) => System.Text.RegularExpressions.Regex.Replace(content, "revision \\d+ ", "");

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.WriteFailed)
        {
        }
    }

    private static void Fails(ErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<ImaLinkException>(action).Code);
}
