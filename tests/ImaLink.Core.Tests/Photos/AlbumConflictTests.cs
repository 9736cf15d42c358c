using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Photos;
using ImaLink.Reconcile;

namespace ImaLink.Tests.Photos;

/// <summary>Catalogs that change one album without knowing of each other: what gives way is told, once.</summary>
public sealed class AlbumConflictTests : AlbumTest
{
    private readonly CatalogDatabase[] _catalogs;
    private readonly Album _album;

    public AlbumConflictTests()
    {
        CatalogDatabase first = Make("one");
        AddSession(first, "Rome", "photos/0.jpg", "photos/1.jpg", "photos/2.jpg");
        Storages(first).Create("two", Directory.CreateDirectory(Path.Combine(Folder, "two")).FullName, null);
        _album = Make(first, "Lake", "photos/0.jpg");
        _catalogs = [first, Open("second"), Open("third")];
        foreach (CatalogDatabase other in _catalogs.Skip(1))
            Restore(other, [.. first.Storages.All().Select(row => row.Root)]);
    }

    private CatalogDatabase Here => _catalogs[0];

    private CatalogDatabase There => _catalogs[1];

    private void Set(CatalogDatabase catalog, string? title = null, string? description = null) =>
        Service(catalog).Set(_album.Uuid, new AlbumEdit { Title = title, Description = description });

    private static void Visit(CatalogDatabase catalog, string storage = "one")
    {
        using var writer = StorageWriter.Open(catalog, catalog.Storages.All().Single(row => row.Name == storage), new DurableFiles(), Patience, default);
        writer.WriteIndexes();
    }

    /// <summary>The conflicts that a Sync tells; the files hold no images, and it says so.</summary>
    private static List<Finding> Sync(CatalogDatabase catalog, string storage = "one")
    {
        var findings = new List<Finding>();
        new ReconcileService(catalog, Patience, new ImportService(catalog, Patience)).Sync(catalog.Storages.All().Single(row => row.Name == storage).Uuid, new SyncRequest(), findings.Add, OperationReporter.None, default);
        return findings.FindAll(finding => finding.Verdict == FindingVerdict.MetadataConflict);
    }

    private void Settle()
    {
        for (int round = 0; round < 2; round++)
            foreach (CatalogDatabase catalog in _catalogs)
                foreach (string storage in new[] { "one", "two" })
                    Visit(catalog, storage);
        Assert.All(_catalogs, catalog => Assert.Equal(AlbumsOf(Here), AlbumsOf(catalog)));
        Assert.All(_catalogs, catalog => Assert.Equal(0, catalog.Scalar<long>("SELECT count(*) FROM album_field WHERE changed > 0") + catalog.Scalar<long>("SELECT count(*) FROM album WHERE members_changed > 0")));
    }

    private long Noted() => _catalogs.Sum(catalog => catalog.Scalar<long>("SELECT count(*) FROM album_conflict"));

    [Fact]
    public void Sync_OneFieldInBoth_TellsBothValuesOnce()
    {
        Set(There, "Sea", "by train");
        Visit(There);
        Set(Here, "Pond", "by train");
        Finding finding = Assert.Single(Sync(Here));
        bool isThereKept = string.CompareOrdinal(There.Uuid.ToString(), Here.Uuid.ToString()) > 0;
        Assert.Equal((FindingVerdict.MetadataConflict, $"albums/{_album.Uuid}.json", "one", null), (finding.Verdict, finding.RelativePath, finding.Storage, finding.Session));
        Assert.Equal($"Album '{(isThereKept ? "Sea" : "Pond")}'. Edited here and by another catalog; what was edited {(isThereKept ? "there" : "here")} is kept. title here 'Pond', there 'Sea'.", finding.Detail);
        Assert.Empty(Sync(Here));
        Settle();
        foreach (CatalogDatabase catalog in _catalogs)
            Assert.Empty(Sync(catalog).Concat(Sync(catalog, "two")));
    }

    [Fact]
    public void Sync_ThreeCatalogs_EveryValueThatGivesWayIsToldOnce()
    {
        for (int i = 0; i < 3; i++)
            Set(_catalogs[i], $"title {i}");
        var told = new List<Finding>();
        for (int round = 0; round < 3; round++)
            foreach (CatalogDatabase catalog in _catalogs)
                told.AddRange(Sync(catalog));
        Assert.Equal(2, told.Count);
        string kept = Get(Here, _album.Uuid.ToString()).Title;
        foreach (string title in new[] { "title 0", "title 1", "title 2" }.Where(title => title != kept))
            Assert.Contains(told, finding => finding.Detail!.Contains($"'{title}'", StringComparison.Ordinal));
    }

