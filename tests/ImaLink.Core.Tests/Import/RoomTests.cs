using ImaLink.Archive;
using ImaLink.Import;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Import;

/// <summary>Of several storages the first that has room takes an import.</summary>
public sealed class RoomTests : ReconcileTest
{
    [Fact]
    public void FirstWithRoom_FirstIsFull_TakesTheNextAndSaysSo()
    {
        using var disk = new SmallDisk(Path.Combine(Folder, "small"), 8_000);
        FileStorage small = new StorageService(Catalog, TimeSpan.Zero).Create("Small", disk.Path, null);
        string card = Directory.CreateDirectory(Path.Combine(Folder, "card")).FullName;
        File.WriteAllBytes(Path.Combine(card, "1.jpg"), [.. Jpeg(1), .. new byte[1_000_000]]);
        var request = new ImportRequest { Paths = [card], Title = "Card", NoPreview = true };
        var news = new List<string>();
        FileStorage Chosen() => new ImportService(Catalog, TimeSpan.Zero).FirstWithRoom([new StorageService(Catalog, TimeSpan.Zero).Get(Selector.ByUuid(small.Uuid)), Storage], request,
            new OperationReporter { News = news.Add }, default);
        Assert.Equal("Small", Chosen().Name);
        Assert.Empty(news);
        disk.Fill(but: 1_500_000);
        Assert.Equal("A", Chosen().Name);
        Assert.Equal(["'A' takes 'Card': 'Small' has no room."], news);

        // What it holds already needs no room.
        disk.MakeRoom();
        new ImportService(Catalog, TimeSpan.Zero).Import(Selector.ByUuid(small.Uuid), request, Reporter, default);
        disk.Fill(but: 1_500_000);
        Assert.Equal("Small", Chosen().Name);
    }
}
