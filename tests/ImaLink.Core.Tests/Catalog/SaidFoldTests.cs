using System.Text.Json.Nodes;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Tests.Durability;
using ImaLink.Tests.Recovery;

namespace ImaLink.Tests.Catalog;

/// <summary>What was said beside an index becomes part of it when it is written, and whatever comes between, nothing of it is lost.</summary>
public sealed class SaidFoldTests : RecoveryTest
{
    private static readonly Guid Elsewhere = Guid.Parse("a1b2c3d4-0000-4000-8000-0000000000ee");

    private readonly CatalogDatabase _catalog;
    private readonly StorageLayout _layout;

    public SaidFoldTests()
    {
        _catalog = Make("disk");
        _layout = Layout(_catalog);
        AddSession(_catalog, "Rome", "photos/1.jpg", "photos/2.jpg");
        Edit(_catalog, "photos/1.jpg", file => file.Said = [new("rating", "4", 1, null)]);
    }

    private string SaidPath => _layout.Said(1);

    [Theory]
    [InlineData(Fault.CallFails)]
    [InlineData(Fault.Dies)]
    public void Write_FaultAtAnyCall_NothingSaidIsLostAndTheNextWriteFoldsItIn(string kind)
    {
        bool struck = true;
        for (int n = 1; struck; n++)
        {
            Say("photos/1.jpg", "title", $"\"{n}\"", n + 1);
            _catalog.Sessions.MarkDirty(1);
            var fault = new Fault(kind, n);
            try
            {
                Visit(_catalog, null, fault.Files);
            }
            catch (ImaLinkException)
            {
                // The fault.
            }

            struck = fault.HasStruck;
            Assert.Equal($"\"{n}\"", ReadIndex("photos/1.jpg", "title"));
            _catalog.Sessions.MarkDirty(1);
            Visit(_catalog);
            Assert.False(File.Exists(SaidPath));
            Assert.Equal($"\"{n}\"", ReadIndex("photos/1.jpg", "title"));
            Assert.Equal("4", ReadIndex("photos/1.jpg", "rating"));
            Assert.False(IsDirty(_catalog));
            AssertConsistent(_catalog);
        }
    }

