using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Reconcile;

namespace ImaLink.Tests.Reconcile;

/// <summary>What a Sync records in the storage that a file seems to have come from: nothing that would lose it there.</summary>
public sealed class FormerStorageTests : ReconcileTest
{
    private readonly FileStorage _other;

    public FormerStorageTests()
    {
        _other = NewStorage("B");
        Photo("b/7.jpg", 7, storage: _other);
        Adopt("Other", _other);
        Directory.CreateDirectory(Full("in"));
    }

    [Fact]
    public void Sync_CopyOfAFileThatCameFromAnotherStorage_IsCopiedAndMovedOnIsMoved()
    {
        FileStorage third = NewStorage("C");
        File.Move(Full("b/7.jpg", _other), Full("in/7.jpg"));
        SyncSays("Moved in/7.jpg < b/7.jpg");
        Copy("in/7.jpg", "in/7 copy.jpg");
        SyncSays("Copied in/7 copy.jpg");
        File.Move(Full("in/7.jpg"), Full("7.jpg", third));
        Assert.Equal(Full("in/7.jpg"), Assert.Single(Sync(storage: third)).OldPath);
        Assert.Equal(FileState.Missing, StateIn(Storage, "in/7.jpg"));
    }

    [Fact]
    public void Sync_CopyOfAFileRenamedInAnotherStorage_NothingOfThatOneIsLost()
    {
        Directory.Move(Full("b", _other), Full("c", _other));
        File.Copy(Full("c/7.jpg", _other), Full("in/7.jpg"));
        SyncSays("Moved in/7.jpg < b/7.jpg");
        Finding finding = Assert.Single(Sync(storage: _other));
        Assert.Equal(["Returned c/7.jpg < b/7.jpg"], Texts([finding]));
        Assert.Equal(("Other", FileState.Present), (finding.Session, StateIn(_other, "c/7.jpg")));
        Consistency.AssertConsistent(Catalog, _other);
        SyncSays();
    }

    [Fact]
    public void Sync_CopyOfAFileThatAnotherCatalogKnowsElsewhere_StaysPresentThere()
    {
        Directory.Move(Full("b", _other), Full("c", _other));
        File.Copy(Full("c/7.jpg", _other), Full("in/7.jpg"));
        using (var second = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "second.db")))
        {
            new StorageService(second, TimeSpan.Zero).Register(_other.FullName, null, CancellationToken.None);
            new ReconcileService(second, TimeSpan.Zero, new ImportService(second, TimeSpan.Zero)).Sync(_other.Uuid, new SyncRequest(), _ => { }, Reporter, CancellationToken.None);
        }

        Assert.Equal(["Moved in/7.jpg < b/7.jpg"], Texts(Sync()));
        Assert.Equal(FileState.Present, StateIn(_other, "c/7.jpg"));
        Consistency.AssertConsistent(Catalog, _other);
        Assert.Empty(Sync(storage: _other));
    }

    private string StateIn(FileStorage storage, string path) => Catalog.Files.ByPath(Catalog.Storages.Find(storage.Uuid)!.Id, "photos/" + path)!.State;
}
