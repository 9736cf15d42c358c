using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Recovery;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Recovery;

/// <summary>A lost catalog comes back from the storages.</summary>
public sealed class RecoveryServiceTests : RecoveryTest
{
    [Fact]
    public void Restore_IntoAnEmptyCatalog_BringsBackAllThatTheLostOneKnew()
    {
        CatalogDatabase lost = MakeFull("disk"), restored = Open("new");
        List<RestoreReport> reports = Restore(restored, In("disk"));
        Assert.Equal(ContentOf(lost), ContentOf(restored));
        Assert.Equal([("disk", "Rome", "Valid", 2L, 1L, 0L), ("disk", "Oslo", "Valid", 2, 0, 0)],
            reports.Select(report => (report.Storage, report.Session!, report.State, report.Restored, report.Missing, report.Damaged)));
        Assert.All(reports, report => Assert.Equal((Row(lost).Uuid, Root(lost), null), (report.StorageUuid, report.FullName, report.Detail)));
        Assert.False(IsDirty(restored));
        Assert.Empty(Errors);
        Assert.Empty(Warnings);
    }

    [Fact]
    public void Restore_Twice_ChangesNothing()
    {
        MakeFull("disk");
        CatalogDatabase restored = Open("new");
        List<RestoreReport> first = Restore(restored, In("disk"));
        string before = ContentOf(restored);
        Assert.Equal(first, Restore(restored, In("disk")));
        Assert.Equal(before, ContentOf(restored));
        Assert.False(IsDirty(restored));
    }

    [Fact]
    public void Restore_SeveralStoragesInAnyOrder_GivesTheSame()
    {
        foreach (string name in new[] { "a", "b", "c" })
            MakeFull(name);
        string? expected = null;
        foreach (string order in new[] { "abc", "acb", "bac", "bca", "cab", "cba" })
        {
            CatalogDatabase together = Open(order), oneByOne = Open(order + "1");
            Restore(together, [.. order.Select(name => In(name.ToString()))]);
            foreach (char name in order)
                Restore(oneByOne, In(name.ToString()));
            expected ??= ContentOf(together);
            Assert.Equal(expected, ContentOf(together));
            Assert.Equal(expected, ContentOf(oneByOne));
        }
    }

    [Fact]
    public void Restore_IntoACatalogThatKnowsTheStorage_TakesOverWhatOthersWroteAndKeepsItsOwn()
    {
        CatalogDatabase mine = Make("disk"), other = Open("other");
        AddSession(mine, "Rome", "photos/1.jpg");
        Restore(other, In("disk"));
        AddSession(other, "Oslo", "photos/2.jpg");
        StorageRow row = Row(mine);
        mine.Storages.Update(row with { Description = "edited", Dirty = true, Pending = "description" });
        Restore(mine, In("disk"));
        Assert.Equal(["photos/1.jpg", "photos/2.jpg"], Paths(mine));
        Assert.Equal(("edited", true), (Row(mine).Description, Row(mine).Dirty));
    }

    [Fact]
    public void Restore_ThenWriting_GoesOnWhereTheLostCatalogStopped()
    {
        MakeFull("disk");
        CatalogDatabase restored = Open("new");
        Restore(restored, In("disk"));
        Edit(restored, "photos/disk/4.jpg", file => file.CameraMake = "X");
        AddSession(restored, "Later", "photos/later.jpg");
        Assert.Equal(4, restored.Sessions.OfStorage(Row(restored).Id).Max(session => session.Header.Id));
        Assert.Equal("FilesMissing", Storages(restored).Test(Row(restored).Uuid, default).Verdict); // the one that was missing before
        StorageTest.Restore(restored, [.. Trash(restored).Select(item => item.Id)]);
        Assert.Contains("photos/disk/2.jpg", Paths(restored));
        Assert.Contains("photos/disk/6.jpg", Paths(restored));
    }

    [Fact]
    public void Restore_SessionIndexDamaged_IsReadFromItsPreviousVersion()
    {
        CatalogDatabase lost = Make("disk"), restored = Open("new");
        AddSession(lost, "Rome", "photos/1.jpg");
        Edit(lost, "photos/1.jpg", file => file.CameraMake = "X");
        File.WriteAllText(Layout(lost).SessionIndex(1), "{");
        RestoreReport report = Assert.Single(Restore(restored, In("disk")));
        Assert.Equal(("Rome", "Backup", 1L, Layout(lost).SessionIndex(1) + ".bak"), (report.Session, report.State, report.Restored, report.IndexFile));
        Assert.Contains("session_1.json", report.Detail);
        Assert.Contains("session_1.json.bak' was read", Assert.Single(Warnings));
    }

