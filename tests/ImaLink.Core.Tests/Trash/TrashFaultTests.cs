using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Files;

namespace ImaLink.Tests.Trash;

/// <summary>A removal or restoration that is interrupted anywhere is complete or never begun.</summary>
public sealed class TrashFaultTests : TrashTest
{
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
            using var other = NewCatalog.Open(Path.Combine(Folder, $"{n}.db"));
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
        using var other = NewCatalog.Open(Path.Combine(Folder, $"{n}.db"));
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
        Try(() => Visit(_catalog, writer => new FileRestoration(writer).Restore(Located(writer), OperationReporter.None, _ => { }, default), files));
        Visit(_catalog, files: new DurableFiles { Best = Enum.Parse<Placing>(means) });
        AssertNothingLost();
        AssertConsistent(_catalog);
        Assert.Contains(Trash(_catalog).Count, new[] { 0, 3 });
        Assert.Equal(3 - Trash(_catalog).Count, Paths(_catalog).Count);
        Assert.Equal(Paths(_catalog).Count > 0, File.Exists(Disk.Ledger(1)));
    }, Enum.Parse<Placing>(means));

    /// <summary>Version 0.1 wrote every entry into the plan itself; what it left unfinished is finished.</summary>
    [Fact]
    public void Complete_RestorationThatVersion01Began_IsCarriedOut()
    {
        Remove(_catalog, "photos/b.jpg");
        List<(TrashFolder Folder, TrashEntry Entry)> located = [];
        Visit(_catalog, writer => located = Located(writer));
        (TrashFolder folder, TrashEntry entry) = located.Single();
        var journal = Journal.Prepare(new DurableFiles(), Disk, RestorePlan.JournalKind, Guid.NewGuid(), _catalog.Uuid);
        journal.Begin(new RestorePlan { Files = [new RestoredFile { Trash = folder.Name, Entry = entry, Path = "photos/b.jpg" }] }, JournalJson.Instance.RestorePlan);
        File.WriteAllText(Disk.FullName("photos/b.jpg"), "in the way"); // and gets another name, without the plan being written again
        Visit(_catalog);
        Assert.Empty(Trash(_catalog));
        Assert.Equal("photos/b.jpg", File.ReadAllText(Disk.FullName("photos/b_1.jpg")));
        Assert.Contains("photos/b_1.jpg", Paths(_catalog));
        File.Delete(Disk.FullName("photos/b.jpg"));
        AssertConsistent(_catalog);
    }

    [Fact]
    public void Complete_RemovalThatVersion01Began_PassesOnWhatItsPlanNames()
    {
        AddSession(_catalog, "Heir", "photos/h.jpg");
        SessionRow heir = _catalog.Sessions.All().Single(session => session.Header.Title == "Heir"), leaving = _catalog.Sessions.Find(Row(_catalog).Id, _session)!;
        var journal = Journal.Prepare(new DurableFiles(), Disk, RemovalPlan.JournalKind, Guid.NewGuid(), _catalog.Uuid);
        new TrashFolder(new DurableFiles(), journal.Folder).Write(_catalog.Files.BySession(leaving.Id).Where(row => row.Path != "photos/b.jpg").Select((row, i) =>
            new TrashEntry { Number = i + 1, RemovedAt = "2026-01-01T00:00:00Z", Session = leaving.Header, Hothash = row.Hothash, Entry = new FileEntries(_catalog).Get(row.Id) }));
        journal.Begin(new RemovalPlan { Trash = "x", Session = _session, SessionNumber = leaving.Header.Id, Passes = [new PassedFile { Path = "photos/b.jpg", ToSession = heir.Header.Uuid }] }, JournalJson.Instance.RemovalPlan);
        Visit(_catalog);
        Assert.Equal(["photos/b.jpg", "photos/h.jpg"], Paths(_catalog));
        Assert.All(_catalog.Files.BySession(heir.Id), row => Assert.True(File.Exists(Disk.FullName(row.Path))));
        Assert.Equal(2, Trash(_catalog).Count);
        AssertConsistent(_catalog);
    }

    /// <summary>Version 0.1, which knows no list beside the plan, must not take a plan for one without any file: it refuses null.</summary>
    [Fact]
    public void Begin_PlanWhoseFilesStandBesideIt_SaysSoToVersion01()
    {
        var journal = Journal.Prepare(new DurableFiles(), Disk, RestorePlan.JournalKind, Guid.NewGuid(), _catalog.Uuid);
        journal.Begin(new RestorePlan(), JournalJson.Instance.RestorePlan);
        Assert.Contains("\"files\": null", File.ReadAllText(Path.Combine(journal.Folder, "operation.json")));
        journal.Begin(new RemovalPlan { Passes = null }, JournalJson.Instance.RemovalPlan);
        Assert.Contains("\"passes\": null", File.ReadAllText(Path.Combine(journal.Folder, "operation.json")));
    }

    /// <summary>A storage was copied in part, or its medium decays: of lists without which a journal cannot be carried out nothing is taken for done.</summary>
    [Theory]
    [InlineData("passes.jsonl", true)]
    [InlineData("passes.jsonl", false)]
    [InlineData("entries.jsonl", true)]
    [InlineData("entries.jsonl", false)]
    public void Complete_RemovalWhoseListIsAbsentOrDamaged_ChangesNothing(string list, bool isAbsent)
    {
        AddSession(_catalog, "Heir", "photos/h.jpg");
        SessionRow heir = _catalog.Sessions.All().Single(session => session.Header.Title == "Heir"), leaving = _catalog.Sessions.Find(Row(_catalog).Id, _session)!;
        string journal = Interrupted(writer => new FileRemoval(writer).Remove(
            _catalog.Files.BySession(leaving.Id).Where(row => row.Path != "photos/b.jpg").ToList(), leaving, [new PassedFile { Path = "photos/b.jpg", ToSession = heir.Header.Uuid }], false, default));
        Spoil(Path.Combine(journal, list), isAbsent);
        Fails(ErrorCode.IndexCorrupt, () => Visit(_catalog));
        Fails(ErrorCode.IndexCorrupt, () => Visit(_catalog));
        Assert.All(new[] { "photos/a.nef", "photos/a.nef.xmp", "photos/b.jpg", "photos/c/d.jpg" }, path => Assert.True(File.Exists(Disk.FullName(path)), path));
        Assert.Equal(["photos/a.nef", "photos/b.jpg", "photos/c/d.jpg", "photos/h.jpg"], Paths(_catalog));
        Directory.Move(journal, Path.Combine(Folder, "given up"));
        AssertConsistent(_catalog);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Complete_RestorationWhoseListIsAbsentOrDamaged_ChangesNothing(bool isAbsent)
    {
        RemoveSession(_catalog, _session);
        string journal = Interrupted(writer => new FileRestoration(writer).Restore(Located(writer), OperationReporter.None, _ => { }, default));
        Spoil(Path.Combine(journal, "files.jsonl"), isAbsent);
        Fails(ErrorCode.IndexCorrupt, () => Visit(_catalog));
        Assert.True(File.Exists(Path.Combine(journal, "operation.json")));
        Assert.Empty(Directory.EnumerateFiles(Disk.Photos, "*", SearchOption.AllDirectories));
        Directory.Move(journal, Path.Combine(Folder, "given up"));
        Restore(_catalog, [.. Trash(_catalog).Select(item => item.Id)]);
        AssertNothingLost();
        AssertConsistent(_catalog);
    }

    /// <summary>Begins an operation and stops it before the first file is moved.</summary>
    /// <returns>The folder of its journal.</returns>
    private string Interrupted(Action<StorageWriter> work)
    {
        Fails(ErrorCode.WriteFailed, () => Visit(_catalog, work, new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (operation == DurableOperation.Rename)
                    throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.", path);
            },
        }));
        return Directory.GetDirectories(Disk.Journals).Single();
    }

    /// <summary>Takes a list away, or damages its last line.</summary>
    private static void Spoil(string list, bool isAbsent)
    {
        if (isAbsent)
            File.Delete(list);
        else
            File.WriteAllText(list, File.ReadAllText(list)[..^20] + "\n");
    }

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

    /// <summary>The bytes of every photo and sidecar are somewhere, exactly once.</summary>
    private void AssertNothingLost()
    {
        var contents = Directory.EnumerateFiles(Disk.Root, "*", SearchOption.AllDirectories)
            .Where(path => path.StartsWith(Disk.Photos, StringComparison.Ordinal) || path.StartsWith(Disk.Trash, StringComparison.Ordinal) && Path.GetFileName(path).StartsWith("0000", StringComparison.Ordinal))
            .Select(File.ReadAllText).Order(StringComparer.Ordinal);
        Assert.Equal(["photos/a.nef", "photos/b.jpg", "photos/c/d.jpg", "sidecar"], contents);
    }

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
}
