using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Replication;

namespace ImaLink.Tests.Recovery;

/// <summary>A storage that is restored has the name and the place that are its own.</summary>
public sealed class RecoveryPlaceTests : RecoveryTest
{
    [Fact]
    public void Restore_TwoStoragesOfOneName_TheOlderHasItInAnyOrder()
    {
        CatalogDatabase one = Make("a", "Archive"), other = Make("b", "archive");
        Age(one, "2020-01-01T00:00:00Z");
        string[] expected = ["Archive", $"archive ({Row(other).Uuid.ToString("N")[..8]})"];
        foreach (string order in new[] { "ab", "ba" })
        {
            CatalogDatabase restored = Open(order);
            foreach (char name in order)
                Restore(restored, In(name.ToString()));
            Assert.Equal(expected, restored.Storages.All().Select(row => row.Name));
            Restore(restored, In("a"), In("b"));
            Assert.Equal(expected, restored.Storages.All().Select(row => row.Name));
        }
    }

    [Fact]
    public void Restore_NameOfAStorageThatTheCatalogWrites_IsNotTakenFromIt()
    {
        CatalogDatabase mine = Make("b", "Archive");
        Age(Make("a", "Archive"), "2020-01-01T00:00:00Z");
        Restore(mine, In("a"));
        Assert.Equal("Archive", mine.Storages.Find(Row(Open("b")).Uuid)!.Name);
        Assert.Equal(2, mine.Storages.All().Count());
    }

    private static void Age(CatalogDatabase catalog, string createdAt)
    {
        MasterIndex master = MasterIndexFile.Read(Layout(catalog).MasterIndex);
        master.StorageInfo.CreatedAt = createdAt;
        using FileStream stream = File.Create(Layout(catalog).MasterIndex);
        MasterIndexFile.Write(stream, master);
    }

    [Fact]
    public void Restore_StorageThatLiesElsewhereNow_IsFoundThere()
    {
        CatalogDatabase catalog = MakeFull("disk");
        string before = ContentOf(catalog), moved = Path.Combine(In("other"), "renamed");
        Directory.CreateDirectory(In("other"));
        Directory.Move(Root(catalog), moved);
        Restore(catalog, In("other"));
        Assert.Equal((moved, before), (Root(catalog), ContentOf(catalog)));
        CatalogDatabase restored = Open("new");
        Restore(restored, In("other"));
        Assert.Equal((moved, before), (Root(restored), ContentOf(restored)));
    }

    [Fact]
    public void Restore_StorageInTwoPlaces_IsToldAndNeitherIsPreferred()
    {
        CatalogDatabase lost = MakeFull("disk"), restored = Open("new");
        CopyFolder(Root(lost), Path.Combine(In("copy"), Row(lost).DirectoryName));
        Assert.Empty(Restore(restored, In("disk"), In("copy")));
        Assert.Equal(ErrorCode.StorageCloned, Assert.Single(Errors).Code);
        Assert.Empty(restored.Storages.All());
        Restore(restored, In("copy"));
        Assert.Equal(Path.Combine(In("copy"), Row(lost).DirectoryName), Root(restored));
        Assert.Empty(Restore(restored, In("disk")));
        Assert.Equal([ErrorCode.StorageCloned, ErrorCode.StorageCloned], Errors.Select(error => error.Code));
        Assert.Equal(2, Restore(restored, In("disk"), In("copy")).Count);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    [Theory]
    [InlineData("old", "new")]
    [InlineData("new", "old")]
    [InlineData("old new", "")]
    public void Restore_StorageThatWasMoved_IsWhereItWasMovedTo(string first, string second)
    {
        CatalogDatabase lost = MakeFull("old"), restored = Open("restored");
        Directory.CreateDirectory(In("new"));
        new StorageMoveService(lost, Patience).Move(Row(lost).Uuid, In("new"), removeSource: false, Reporter, default);
        Remove(lost, "photos/old/4.jpg");
        foreach (string paths in new[] { first, second }.Where(paths => paths.Length > 0))
            Restore(restored, [.. paths.Split(' ').Select(In)]);
        Assert.Empty(Errors);
        Assert.Equal((Root(lost), ContentOf(lost)), (Root(restored), ContentOf(restored)));
        Assert.False(Row(restored).Retired);
    }

    [Fact]
    public void Restore_OnlyTheRetiredPlaceIsThere_RestoresItAsRetired()
    {
        CatalogDatabase lost = MakeFull("old"), restored = Open("restored");
        Directory.CreateDirectory(In("new"));
        new StorageMoveService(lost, Patience).Move(Row(lost).Uuid, In("new"), removeSource: false, Reporter, default);
        Restore(restored, In("old"));
        Assert.Equal(Paths(lost), Paths(restored));
        Assert.True(Row(restored).Retired);
    }

    [Fact]
    public void Restore_DisabledStorage_StaysDisabled()
    {
        CatalogDatabase lost = Make("disk"), restored = Open("new");
        Storages(lost).Set(Row(lost).Uuid, null, null, null, isActive: false);
        RestoreReport report = Assert.Single(Restore(restored, In("disk")));
        Assert.Equal((null, "Valid", 0L), (report.Session, report.State, report.Restored));
        Assert.False(Row(restored).IsActive);
    }

    [Fact]
    public void Find_NoStorage_IsTold()
    {
        Directory.CreateDirectory(In("empty"));
        Restore(Open("new"), In("empty"));
        Assert.Equal(ErrorCode.NotAStorage, Assert.Single(Errors).Code);
    }

    [Fact]
    public void Find_StorageWithoutAnyIndex_IsTold()
    {
        CatalogDatabase lost = Make("disk");
        File.Delete(Layout(lost).MasterIndex);
        Restore(Open("new"), In("disk"));
        Assert.Equal((ErrorCode.IndexCorrupt, Root(lost)), (Assert.Single(Errors).Code, Errors[0].Target));
    }
}
