using CsCheck;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Tests.Files;

namespace ImaLink.Tests.Catalog;

/// <summary>Writers that are killed, overtaken or put back to older indexes lose nothing of what others wrote.</summary>
[Trait("Category", "Sequences")]
public sealed class MergeFaultTests : MergeTest
{
    [Fact]
    public void Visit_SessionIndexIsChangedRightBeforeItIsReplaced_IsMergedAgain()
    {
        AddSession(_a, "Rome", "photos/1.jpg");
        Visit(_b);
        var done = false;
        var files = new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (done || operation != DurableOperation.Flush || !path.EndsWith("session_1.json.imalink.new", StringComparison.Ordinal))
                    return;
                done = true; // the lock did not hold, as on a network: another computer writes the same index
                BehindTheBack(_b, "photos/late.jpg");
            },
        };
        Visit(_a, writer => _a.Sessions.MarkDirty(_a.Sessions.OfStorage(writer.StorageId)[0].Id), files);
        Assert.True(done);
        Assert.Equal(["photos/1.jpg", "photos/late.jpg"], Paths(_a));
        AssertAgree();
    }

    [Fact]
    public void Visit_MasterIndexIsChangedRightBeforeItIsReplaced_IsMergedAgain()
    {
        var done = false;
        var files = new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (done || operation != DurableOperation.Flush || !path.EndsWith("index.json.imalink.new", StringComparison.Ordinal))
                    return;
                done = true;
                var index = new StorageIndexes(_b, new DurableFiles(), Layout(_b), Row(_b).Id);
                index.CreateSession(NewHeader());
                index.WriteDirty();
            },
        };
        Visit(_a, writer => _a.Storages.MarkDirty(writer.StorageId), files);
        Assert.True(done);
        Assert.Single(_a.Sessions.All());
        AssertAgree();
    }

    [Fact]
    public void Visit_OtherWasKilledBeforeItsMasterIndex_ItsSessionIsSeen()
    {
        AddSession(_a, "Rome", "photos/1.jpg");
        Visit(_b);
        Assert.Throws<ImaLinkException>(() => Visit(_b, writer =>
        {
            var session = _b.Sessions.OfStorage(writer.StorageId)[0];
            _b.Files.Put(writer.StorageId, session.Id, AddFile(writer.Layout, "photos/2.jpg", "two"));
            _b.Sessions.MarkDirty(session.Id);
        }, new DurableFiles
        {
            FaultPoint = (_, path) =>
            {
                if (path.EndsWith("index.json.imalink.new", StringComparison.Ordinal))
                    throw new ImaLinkException(ErrorCode.WriteFailed, "killed", path);
            },
        }));
        Assert.Equal("Healthy", Storages(_a).Test(Row(_a).Uuid, default).Verdict);
        Storages(_a).Set(Row(_a).Uuid, null, "edited", null, null);
        Assert.Equal(["photos/1.jpg", "photos/2.jpg"], Paths(_a));
        AssertAgree();
    }

    [Fact]
    public void Visit_SessionIndexWasDeleted_IsWrittenAnewWhenDue()
    {
        AddSession(_a, "Rome", "photos/1.jpg");
        File.Delete(Layout(_a).SessionIndex(1));
        Assert.Equal("Damaged", Storages(_a).Test(Row(_a).Uuid, default).Verdict);
        Edit(_a, "photos/1.jpg", file => file.Iso = 1);
        Visit(_b);
        AssertAgree();
    }

    [Fact]
    public void Visit_OlderIndexesWerePutBack_WhatTheCatalogKnowsIsWrittenAgain()
    {
        AddSession(_a, "Rome", "photos/1.jpg");
        var old = Snapshot();
        AddSession(_a, "Oslo", "photos/2.jpg");
        Edit(_a, "photos/1.jpg", file => file.Iso = 400);
        Move(_a, ("photos/1.jpg", "photos/moved.jpg"));
        foreach (var (path, bytes) in old)
            File.WriteAllText(path, bytes);
        Visit(_a);
        Assert.Equal(["photos/2.jpg", "photos/moved.jpg"], Paths(_a));
        Visit(_b);
        AssertAgree();
    }

    [Fact]
    public void WriteDirty_AnyCallFails_NextVisitCompletesIt()
    {
        AddSession(_a, "Rome", "photos/1.jpg");
        var iso = 0;
        Faults.Everywhere((_, files) =>
        {
            iso++;
            try
            {
                Visit(_a, writer =>
                {
                    var row = _a.Files.ByPath(writer.StorageId, "photos/1.jpg")!;
                    var entry = new FileEntries(_a).Get(row.Id);
                    entry.Iso = iso;
                    _a.Files.Put(writer.StorageId, row.SessionId, entry);
                    _a.Sessions.MarkDirty(row.SessionId);
                }, files);
            }
            catch (ImaLinkException)
            {
            }

            MasterIndexFile.Read(Layout(_a).MasterIndex);
            Assert.Single(SessionIndexFile.ReadFiles(Layout(_a).SessionIndex(1)));
            Visit(_a);
            Visit(_b);
            AssertAgree();
        });
    }

    [Fact]
    public void Visits_RandomHistories_AllCatalogsAgreeInAnyOrder() => Gen.Select(Gen.Bool, Gen.Int[0, 7], Gen.Int[0, 99]).Array[1, 12].Sample(history =>
    {
        using var test = new MergeFaultTests();
        test.Live(history);
    }, iter: FixedSeed.Sequences(50), threads: 1);

    private void Live((bool ByA, int What, int Which)[] history)
    {
        var number = 0;
        foreach (var (byA, what, which) in history)
        {
            var catalog = byA ? _a : _b;
            if (what != 7)
                Visit(catalog); // else it acts on what it knows
            var paths = Paths(catalog);
            var path = paths.Count > 0 ? paths[which % paths.Count] : null;
            var sessions = catalog.Sessions.OfStorage(Row(catalog).Id);
            number++;
            switch (what)
            {
                case 0:
                    AddSession(catalog, $"S{number}", Enumerable.Range(0, which % 4).Select(i => $"photos/{number}/{i}.jpg"), path => which % 3 == 0 ? "same" : path);
                    break;
                case 1 when path is not null:
                    Move(catalog, (path, $"photos/moved/{number}.jpg"));
                    break;
                case 2 when paths.Count > 1:
                    Move(catalog, (paths[0], paths[^1]), (paths[^1], paths[0]));
                    break;
                case 3 when path is not null:
                    Remove(catalog, path);
                    break;
                case 4 when sessions.Count > 0:
                    RemoveSession(catalog, sessions[which % sessions.Count].Header.Uuid);
                    break;
                case 5 when Trash(catalog) is { Count: > 0 } trash:
                    Restore(catalog, trash[which % trash.Count].Id);
                    break;
                case 6 when path is not null:
                    EditPhoto(catalog, path, number + 1, $"title {number}");
                    break;
                case 7 when sessions.Count > 0:
                    Edit(catalog, sessions[which % sessions.Count].Header.Uuid, $"T{number}");
                    break;
            }
        }

        AssertAgree();
    }

    private SessionHeader NewHeader() => new()
    {
        Uuid = Guid.NewGuid(),
        Title = "late",
        ImportedAt = "2024-10-18T14:30:52Z",
        FileStorageUuid = Row(_a).Uuid,
        Status = SessionStatus.Completed,
    };

    private static void BehindTheBack(CatalogDatabase catalog, string path)
    {
        var row = Row(catalog);
        var session = catalog.Sessions.OfStorage(row.Id)[0];
        catalog.Files.Put(row.Id, session.Id, AddFile(Layout(catalog), path, path));
        catalog.Sessions.MarkDirty(session.Id);
        new StorageIndexes(catalog, new DurableFiles { FaultPoint = null }, Layout(catalog), row.Id).WriteDirty();
    }
}