    [Fact]
    public void Restore_SessionIndexLost_TellsItAndRestoresTheRest()
    {
        CatalogDatabase lost = Make("disk"), restored = Open("new");
        AddSession(lost, "Rome", "photos/1.jpg", "photos/2.jpg");
        AddSession(lost, "Oslo", "photos/3.jpg");
        File.Delete(Layout(lost).SessionIndex(1));
        File.Delete(Layout(lost).SessionIndex(1) + ".bak");
        List<RestoreReport> reports = Restore(restored, In("disk"));
        Assert.Equal([("Oslo", "Valid", 1L, 0L), ("Rome", "Missing", 0, 2)], reports.Select(report => (report.Session!, report.State, report.Restored, report.Missing)));
        Assert.Equal(["photos/3.jpg"], Paths(restored));
        ImaLinkException error = Assert.Single(Errors);
        Assert.Equal((ErrorCode.IndexCorrupt, Layout(lost).SessionIndex(1)), (error.Code, error.Target));
    }

    [Fact]
    public void Restore_MasterIndexLost_RestoresWhatTheSessionsTell()
    {
        CatalogDatabase lost = MakeFull("disk"), restored = Open("new");
        File.Delete(Layout(lost).MasterIndex);
        File.Delete(Layout(lost).MasterIndex + ".bak");
        List<RestoreReport> reports = Restore(restored, In("disk"));
        Assert.Equal(["Rome Newer", "Oslo Newer", " Missing"], reports.Select(report => $"{report.Session} {report.State}"));
        Assert.Equal(Paths(lost), Paths(restored));
        Assert.Equal((Row(lost).Uuid, Row(lost).DirectoryName, Row(lost).CreatedAt), (Row(restored).Uuid, Row(restored).Name, Row(restored).CreatedAt));
        Assert.Equal(Trash(lost).Select(item => item.Id), Trash(restored).Select(item => item.Id));
        string before = ContentOf(restored);
        Restore(restored, In("disk"));
        Assert.Equal(before, ContentOf(restored));
    }

    [Fact]
    public void Restore_MasterIndexDamaged_IsReadFromItsPreviousVersion()
    {
        CatalogDatabase lost = MakeFull("disk"), restored = Open("new");
        File.WriteAllText(Layout(lost).MasterIndex, "");
        List<RestoreReport> reports = Restore(restored, In("disk"));
        Assert.Equal(("disk", null, "Backup"), (reports[^1].Storage, reports[^1].Session, reports[^1].State));
        Assert.Equal(Paths(lost), Paths(restored));
        Assert.True(Row(restored).Dirty);
    }

    [Fact]
    public void Restore_Cancelled_LeavesWholeSessions()
    {
        CatalogDatabase lost = MakeFull("disk"), restored = Open("new");
        var service = new RecoveryService(restored);
        using var stop = new CancellationTokenSource();
        IndexInventory storage = Assert.Single(service.Find([In("disk")], Reporter, default));
        Assert.Throws<OperationCanceledException>(() => service.Restore(storage, Request, _ => stop.Cancel(), Reporter, stop.Token));
        AssertWhole(restored);
        Assert.Equal("Rome", Assert.Single(restored.Sessions.All()).Header.Title);
        Restore(restored, In("disk"));
        Assert.Equal(ContentOf(lost), ContentOf(restored));
    }

    [Theory]
    [InlineData(RestoreVerification.None, 0, 0)]
    [InlineData(RestoreVerification.Exists, 2, 0)]
    [InlineData(RestoreVerification.Fingerprint, 2, 1)]
    [InlineData(RestoreVerification.Full, 2, 2)]
    public void Restore_Verify_NamesWhatIsNotAsRecorded(RestoreVerification verify, int missing, int damaged)
    {
        CatalogDatabase lost = Make("disk"), restored = Open("new");
        AddSession(lost, "Rome", "photos/gone.jpg", "photos/shorter.jpg", "photos/rotten.jpg", "photos/good.jpg", "photos/far/away.jpg");
        File.Delete(Layout(lost).FullName("photos/gone.jpg"));
        File.WriteAllText(Layout(lost).FullName("photos/shorter.jpg"), "x");
        File.WriteAllText(Layout(lost).FullName("photos/rotten.jpg"), "photos/rotten.jpx");
        Directory.Move(Layout(lost).FullName("photos/far"), In("far"));
        Directory.CreateSymbolicLink(Layout(lost).FullName("photos/far"), In("far"));
        Request = new RestoreRequest { Verify = verify };
        RestoreReport report = Assert.Single(Restore(restored, In("disk")));
        Assert.Equal((5L, missing, damaged), (report.Restored, report.Missing, report.Damaged));
        Assert.Equal(missing, Errors.Count(error => error.Code == ErrorCode.FileNotFound));
        Assert.Equal(damaged, Errors.Count(error => error.Code == ErrorCode.FileChanged));
        Assert.Equal(ContentOf(lost), ContentOf(restored));
    }
}
