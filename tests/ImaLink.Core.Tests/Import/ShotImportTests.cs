using ImaLink.Archive.Grouping;
using ImaLink.Index;

namespace ImaLink.Tests.Import;

/// <summary>Images of one shot become one photo when they are imported, and stay it.</summary>
public sealed class ShotImportTests : ImportTest
{
    private static readonly DateTime At = new(2024, 5, 6, 10, 11, 12);

    [Fact]
    public void Import_TwoImagesOfOneShot_AreOnePhotoInCatalogAndIndex()
    {
        Put("IMG_1.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Put("IMG_1-edit.jpg", TestPhotos.Jpeg(2, takenAt: At));
        Put("IMG_2.jpg", TestPhotos.Jpeg(3, takenAt: At));
        ImportSession session = Mine.Import(Source);

        Assert.Equal([1, 2], Counts());
        List<FileEntry> files = TestArchive.Index(session);
        Assert.Equal(["IMG_1-edit.jpg"], files.Where(file => file.Said is not null).Select(file => file.Filename));
        Guid photo = files.Single(file => file.Filename == "IMG_1.jpg").Image.PhotoUuid;
        Assert.Equal(
            [$"photo={{\"by\":\"same-name-and-time\",\"uuid\":\"{photo}\"}} 0", "role=\"edited\" 0"],
            files.Single(file => file.Said is not null).Said!.OrderBy(said => said.Field, StringComparer.Ordinal).Select(said => $"{said.Field}={said.Value} {said.Version}"));
    }

    [Fact]
    public void Import_OtherHalfLater_JoinsThePhotoThatIsThere()
    {
        Put("IMG_1-edit.jpg", TestPhotos.Jpeg(2, takenAt: At));
        Mine.Import(Source, options: request => request with { Layout = "all" });
        Put("IMG_1.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Mine.Import(Source, options: request => request with { Layout = "all" });
        Assert.Equal([2], Counts());
    }

    [Fact]
    public void Import_SameNameOfAnotherDay_StaysByItself()
    {
        Put("a/IMG_1.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Put("a/IMG_1-edit.jpg", TestPhotos.Jpeg(2, takenAt: At.AddDays(1)));
        Put("b/IMG_1-edit.jpg", TestPhotos.Jpeg(3, takenAt: At));
        ImportSession session = Mine.Import(Source);
        Assert.Equal([1, 1, 1], Counts());
        Assert.DoesNotContain(TestArchive.Index(session), file => file.Said is not null);
    }

    [Fact]
    public void Group_Repeated_SaysNothingMore()
    {
        Put("IMG_1.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Put("IMG_1-edit.jpg", TestPhotos.Jpeg(2, takenAt: At));
        Mine.Import(Source);
        Mine.Use<object?>(catalog =>
        {
            catalog.Shots.FindDue();
            Assert.Equal(0, catalog.Shots.CountDue()); // what is one photo is not looked at again
            catalog.Shots.Take(catalog.Query("SELECT id FROM image", row => row.GetInt64(0)).ToList());
            Assert.Empty(new ShotGrouping(catalog).Read().Decide());
            Assert.Equal(0, catalog.Scalar<long>("SELECT count(*) FROM session WHERE dirty = 1"));
            return null;
        });
    }

    /// <summary>How many images each photo has.</summary>
    private int[] Counts() => Mine.Use(catalog => catalog.Query("SELECT image_count FROM photo ORDER BY image_count", row => row.GetInt32(0)).ToArray());
}