    [Fact]
    public void Merge_OtherFieldsOrTheSameValue_IsNoConflict()
    {
        Set(There, "Sea");
        Visit(There);
        Set(Here, "Sea", "by boat");
        Service(Here).AddPhotos(_album.Uuid, Photos(Here, "photos/1.jpg"), new AlbumPlace());
        Settle();
        Assert.Equal(0, Noted());
        Assert.Equal(("Sea", "by boat", 2L), (Get(Here, "Sea").Title, Get(Here, "Sea").Description, Get(Here, "Sea").Count));
    }

    [Fact]
    public void Merge_WhoKnewOfTheEdit_IsNoConflict()
    {
        // The other storage still lacks what is said here, whatever else comes meanwhile.
        string two = Here.Storages.All().Single(row => row.Name == "two").Root;
        Directory.Move(two, two + "_away");
        Set(Here, "Pond");
        Visit(Here);
        Visit(There);
        Set(There, "Sea");
        Visit(There);
        Set(Here, description: "not written yet");
        Visit(Here);
        Directory.Move(two + "_away", two);
        Settle();
        Assert.Equal(("Sea", 0L), (Get(Here, _album.Uuid.ToString()).Title, Noted()));
    }

    [Fact]
    public void Merge_OwnWordsComeBackFromOneStorage_WhatAnotherSaidInTheOtherIsStillTold()
    {
        Set(Here, "Pond");
        Visit(Here); // the other storage still lacks it
        Set(There, "Sea");
        Visit(There, "two");
        Visit(_catalogs[2]);
        Set(_catalogs[2], description: "by boat");
        Visit(_catalogs[2]);
        Visit(Here); // where nothing but its own words meets it
        Visit(Here, "two");
        Assert.Equal(1, Noted());
    }

    [Fact]
    public void Merge_EachMetTheOtherInAnotherStorage_IsNotedOnceByEach()
    {
        Set(Here, "Pond");
        Visit(Here, "one");
        Set(There, "Sea");
        Visit(There, "two");
        Visit(Here, "two");
        Assert.Equal(1, Noted());
        Visit(There, "one");
        Assert.Equal(2, Noted());
        Settle();
        Assert.Equal(2, Noted());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sync_RemovedThereWhileChangedHere_IsTold(bool onlyMembers)
    {
        Service(There).Remove(_album.Uuid, withAlbums: false);
        Visit(There);
        if (onlyMembers)
            Service(Here).AddPhotos(_album.Uuid, Photos(Here, "photos/1.jpg"), new AlbumPlace());
        else
            Set(Here, "Pond");
        Finding finding = Assert.Single(Sync(Here));
        Assert.Contains("removed here none, there yes", finding.Detail, StringComparison.Ordinal);
        Assert.Empty(Sync(Here));
        Settle();
        Assert.Empty(new AlbumFinder(Here).Find(null));
        Assert.Equal(0, Noted());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sync_RemovedHereWhileChangedThere_IsTold(bool onlyMembers)
    {
        if (onlyMembers)
            Service(There).AddPhotos(_album.Uuid, Photos(There, "photos/1.jpg"), new AlbumPlace());
        else
            Set(There, "Sea");
        Visit(There);
        Service(Here).Remove(_album.Uuid, withAlbums: false);
        Finding finding = Assert.Single(Sync(Here));
        Assert.Contains("what was edited here is kept. removed here yes, there none", finding.Detail, StringComparison.Ordinal);
        Assert.Empty(Sync(Here));
        Settle();
        Assert.Equal(0, Noted());
    }

    [Fact]
    public void Sync_RemovedHereAndUnchangedThere_TellsNothing()
    {
        Set(There, "Sea");
        Visit(There);
        Visit(Here);
        Service(Here).Remove(_album.Uuid, withAlbums: false);
        Assert.Empty(Sync(Here).Concat(Sync(There)));
        Settle();
        Assert.Equal(0, Noted());
    }

    [Fact]
    public void Sync_PutIntoDifferentAlbums_NamesThem()
    {
        Album travel = Make(Here, "Travel"), home = Make(Here, "Home");
        Settle();
        Service(There).Set(_album.Uuid, new AlbumEdit { Parent = Selector.ByUuid(travel.Uuid) });
        Visit(There);
        Service(Here).Set(_album.Uuid, new AlbumEdit { Parent = Selector.ByUuid(home.Uuid) });
        Assert.Contains("parent here 'Home', there 'Travel'", Assert.Single(Sync(Here)).Detail, StringComparison.Ordinal);
    }
}
