using CsCheck;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Tests.Files;

namespace ImaLink.Tests.Catalog;

/// <summary>Two catalogs write one storage in turn, as two computers with one NAS do.</summary>
public sealed class MergeTests : StorageTest
{
    private readonly CatalogDatabase _a, _b;

    public MergeTests()
    {
        _a = Open("a");
        _b = Open("b");
        Storages(_b).Register(Create(_a).FullName, null, default);
    }

    [Fact]
    public void Visit_OtherAddedASession_BothSurvive()
    {
        AddSession(_a, "Rome", "photos/rome/1.jpg", "photos/rome/2.jpg");
        AddSession(_b, "Oslo", "photos/oslo/1.jpg");
        Visit(_a);
        Assert.Equal(["photos/oslo/1.jpg", "photos/rome/1.jpg", "photos/rome/2.jpg"], Paths(_a));
        AssertAgree();
    }

    [Fact]
    public void Visit_OtherMovedAFile_IsTakenOverWithoutADouble()
    {
        AddSession(_a, "Rome", "photos/1.jpg");
        Visit(_b);
        Move(_b, ("photos/1.jpg", "photos/best/one.jpg"));
        Visit(_a);
        Assert.Equal(["photos/best/one.jpg"], Paths(_a));
        AssertAgree();
    }

    [Fact]
    public void Visit_OtherSwappedNames_EachFileIsFoundUnderItsNewName()
    {
        AddSession(_a, "Rome", "photos/1.jpg", "photos/2.jpg", "photos/3.jpg");
        AddSession(_a, "Oslo", "photos/4.jpg");
        Visit(_b);
        Move(_b, ("photos/1.jpg", "photos/2.jpg"), ("photos/2.jpg", "photos/3.jpg"), ("photos/3.jpg", "photos/4.jpg"), ("photos/4.jpg", "photos/1.jpg"));
        Visit(_a);
        Assert.Equal(Hash("photos/1.jpg"), _a.Files.ByPath(Row(_a).Id, "photos/2.jpg")!.Sha256);
        Assert.Equal(Hash("photos/4.jpg"), _a.Files.ByPath(Row(_a).Id, "photos/1.jpg")!.Sha256);
        AssertAgree();
    }

    [Fact]
    public void Visit_OtherRemovedAFile_IsGoneAndStaysSo()
    {
        AddSession(_a, "Rome", "photos/1.jpg", "photos/2.jpg");
        Visit(_b);
        Remove(_b, "photos/1.jpg");
        Edit(_a, "photos/2.jpg", file => file.CameraMake = "X");
        Visit(_b);
        Assert.Equal(["photos/2.jpg"], Paths(_a));
        AssertAgree();
    }

    [Fact]
    public void Visit_OtherRemovedASession_IsGoneAndStaysSo()
    {
        var rome = AddSession(_a, "Rome", "photos/1.jpg");
        AddSession(_a, "Oslo", "photos/2.jpg");
        Visit(_b);
        RemoveSession(_b, rome);
        Edit(_a, "photos/2.jpg", file => file.CameraMake = "X");
        Visit(_b);
        Assert.Equal(["photos/2.jpg"], Paths(_a));
        AssertAgree();
    }

    [Fact]
    public void Visit_OtherRestoredARemovedSession_ComesBackEverywhere()
    {
        var rome = AddSession(_a, "Rome", "photos/1.jpg", "photos/2.jpg");
        Visit(_b);
        Remove(_a, "photos/1.jpg");
        RemoveSession(_a, rome);
        Visit(_b);
        Assert.Empty(Paths(_b));
        Restore(_a, Trash(_a).Single(item => item.Name == "1.jpg").Id); // removed before its session was
        Visit(_b);
        Assert.Equal(["photos/1.jpg"], Paths(_b));
        Restore(_b, Trash(_b).Single().Id);
        AssertAgree();
        Assert.Equal(["photos/1.jpg", "photos/2.jpg"], Paths(_a));
        Assert.True(File.Exists(Layout(_a).Ledger(1)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Layout(_a).Trash));
    }

    [Fact]
    public void Set_StorageIsOffline_IsWrittenOnTheNextVisitAndWinsOverOlder()
    {
        var rome = AddSession(_a, "Rome", "photos/1.jpg");
        Visit(_b);
        var root = Layout(_a).Root;
        Directory.Move(root, root + ".away");
        Storages(_a).Set(Row(_a).Uuid, "Attic", null, null, null);
        Sessions(_a).Set(Sessions(_a).Get(Selector.ByUuid(rome), null), "Rome, edited offline", null, "Ada");
        Assert.True(IsDirty(_a));
        Directory.Move(root + ".away", root);
        Sessions(_b).Set(Sessions(_b).Get(Selector.ByUuid(rome), null), "Rome, by B", "two days", null);
        Storages(_b).Set(Row(_b).Uuid, "Cellar", "by B", null, null);
        Visit(_a);
        Assert.False(IsDirty(_a));
        AssertAgree();
        var session = Sessions(_b).Get(Selector.ByUuid(rome), null);
        Assert.Equal(("Rome, edited offline", "two days", "Ada"), (session.Title, session.Description, session.Author));
        Assert.Equal(("Attic", "by B"), (Row(_b).Name, Row(_b).Description));
    }

