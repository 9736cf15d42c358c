using ImaLink.Catalog;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Recovery;

public sealed class CatalogOptimizationTests : StorageTest
{
    private CatalogDatabase Filled()
    {
        CatalogDatabase catalog = Open();
        Create(catalog);
        AddSession(catalog, "Italy", "photos/a.jpg", "photos/b.jpg");
        catalog.Execute("CREATE TABLE filler AS SELECT zeroblob(4000000) AS x");
        catalog.Execute("DROP TABLE filler");
        return catalog;
    }

    [Fact]
    public void Optimize_GivesSpaceBackAndKeepsEverything()
    {
        CatalogDatabase catalog = Filled();
        List<string> before = CatalogText.Of(catalog);
        List<string?> steps = [];
        CatalogOptimization result = catalog.Optimize(new OperationReporter { Progress = progress => steps.Add(progress.Item) }, default);
        Assert.Equal(catalog.Path, result.FullName);
        Assert.True(result.LengthBefore > 4_000_000, $"{result.LengthBefore}");
        Assert.True(result.LengthAfter < 1_000_000, $"{result.LengthAfter}");
        Assert.Equal(new FileInfo(catalog.Path).Length, result.LengthAfter);
        Assert.Equal(["search text", "statistics", "unused space", "write-ahead log"], steps);
        Assert.Equal(before, CatalogText.Of(catalog));
        AssertWhole(catalog);
    }

    [Fact]
    public void Optimize_WhileAnotherReads_DoesNotDisturbIt()
    {
        CatalogDatabase catalog = Filled();
        using CatalogDatabase reader = CatalogDatabase.OpenForReading(catalog.Path);
        reader.Rehearse();
        List<string> before = CatalogText.Of(reader);
        catalog.Optimize(OperationReporter.None, default);
        AddSession(catalog, "Later", "photos/c.jpg");
        Assert.Equal(before, CatalogText.Of(reader));
    }

    [Fact]
    public void Optimize_WhileAnotherWrites_IsBusy()
    {
        CatalogDatabase catalog = Filled();
        using CatalogDatabase writer = CatalogDatabase.OpenForWriting(catalog.Path);
        writer.Transaction(() => Assert.Equal(ErrorCode.CatalogBusy,
            Assert.Throws<ImaLinkException>(() => catalog.Optimize(OperationReporter.None, default)).Code));
        AssertWhole(catalog);
    }

    [Fact]
    public void Optimize_Stopped_ChangesNothing()
    {
        CatalogDatabase catalog = Filled();
        using var stop = new CancellationTokenSource();
        var reporter = new OperationReporter { Progress = progress => { if (progress.Item == "unused space") stop.Cancel(); } };
        Assert.ThrowsAny<OperationCanceledException>(() => catalog.Optimize(reporter, stop.Token));
        AssertWhole(catalog);
    }
}
