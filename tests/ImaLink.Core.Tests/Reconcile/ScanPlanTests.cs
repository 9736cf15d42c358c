using ImaLink.Catalog;
using ImaLink.Reconcile;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Reconcile;

/// <summary>What a scan asks and records of its findings searches indexes: nothing reads a table of all that the catalog knows, however little there is to find.</summary>
public sealed class ScanPlanTests : ReconcileTest
{
    public ScanPlanTests()
    {
        foreach (int number in Enumerable.Range(1, 12))
            Photo($"in/{number}.jpg", number);
        Adopt();
    }

    [Fact]
    public void Sync_OfEveryKindOfFinding_SearchesIndexes()
    {
        Move("in/1.jpg", "out/one.jpg");
        Move("in/2.jpg", "in/x");
        Move("in/3.jpg", "in/2.jpg");
        Move("in/x", "in/3.jpg");
        File.Delete(Full("in/4.jpg"));
        Photo("in/5.jpg", 5, tag: 3);
        Photo("in/6.jpg", 60);
        Photo("in/7 new.jpg", 70);
        WriteFile("in/8.xmp", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8.ToArray());
        File.Copy(Full("in/9.jpg"), Full("in/9 copy.jpg"));

        AssertSearched(new SyncRequest());
        AssertSearched(new SyncRequest { Full = true });
    }

    [Fact]
    public void Sync_NothingHappened_SearchesIndexes() => AssertSearched(new SyncRequest());

    [Fact]
    public void Sync_StorageThatThisVersionWrote_IsNotSearchedForWhatThatVersionBrought()
    {
        WriteFile("in/8.xmp", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8.ToArray());
        Sync(new SyncRequest());

        Assert.DoesNotContain(Asked(new SyncRequest()), statement => statement.Contains("EXISTS (SELECT 1 FROM companion CROSS JOIN file", StringComparison.Ordinal));
    }

    /// <summary>Begun at the files of the storage it would read all of them, which takes as long as half of an unchanged Compare.</summary>
    [Fact]
    public void Sync_NothingHappened_AsksForThePathsThatWereFoundAlone()
    {
        using CatalogDatabase catalog = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "catalog.db"));
        new ReconcileService(catalog, TimeSpan.FromSeconds(0.2), Files, new ImaLink.Import.ImportService(catalog, TimeSpan.FromSeconds(0.2), Files))
            .Sync(Storage.Uuid, new SyncRequest(), _ => { }, Reporter, CancellationToken.None);
        string displaced = Assert.Single(catalog.Prepared, statement => statement.StartsWith("SELECT file.id, file.session_id, file.path FROM temp.disk", StringComparison.Ordinal));

        Assert.Contains(catalog.Query("EXPLAIN QUERY PLAN " + displaced, row => row.GetString(3), 1L).ToList(), line => line.EndsWith("(storage_id=? AND path=?)", StringComparison.Ordinal));
    }

    private List<string> Asked(SyncRequest request)
    {
        using CatalogDatabase catalog = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "catalog.db"));
        new ReconcileService(catalog, TimeSpan.FromSeconds(0.2), Files, new ImaLink.Import.ImportService(catalog, TimeSpan.FromSeconds(0.2), Files))
            .Sync(Storage.Uuid, request, _ => { }, Reporter, CancellationToken.None);
        return [.. catalog.Prepared];
    }

    private void AssertSearched(SyncRequest request)
    {
        using CatalogDatabase catalog = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "catalog.db"));
        HashSet<string> opening = [.. catalog.Prepared];

        new ReconcileService(catalog, TimeSpan.FromSeconds(0.2), Files, new ImaLink.Import.ImportService(catalog, TimeSpan.FromSeconds(0.2), Files))
            .Sync(Storage.Uuid, request, _ => { }, Reporter, CancellationToken.None);

        // What makes a table or drops it has no plan. Companions are few beside photos, and are read before the photos that they belong to.
        string[] asked = [.. catalog.Prepared.Except(opening).Where(statement => !statement.StartsWith("CREATE", StringComparison.Ordinal) && !statement.StartsWith("DROP", StringComparison.Ordinal)
            && !statement.Contains("FROM companion CROSS JOIN file", StringComparison.Ordinal)).Order()];
        Assert.Contains(asked, statement => statement.Contains("DELETE FROM removed_file", StringComparison.Ordinal));
        Assert.All(asked, statement => Assert.Empty(QueryPlanTests.Scans(catalog, statement)));
    }
}
