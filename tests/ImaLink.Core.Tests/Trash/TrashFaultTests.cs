using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Tests.Files;

namespace ImaLink.Tests.Trash;

/// <summary>A removal or restoration that is interrupted anywhere is complete or never begun.</summary>
[Trait("Category", "Culture")]
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