    [Fact]
    public void Visit_NothingChanged_ChangesNothing()
    {
        AddSession(_a, "Rome", "photos/1.jpg");
        Visit(_b);
        var before = Snapshot();
        var content = Content(_b);
        for (var i = 0; i < 3; i++)
        {
            Visit(_b);
            Visit(_a);
        }

        Assert.False(IsDirty(_a) || IsDirty(_b));
        Assert.Equal(before, Snapshot());
        Assert.Equal(content, Content(_b));
    }

    [Fact]
    public void Visit_AfterEachWrite_RevisionsRise()
    {
        AddSession(_a, "Rome", "photos/1.jpg");
        long session = 0, master = 0;
        foreach (var catalog in new[] { _b, _a, _b, _b, _a })
        {
            Visit(catalog);
            Edit(catalog, "photos/1.jpg", file => file.Iso = (file.Iso ?? 0) + 1);
            var header = SessionIndexFile.ReadHeader(Layout(_a).SessionIndex(1));
            var index = MasterIndexFile.Read(Layout(_a).MasterIndex);
            Assert.True(header.Revision > session && index.Revision > master);
            (session, master) = (header.Revision, index.Revision);
            Assert.Equal((catalog.Uuid, catalog.Uuid), (header.Writer, index.Writer));
            Assert.True(File.Exists(Layout(_a).SessionIndex(1) + ".bak"));
            Assert.True(MasterIndexFile.Read(Layout(_a).MasterIndex + ".bak").Revision < master);
        }
    }

    [Fact]
    public void Visit_PhotoEditedByBoth_HigherRevisionThenWriterWins()
    {
        AddSession(_a, "Rome", "photos/1.jpg");
        Visit(_b);
        EditPhoto(_a, "photos/1.jpg", 5, "by A");
        EditPhoto(_b, "photos/1.jpg", 4, "by B");
        Visit(_a);
        AssertAgree();
        Assert.Equal("by A", TitleOf(_a, "photos/1.jpg"));
        EditPhoto(_a, "photos/1.jpg", 7, "third");
        EditPhoto(_b, "photos/1.jpg", 7, "fourth");
        Visit(_a);
        AssertAgree();
        Assert.Equal(_b.Uuid.ToString().CompareTo(_a.Uuid.ToString(), StringComparison.Ordinal) > 0 ? "fourth" : "third", TitleOf(_a, "photos/1.jpg"));
    }

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
                if (done || operation != DurableOperation.Flush || !path.EndsWith("session_1.json.new", StringComparison.Ordinal))
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
                if (done || operation != DurableOperation.Flush || !path.EndsWith("index.json.new", StringComparison.Ordinal))
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
                if (path.EndsWith("index.json.new", StringComparison.Ordinal))
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

    [Theory]
    [InlineData("2026-11-27T00:16:19Z", "2026-11-27T00:16:19.0178908Z")]
    [InlineData("2026-11-27T00:16:20Z", "2026-11-27T00:16:19.0178908Z")]
    public void Visit_BothVerifiedAFile_AllSayTheLaterTime(string here, string there)
    {
        AddSession(_a, "Rome", "photos/1.jpg");
        Visit(_b);
        _a.Execute("UPDATE file SET last_verified = @0", here);
        Edit(_b, "photos/1.jpg", file => file.LastVerified = there);
        Visit(_a);
        Visit(_b);
        AssertAgree();
        string later = new[] { here, there }.MaxBy(IndexTime.ParseUtc)!;
        Assert.Equal(later, SessionIndexFile.ReadFiles(Layout(_a).SessionIndex(1)).Single().LastVerified);
        Assert.Equal(later, _a.Scalar<string>("SELECT last_verified FROM file"));
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
        using var test = new MergeTests();
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

    private static void Edit(CatalogDatabase catalog, Guid session, string title)
    {
        try
        {
            Sessions(catalog).Set(Sessions(catalog).Get(Selector.ByUuid(session), null), title, null, null);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.SessionNotFound)
        {
            // The other catalog has removed it meanwhile.
        }
    }

    /// <summary>After both have looked, they record the same, and so does one that never saw the storage before.</summary>
    private void AssertAgree()
    {
        Visit(_a);
        Visit(_b);
        Visit(_a);
        AssertConsistent(_a, _b);
        var before = Snapshot();
        using var c = CatalogDatabase.OpenForWriting(Path.Combine(Folder, $"{Guid.NewGuid():N}.db"));
        Storages(c).Register(Layout(_a).Root, null, default);
        Assert.False(IsDirty(c));
        AssertWhole(c);
        Assert.Equal(Content(_a), Content(_b));
        Assert.Equal(Content(_a), Content(c));
        Assert.Equal(before, Snapshot());
    }

    private static void EditPhoto(CatalogDatabase catalog, string path, long revision, string title) => Edit(catalog, path, file =>
        (file.Photo!.Revision, file.Photo.Title, file.Photo.Writer) = (revision, title, catalog.Uuid));

    private static string? TitleOf(CatalogDatabase catalog, string path) =>
        new FileEntries(catalog).Get(catalog.Files.ByPath(Row(catalog).Id, path)!.Id).Photo!.Title;

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

    private Dictionary<string, string> Snapshot() => Directory.EnumerateFiles(Layout(_a).Imports, "session_*.json")
        .Append(Layout(_a).MasterIndex).Append(Layout(_a).Manifest).ToDictionary(path => path, File.ReadAllText);
}
