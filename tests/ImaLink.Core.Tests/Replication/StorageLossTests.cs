using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Photos;
using ImaLink.Replication;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Replication;

/// <summary>A disk is dead.</summary>
public sealed class StorageLossTests : ReplicaTest
{
    private StorageLossService Losses => new(Catalog, TimeSpan.Zero);

    private void Begin()
    {
        for (int i = 1; i <= 3; i++)
            Photo($"{i}.jpg", i);
        Adopt();
        Replicate();
        Photo("alone.jpg", 9);
        Adopt("Later");
        Photo("2.jpg", 2, tag: 3);
        Sync();
        Directory.Move(Storage.BasePath, Storage.BasePath + " dead");
    }

    [Fact]
    public void Tell_ListsWhatIsNowhereElseAndWhereTheRestLies()
    {
        Begin();
        var told = Losses.Tell(Storage.Uuid, isMeantAllTheSame: false);
        Assert.Equal(["Lost 2.jpg", "Lost alone.jpg"], Texts(told.Where(result => result.Verdict == ReplicaVerdict.Lost)).Order(StringComparer.Ordinal));
        Assert.Equal("An earlier version of it lies in 'B'.", told.Single(result => result.RelativePath == "photos/2.jpg").Detail);
        ReplicaResult rest = told.Single(result => result.Verdict == ReplicaVerdict.Held);
        Assert.Equal(("B", B.FullName, "2 files of 'A' lie here."), (rest.Storage, rest.FullName, rest.Detail));
        Assert.EndsWith("Sync-ImaReplica -Storage 'B' -Destination 'Second copy'", rest.Remedy, StringComparison.Ordinal);

        new StorageService(Catalog, TimeSpan.Zero).Set(NewStorage("C").Uuid, null, null, null, null, "disk C");
        Assert.Equal("Sync-ImaReplica -Storage 'B' -Destination 'C'", Losses.Tell(Storage.Uuid, false)[^1].Remedy);
    }

    [Fact]
    public void Drop_WhatWasSaidOfPhotosThatAreNowhereElse_ComesBackWithThem()
    {
        Photo("1.jpg", 1);
        Adopt();
        byte[] bytes = File.ReadAllBytes(Full("1.jpg"));
        var words = new PhotoStatements(Catalog, TimeSpan.Zero);
        words.Say([(new PhotoLocator(Catalog).ByFile(RowIn("1.jpg", Storage).Id)!.Value, new Dictionary<string, string?> { ["title"] = "\"The lake\"" })]);
        Assert.Empty(words.Write());
        Assert.Equal(0, Catalog.Describe().Dirty);
        Directory.Move(Storage.BasePath, Storage.BasePath + " dead");
        Losses.Drop(Storage.Uuid);
        Assert.Equal((0L, 1L), (Catalog.Describe().Files, Catalog.Describe().Waiting));

        WriteFile("found on a card.jpg", bytes, B);
        Adopt("Again", B);
        Assert.Contains("The lake", File.ReadAllText(Directory.GetFiles(Path.Combine(B.FullName, "imports"), "session_*.json").Single()), StringComparison.Ordinal);
        Consistency.AssertConsistent(Catalog, B);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Drop_AlbumsOfPhotosThatAreNowhereElse_AreToldAndComeBackWithThem(bool isAnotherLeft)
    {
        for (int i = 1; i <= 3; i++)
            Photo($"{i}.jpg", i);
        Adopt();
        byte[] bytes = File.ReadAllBytes(Full("2.jpg"));
        var albums = new AlbumService(Catalog, TimeSpan.Zero);
        Album italy = albums.Create("Italy", new AlbumEdit());
        albums.AddPhotos(italy.Uuid, [.. new[] { "1.jpg", "2.jpg" }.Select(path => new PhotoLocator(Catalog).ByFile(RowIn(path, Storage).Id)!.Value)], new AlbumPlace());
        Assert.Empty(albums.Write());
        Directory.Move(Storage.BasePath, Storage.BasePath + " dead");
        if (!isAnotherLeft)
            new StorageService(Catalog, TimeSpan.Zero).Remove(B.Uuid, true, default);
        ReplicaResult told = Assert.Single(Losses.Tell(Storage.Uuid, false), result => result.Verdict == ReplicaVerdict.Album);
        Assert.Contains("2 of the 2 photos of the album 'Italy' are lost.", told.Detail, StringComparison.Ordinal);
        Losses.Drop(Storage.Uuid);

        FileStorage other = isAnotherLeft ? B : NewStorage("C");
        WriteFile("found on a card.jpg", bytes, other);
        Adopt("Again", other);
        Album back = albums.Describe(italy.Uuid);
        Assert.Equal(("Italy", 1L, 1L), (back.Title, back.Count, back.Unknown));
        Assert.Contains("Italy", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(other.FullName, "albums"), "*.json"))), StringComparison.Ordinal);
        Consistency.AssertConsistent(Catalog, other);
    }

    [Fact]
    public void Drop_TheOnlyOtherStorageIsDisabled_TakesTheAlbumsWhenItIsEnabled()
    {
        var storages = new StorageService(Catalog, TimeSpan.Zero);
        Photo("1.jpg", 1);
        Adopt();
        storages.Set(B.Uuid, null, null, null, isActive: false);
        var albums = new AlbumService(Catalog, TimeSpan.Zero);
        Album italy = albums.Create("Italy", new AlbumEdit());
        albums.AddPhotos(italy.Uuid, [new PhotoLocator(Catalog).ByFile(RowIn("1.jpg", Storage).Id)!.Value], new AlbumPlace());
        Directory.Move(Storage.BasePath, Storage.BasePath + " dead");
        Losses.Drop(Storage.Uuid);
        storages.Set(B.Uuid, null, null, null, isActive: true);
        Assert.Contains("Italy", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(B.FullName, "albums"), "*.json"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Drop_ThenReplicateTheRest_MakesSecondCopiesAgain()
    {
        Begin();
        Losses.Drop(Storage.Uuid);
        FileStorage c = NewStorage("C");
        new StorageService(Catalog, TimeSpan.Zero).Set(c.Uuid, null, null, null, null, "disk C");
        new ReplicaService(Catalog, TimeSpan.Zero).Sync(B.Uuid, c.Uuid, false, _ => { }, Reporter, default);
        Assert.Equal(Photos(B), Photos(c));
    }

    [Fact]
    public void Tell_OfOneThatIsThere_IsRefused()
    {
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Losses.Tell(Storage.Uuid, isMeantAllTheSame: false)).Code);
        Assert.Empty(Losses.Tell(Storage.Uuid, isMeantAllTheSame: true));
    }
}