    [Fact]
    public void Write_SomethingIsSaidMeanwhile_ItStaysAndIsTakenOverByTheNextVisit()
    {
        Say("photos/1.jpg", "title", "\"a\"", 2);
        _catalog.Sessions.MarkDirty(1);
        bool said = false;
        Visit(_catalog, null, new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (operation != DurableOperation.Replace || path != _layout.SessionIndex(1) || said)
                    return;
                said = true;
                Say("photos/2.jpg", "title", "\"b\"", 2); // by a writer whom no lock holds off
            },
        });
        Assert.True(said);
        Assert.Equal("\"b\"", ReadIndex("photos/2.jpg", "title"));
        _catalog.Sessions.MarkDirty(1);
        Visit(_catalog);
        Assert.False(File.Exists(SaidPath));
        Assert.Equal(("\"a\"", "\"b\""), (ReadIndex("photos/1.jpg", "title"), ReadIndex("photos/2.jpg", "title")));
    }

    [Fact]
    public void Write_ALineIsDamaged_TheFileIsKeptAside()
    {
        Say("photos/1.jpg", "title", "\"a\"", 2);
        File.AppendAllText(SaidPath, "what a person may read\n");
        _catalog.Sessions.MarkDirty(1);
        Visit(_catalog);
        Assert.False(File.Exists(SaidPath));
        Assert.EndsWith("what a person may read\n", File.ReadAllText(SaidPath + ".former"));
        Assert.Equal("\"a\"", ReadIndex("photos/1.jpg", "title"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Visit_WhatWasTakenOverIsGoneOrPutBack_IsWrittenOnceMore(bool isPutBack)
    {
        Say("photos/1.jpg", "title", "\"a\"", 2);
        byte[] former = File.ReadAllBytes(SaidPath);
        Say("photos/2.jpg", "title", "\"b\"", 2);
        Visit(_catalog);
        Assert.False(IsDirty(_catalog));
        if (isPutBack)
            File.WriteAllBytes(SaidPath, former);
        else
            File.Delete(SaidPath);
        Visit(_catalog);
        Assert.Equal(("\"a\"", "\"b\""), (ReadIndex("photos/1.jpg", "title"), ReadIndex("photos/2.jpg", "title")));
        Assert.False(IsDirty(_catalog));
    }

    [Fact]
    public void Visit_FurtherLines_MakeNothingDue()
    {
        Say("photos/1.jpg", "title", "\"a\"", 2);
        Visit(_catalog);
        byte[] index = File.ReadAllBytes(_layout.SessionIndex(1));
        Say("photos/2.jpg", "title", "\"b\"", 2);
        Visit(_catalog);
        Assert.Equal(index, File.ReadAllBytes(_layout.SessionIndex(1)));
        Assert.True(File.Exists(SaidPath));
    }

    /// <summary>An entry without the words that stand beside it would be taken for a damaged one, as those of the former version have them.</summary>
    [Fact]
    public void Restore_IndexIsDamaged_TakesItsEntriesWithWhatWasSaidBesideThem()
    {
        Edit(_catalog, "photos/1.jpg", file => file.CameraMake = "newer than the former version");
        Say("photos/1.jpg", "title", "\"a\"", 2);
        string index = File.ReadAllText(_layout.SessionIndex(1));
        File.WriteAllText(_layout.SessionIndex(1), index[..index.LastIndexOf("\"statistics\"", StringComparison.Ordinal)]);
        using CatalogDatabase restored = CatalogDatabase.OpenForReading(Path.Combine(Folder, "none.db"));
        Restore(restored, Path.Combine(Folder, "disk"));
        FileEntry file = new FileEntries(restored).OfSession(restored.Sessions.All().Single().Id).Single(entry => entry.Path == "photos/1.jpg");
        Assert.Equal("newer than the former version", file.CameraMake);
        Assert.Equal(["4", "\"a\""], file.Said!.Select(said => said.Value));
    }

    [Fact]
    public void Restore_IndexIsKnownAlready_TakesOverWhatWasSaidSince()
    {
        using CatalogDatabase restored = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "again.db"));
        Restore(restored, Path.Combine(Folder, "disk"));
        Say("photos/1.jpg", "title", "\"a\"", 2);
        Restore(restored, Path.Combine(Folder, "disk"));
        Assert.Equal(1, restored.Scalar<long>("SELECT count(*) FROM photo WHERE title = 'a'"));
        File.AppendAllText(SaidPath, "garbage\n");
        Warnings.Clear();
        Restore(restored, Path.Combine(Folder, "disk"));
        Assert.Contains("1 line(s) of", Assert.Single(Warnings));
    }

    [Fact]
    public void Check_WhatStandsBesideAnIndex_HasItsVerdict()
    {
        Assert.Equal(IndexVerdict.Valid, Verdict());
        Say("photos/1.jpg", "title", "\"a\"", 2);
        Assert.Equal(IndexVerdict.Unmerged, Verdict());
        Visit(_catalog);
        Assert.Equal(IndexVerdict.Valid, Verdict());
        Say("photos/1.jpg", "rating", "9", 3);
        Visit(_catalog);
        Assert.Equal(IndexVerdict.NotUnderstood, Verdict());
        Assert.Contains("rating 9 of 'photos/1.jpg'", Check().Detail);
        File.AppendAllText(SaidPath, "garbage\n");
        Assert.Equal(IndexVerdict.Damaged, Verdict());

        IndexFileCheck Check() => new IndexChecker(_catalog, OperationReporter.None).Check(_layout.Root, null, default).Single(check => check.FullName == _layout.SessionIndex(1));

        string Verdict() => Check().Verdict;
    }

    [Fact]
    public void RemoveSession_WithWhatWasSaidBesideItsIndex_LeavesNothingBehindAndBringsItBack()
    {
        Say("photos/1.jpg", "title", "\"a\"", 2);
        RemoveSession(_catalog, _catalog.Sessions.All().Single().Header.Uuid);
        Assert.Empty(Directory.EnumerateFiles(_layout.Imports, "*.said.jsonl"));
        Assert.Empty(StorageTest.Restore(_catalog, [.. Trash(_catalog).Select(item => item.Id)]));
        Assert.Equal("\"a\"", SessionIndexFile.ReadFiles(_layout.SessionIndex(_catalog.Sessions.All().Single().Header.Id)).Single(file => file.Path == "photos/1.jpg").Said!.Single(said => said.Field == "title").Value);
    }

    /// <summary>What version 0.1 wrote: photo blocks, and version 2.0 throughout.</summary>
    [Fact]
    public void Write_StorageOfVersion01_IsCarriedOverAndTold()
    {
        JsonNode index = JsonNode.Parse(File.ReadAllText(_layout.SessionIndex(1)))!, master = JsonNode.Parse(File.ReadAllText(_layout.MasterIndex))!;
        foreach ((string hothash, JsonNode? entry) in index["files"]!.AsObject().ToList())
        {
            entry!.AsObject().Remove("said");
            entry["photo"] = JsonNode.Parse($$"""{"uuid":"a1b2c3d4-0000-4000-8000-{{hothash[..12]}}","primary":true,"title":"Forum","rating":4,"tags":["Italy/Rome"],"revision":3,"writer":"{{Elsewhere}}"}""");
        }

        index["statistics"]!["imalink_version"] = "2.0";
        master["imalink_version"] = "2.0";
        master["storage_info"]!.AsObject().Remove("place");
        File.WriteAllText(_layout.SessionIndex(1), index.ToJsonString());
        master["import_sessions"]![0]!["index_sha256"] = IndexDigest.Of(_layout.SessionIndex(1));
        File.WriteAllText(_layout.MasterIndex, master.ToJsonString());

        using CatalogDatabase later = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "later.db"));
        Storages(later).Register(_layout.Root, null, default);
        Assert.Empty(later.Notices);
        later.Sessions.MarkDirty(1);
        Visit(later);
        Assert.Contains("version 0.1 still reads it, and does not write it any more", Assert.Single(later.Notices));
        Assert.Equal("2.1", MasterIndexFile.Read(_layout.MasterIndex).ImalinkVersion);
        JsonNode written = JsonNode.Parse(File.ReadAllText(_layout.SessionIndex(1)))!;
        Assert.Equal("2.1", (string?)written["statistics"]!["imalink_version"]);
        Assert.All(written["files"]!.AsObject(), entry =>
        {
            Assert.Null(entry.Value!["photo"]);
            JsonNode said = entry.Value["said"]!;
            Assert.Equal(("Forum", 4, "Italy/Rome", $"a1b2c3d4-0000-4000-8000-{entry.Key[..12]}"), ((string?)said["title"], (int)said["rating"]!, (string?)said["tags"]![0], (string?)said["photo"]!["uuid"]));
        });
        AssertConsistent(later);
        later.Notices.Clear();
        later.Sessions.MarkDirty(1);
        Visit(later);
        Assert.Empty(later.Notices);
    }

    /// <summary>Another catalog says something.</summary>
    private void Say(string path, string field, string value, long revision) =>
        Assert.NotNull(SaidFile.TryAppend(new DurableFiles(), SaidPath, [new SaidLine(new ImageKey(Hash(path), 0, 0), [new Statement(field, value, revision, Elsewhere)])], SaidFile.StateOf(SaidPath)?.Sha256));

    private string? ReadIndex(string path, string field) =>
        SessionIndexFile.ReadFiles(_layout.SessionIndex(1)).Single(file => file.Path == path).Said?.Find(said => said.Field == field)?.Value;
}
