using ImaLink.SamplePhotos;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Reconcile;

/// <summary>A folder that gets another name changes where photos lie and by what they are found, and nothing else: of very many that takes no longer than it must.</summary>
public sealed class RenamedFolderTests : ReconcileTest
{
    private static readonly DateTime At = new(2024, 5, 6, 10, 11, 12);

    [Fact]
    public void Sync_FolderRenamed_WritesOfItsPhotosTheFullTextAlone()
    {
        Shot("in/IMG_1.jpg", 1);
        Shot("in/IMG_2.jpg", 2, day: 1);
        Adopt();
        Catalog.Execute("CREATE TEMP TABLE written (id INTEGER)");
        Catalog.ExecuteScript("CREATE TEMP TRIGGER photo_written AFTER UPDATE ON main.photo BEGIN INSERT INTO written VALUES (new.id); END;");
        Move("in", "Sardinia");
        Sync();
        Assert.Equal(0, Catalog.Scalar<long>("SELECT count(*) FROM temp.written"));
        Assert.Equal((2, 0), (Found("names: sardinia"), Found("names: in")));
        CatalogTest.AssertWhole(Catalog);
    }

    [Fact]
    public void Sync_FolderRenamed_KeepsItsGroups()
    {
        Shot("in/IMG_1.jpg", 1);
        Shot("in/IMG_1-edit.jpg", 2);
        Adopt();
        Assert.Equal([2], Counts());
        Move("in", "out");
        Sync();
        Assert.Equal([2], Counts());
        CatalogTest.AssertWhole(Catalog);
    }

    [Fact]
    public void Sync_HalfOfAShotMovedBesideTheOther_IsOnePhotoWithIt()
    {
        Shot("a/IMG_1.jpg", 1);
        Shot("b/IMG_1-edit.jpg", 2);
        Shot("b/IMG_3.jpg", 3, day: 1);
        Adopt();
        Assert.Equal([1, 1, 1], Counts());
        Move("b/IMG_1-edit.jpg", "a/IMG_1-edit.jpg");
        Sync();
        Assert.Equal([1, 2], Counts());
        CatalogTest.AssertWhole(Catalog);
    }

    [Fact]
    public void Sync_TwoFoldersMovedIntoOne_AreGrouped()
    {
        Shot("a/IMG_1.jpg", 1);
        Shot("b/IMG_1-edit.jpg", 2);
        Adopt();
        Move("a/IMG_1.jpg", "c/IMG_1.jpg");
        Move("b/IMG_1-edit.jpg", "c/IMG_1-edit.jpg");
        Sync();
        Assert.Equal([2], Counts());
    }

    [Fact]
    public void Sync_FolderOfACopyRenamed_ShowsTheFileThatIsFirstNow()
    {
        Shot("a/IMG_1.jpg", 1);
        Adopt();
        Copy("a/IMG_1.jpg", "b/IMG_1.jpg");
        Adopt("T");
        Shot("c/IMG_1.jpg", 1, isOtherCamera: true);
        Adopt("U");
        Move("a", "z");
        Sync();
        CatalogTest.AssertWhole(Catalog);
    }

    private void Shot(string path, int number, int day = 0, bool isOtherCamera = false) =>
        WriteFile(path, new Exif { Make = "Canon", Model = isOtherCamera ? "EOS R" : "EOS", TakenAt = At.AddDays(day) }.InsertInto(TinyJpeg.Encode((uint)number)));

    private long Found(string words) => Catalog.Scalar<long>("SELECT count(*) FROM photo_text WHERE photo_text MATCH @0", words);

    /// <summary>How many images each photo has.</summary>
    private int[] Counts() => [.. Catalog.Query("SELECT image_count FROM photo ORDER BY image_count", row => row.GetInt32(0))];
}
