using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Hostile;

/// <summary>Long lists in the indexes of a storage from anybody: what is held of them does not grow with their length.</summary>
[Collection(nameof(IndexMemoryTests))]
public sealed class HostileMemoryTests : StorageTest
{
    private const long Most = 4L << 20;

    [Fact]
    public void Indexes_ManyWithManyRemovedFiles_AreNotHeldTogether()
    {
        using CatalogDatabase catalog = Open();
        Create(catalog);
        StorageLayout layout = Layout(catalog);
        SessionHeader header = Samples.Header();
        header.RemovedFiles = [.. Enumerable.Range(0, 20_000).Select(number => new RemovedFile { Path = $"photos/{number}.jpg", Sha256 = Digest(number), Revision = 1 })];
        for (int number = 1; number <= 8; number++)
        {
            (header.Id, header.Uuid, header.FileStorageUuid) = (number, Guid.NewGuid(), Row(catalog).Uuid);
            Directory.CreateDirectory(layout.Imports);
            File.WriteAllBytes(layout.SessionIndex(number), Samples.Session(header, []));
        }

        header.RemovedFiles = null;
        IndexInventory? inventory = null;
        AssertHolds(() => inventory = IndexInventory.Read(layout.Root));
        Assert.Equal(8, inventory!.Sessions.Count(session => session.Header is not null));
    }

    [Fact]
    public void Documents_ManyListedAndNotThere_AreComparedInBoundedMemory()
    {
        const int Count = 4_000;
        using CatalogDatabase catalog = Open();
        Create(catalog);
        AddSession(catalog, "Rome", "photos/a.jpg");
        long session = catalog.Sessions.All().Single().Id;
        catalog.Transaction(() =>
        {
            AssertHolds(() =>
            {
                catalog.Documents.BeginListing();
                for (int number = 0; number < 20 * Count; number++)
                    catalog.Documents.List(new DocumentEntry { Path = $"photos/{number % Count}.json", Sha256 = Digest(number % Count), FileSize = number % Count });
            });
            Assert.False(catalog.Documents.MergeListed(session, [], newer: true));
        });
        Assert.Equal(Count, catalog.Documents.OfSession(session).Count);
        AssertHolds(() => new ReconcileService(catalog, TimeSpan.FromSeconds(1), new ImportService(catalog, TimeSpan.FromSeconds(1))).Compare(Row(catalog).Uuid, false, _ => { }, OperationReporter.None, default));
    }

    [Fact]
    public void Documents_Listed_AreMergedByUnionMoveAndTombstone()
    {
        using CatalogDatabase catalog = Open();
        Create(catalog);
        AddSession(catalog, "Rome", "photos/a.jpg");
        long session = catalog.Sessions.All().Single().Id;
        Assert.False(Merge(true, [], "photos/one.json", "photos/two.json", "photos/three.json"));
        Assert.True(Merge(false, [], "photos/moved/one.json")); // older: neither moves nor removes
        Assert.Equal(["photos/one.json", "photos/three.json", "photos/two.json"], Paths());
        Assert.True(Merge(true, ["photos/two.json"], "photos/moved/one.json"));
        Assert.Equal(["photos/moved/one.json", "photos/three.json"], Paths());
        Assert.False(Merge(true, [], "photos/moved/one.json", "photos/three.json", "photos/copy/three.json"));
        Assert.Equal(["photos/copy/three.json", "photos/moved/one.json", "photos/three.json"], Paths());

        bool Merge(bool newer, string[] removed, params string[] listed) => catalog.Transaction(() =>
        {
            catalog.Documents.BeginListing();
            foreach (string path in listed)
                catalog.Documents.List(new DocumentEntry { Path = path, Sha256 = Named(path), FileSize = 1 });
            return catalog.Documents.MergeListed(session, [.. removed.Select(path => new RemovedFile { Path = path, Sha256 = Named(path) })], newer);
        });

        string[] Paths() => [.. catalog.Documents.OfSession(session).Select(row => row.Entry.Path)];
    }

    private static string Named(string path) => Digest(Path.GetFileName(path).Sum(letter => letter));

    private static string Digest(int number) => number.ToString("x64", CultureInfo.InvariantCulture);

    private static void AssertHolds(Action work)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        work();
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(held < Most, $"{held:N0} bytes are held");
    }
}
