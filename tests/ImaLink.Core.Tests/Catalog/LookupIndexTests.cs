using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Tests.Catalog;

/// <summary>The indexes that a catalog has for finding: those of the version that writes it.</summary>
public sealed class LookupIndexTests : StorageTest
{
    [Fact]
    public void OpenForWriting_IndexesOfAnEarlierVersion_AreReplaced()
    {
        CatalogDatabase catalog = Open();
        List<string> wanted = Indexes(catalog);
        catalog.Execute("DROP INDEX photo_time");
        catalog.Execute("CREATE INDEX photo_month ON photo (substr(taken, 6, 2))");

        Assert.Equal(wanted, Indexes(Open()));
    }

    [Fact]
    public void OpenForWriting_OneIndexTooMany_IsRemoved()
    {
        CatalogDatabase catalog = Open();
        List<string> wanted = Indexes(catalog);
        catalog.Execute("CREATE INDEX photo_iso ON photo (iso)");

        Assert.Equal(wanted, Indexes(Open()));
    }

    [Fact]
    public void Photos_OfAnAlbum_AreFoundByItsTitleAloneWhenItChanges()
    {
        CatalogDatabase catalog = Open();
        Create(catalog);
        AddSession(catalog, "Journey", "photos/2024/a.jpg", "photos/2024/b.jpg");
        long photo = catalog.Scalar<long>("SELECT photo.id FROM photo JOIN file ON file.id = photo.file_id WHERE file.path LIKE '%a.jpg'");
        (ImageKey image, Guid uuid) = catalog.AlbumMembers.ImageOf(photo)!.Value;
        AlbumRow album = catalog.Albums.Of(Guid.NewGuid());
        catalog.Albums.Say(album, new Dictionary<string, string?> { ["title"] = "\"Lofoten\"" });
        catalog.AlbumMembers.Say(album.Id, new AlbumMember(image, "a0", uuid, null, 1, catalog.Uuid));
        Assert.Equal([photo], Found("lofoten"));
        Assert.Equal([photo], Found("names : a"));

        catalog.Albums.Say(catalog.Albums.Get(album.Id), new Dictionary<string, string?> { ["title"] = "\"Svolvær\"" });
        Assert.Empty(Found("lofoten"));
        Assert.Equal([photo], Found("svolvær"));
        Assert.Equal(2, Found("journey").Count);

        List<long> Found(string text) => catalog.Query("SELECT rowid FROM photo_text WHERE photo_text MATCH @0", row => row.GetInt64(0), text).ToList();
    }

    private static List<string> Indexes(CatalogDatabase catalog) =>
        catalog.Query("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name", row => row.GetString(0)).ToList();
}
