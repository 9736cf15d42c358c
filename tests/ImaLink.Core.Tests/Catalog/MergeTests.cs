using CsCheck;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Catalog;

/// <summary>Two catalogs write one storage in turn, as two computers with one NAS do.</summary>
public sealed class MergeTests : MergeTest
{
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
        (string a, string b) = (_a.Uuid.ToString(), _b.Uuid.ToString());
        EditPhoto(_a, "photos/1.jpg", 7, "third");
        EditPhoto(_b, "photos/1.jpg", 7, "fourth");
        Visit(_a);
        AssertAgree();
        Assert.Equal(string.CompareOrdinal(b, a) > 0 ? "fourth" : "third", TitleOf(_a, "photos/1.jpg"));
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

    private static string? TitleOf(CatalogDatabase catalog, string path) =>
        new FileEntries(catalog).Get(catalog.Files.ByPath(Row(catalog).Id, path)!.Id).Word("title");
}
