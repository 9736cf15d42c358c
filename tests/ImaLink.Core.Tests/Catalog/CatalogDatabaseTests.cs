using ImaLink.Catalog;
using ImaLink.Tests.Files;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Catalog;

public sealed class CatalogDatabaseTests : CatalogFileTest
{
    [Fact]
    public void Transaction_DiskIsFull_SaysSoAndChangesNothing()
    {
        using var mount = new TemporaryMount(File("small"), "1m");
        using var catalog = CatalogDatabase.OpenForWriting(Path.Combine(File("small"), "catalog.db"));
        Fails(ErrorCode.StorageFull, () => catalog.Transaction(() => Fill(catalog, 5000)));
        Assert.Equal(0, catalog.Describe().Files);
        Assert.Empty(catalog.Check());
    }

    [Fact]
    public void Transaction_AnotherWrites_IsBusyAndReadersAreNot()
    {
        var catalog = Open();
        Fill(catalog, 3);
        var other = Open();
        other.Execute("BEGIN IMMEDIATE");
        Fails(ErrorCode.CatalogBusy, () => catalog.Transaction(() => { }));
        Fails(ErrorCode.CatalogBusy, () => catalog.Storages.MarkDirty(1));
        other.Execute("DELETE FROM file");
        using var reader = CatalogDatabase.OpenForReading(File());
        Assert.Equal(3, reader.Describe().Files);
        other.Execute("COMMIT");
        Assert.Equal(0, reader.Describe().Files);
    }

    [Fact]
    public async Task Read_WhileAnotherWrites_SeesWholeTransactions()
    {
        var catalog = Open();
        Fill(catalog, 1);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            using var reader = CatalogDatabase.OpenForReading(File());
            while (!stop.IsCancellationRequested)
                Assert.Equal(1, reader.Scalar<long>("SELECT count(*) % 10 FROM file"));
        }, TestContext.Current.CancellationToken)).ToArray();
        for (var i = 0; i < 30; i++)
            catalog.Transaction(() => Fill(catalog, 10, 1 + i * 10));
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(301, catalog.Describe().Files);
    }

    [Fact]
    public void Transaction_DuringALook_IsRefusedAndTheNextWorks()
    {
        var catalog = Open();
        Fill(catalog, 1);
        Assert.Throws<InvalidOperationException>(() => catalog.Look(() => catalog.Transaction(() => { })));
        Assert.Throws<InvalidOperationException>(() => catalog.Look(() => catalog.LargeTransaction(() => { })));
        catalog.Transaction(() => catalog.Look(() => catalog.Transaction(() => Fill(catalog, 1, 1))));
        Assert.Equal(2, catalog.Describe().Files);
    }

    [Fact]
    public void Transaction_WorkFails_IsRolledBackAndTheNextWorks()
    {
        var catalog = Open();
        Assert.Throws<InvalidOperationException>(() => catalog.Transaction(() =>
        {
            Fill(catalog, 3);
            throw new InvalidOperationException();
        }));
        Assert.Equal(0, catalog.Describe().Storages);
        Fill(catalog, 2);
        Assert.Equal(2, catalog.Describe().Files);
    }

    [Fact]
    public void Check_Healthy_FindsNothing()
    {
        var catalog = Open();
        Fill(catalog, 20);
        AssertWhole(catalog);
    }

    [Fact]
    public void Check_ReferenceLeadsNowhere_NamesIt()
    {
        Fill(Open(), 3);
        Sql(File(), "PRAGMA foreign_keys = OFF; DELETE FROM image;");
        using var catalog = CatalogDatabase.OpenForReading(File());
        Assert.Contains(catalog.Check(), problem => problem.Contains("of file refers to a row of image"));
    }

    [Fact]
    public void Check_PagesAreDamaged_FindsItOrRefusesTheFile()
    {
        using (var catalog = CatalogDatabase.OpenForWriting(File()))
        {
            Fill(catalog, 300);
            catalog.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        var healthy = System.IO.File.ReadAllBytes(File());
        var damaged = 0;
        for (var page = 0; page * 4096 < healthy.Length; page++)
        {
            var bytes = healthy.ToArray();
            for (var i = page == 0 ? 100 : 0; i < 4096; i++)
                bytes[page * 4096 + i] ^= 0xFF;
            System.IO.File.WriteAllBytes(File("damaged.db"), bytes);
            try
            {
                using var catalog = CatalogDatabase.OpenForReading(File("damaged.db"));
                damaged += catalog.Check().Count > 0 ? 1 : 0;
            }
            catch (ImaLinkException e)
            {
                Assert.Contains(e.Code, new[] { ErrorCode.CatalogCorrupt, ErrorCode.NotACatalog });
                damaged++;
            }
        }

        Assert.True(damaged > healthy.Length / 4096 / 2, $"{damaged} of {healthy.Length / 4096} were noticed");
    }

    [Fact]
    public void Check_Cancelled_Stops()
    {
        Fill(Open(), 300);
        using var catalog = CatalogDatabase.OpenForReading(File());
        Assert.ThrowsAny<OperationCanceledException>(() => catalog.Check(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Files_PutChangeDelete_LeaveNoOrphanAndTextFollows()
    {
        var catalog = Open();
        var (storage, session) = Fill(catalog, 0);
        var first = Samples.File("photos/a.jpg");
        first.Say("title", "Sunrise");
        var id = catalog.Files.Put(storage, session, first);
        catalog.Files.Put(storage, session, Samples.File("photos/copy.jpg"));
        Assert.Equal(1, Found("sunrise"));
        Assert.Equal(1, Found("copy"));
        catalog.Files.Delete(catalog.Files.ByPath(storage, "photos/copy.jpg")!.Id);
        Assert.Equal(0, Found("copy"));

        var changed = Samples.File("photos/a.jpg", '2');
        changed.Say("title", "Sunset");
        Assert.Equal(id, catalog.Files.Put(storage, session, changed));
        Assert.Equal((0, 1), (Found("sunrise"), Found("sunset")));
        AssertWhole(catalog);

        var other = Samples.File("photos/b.jpg", '2');
        other.Say("title", "Moonrise", 9);
        catalog.Files.Put(storage, session, other);
        Assert.Equal((0, 1), (Found("sunset"), Found("moonrise")));
        AssertWhole(catalog);

        catalog.Sessions.Delete(session);
        AssertWhole(catalog);
        Assert.Equal(0, Found("moonrise"));

        long Found(string word) => catalog.Scalar<long>("SELECT count(*) FROM photo_text WHERE photo_text MATCH @0", word);
    }
}
