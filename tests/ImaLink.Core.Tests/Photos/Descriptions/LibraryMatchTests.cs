using ImaLink.Import;
using ImaLink.Photos.Descriptions;
using ImaLink.Reconcile;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Photos.Descriptions;

/// <summary>A photo of another program is found where something speaks for it, and never guessed.</summary>
public sealed class LibraryMatchTests : DescriptionTest
{
    [Fact]
    public void Find_WhereItLies_IsByPath()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source, options: request => request with { Layout = "renamed" });
        string inside = Mine.Photos().Single();
        MakeLightroom("UPDATE Adobe_images SET rating = 1;", Mine.Layout.Photos, inside);

        Assert.Equal([$"{Path.GetFileName(inside)}: Taken by path, time"], Photos(Take(Lightroom)));
    }

    [Fact]
    public void Find_AfterItsStorageWasRearranged_IsByTheImportPath()
    {
        Fill("a.jpg");
        Directory.CreateDirectory(Mine.Photo("elsewhere"));
        File.Move(Mine.Photo(Mine.Photos().Single()), Mine.Photo("elsewhere/other name.jpg"));
        Mine.Use<object?>(db =>
        {
            new ReconcileService(db, TimeSpan.FromSeconds(2), new ImportService(db, TimeSpan.FromSeconds(2))).Sync(Mine.Storage.Uuid, new SyncRequest(), _ => { }, Mine.Reporter, default);
            return null;
        });
        MakeLightroom("UPDATE Adobe_images SET rating = 1;", null, "a.jpg");

        DescriptionResult found = Take(Lightroom)[0];

        Assert.Equal(("Taken", "import path, time"), (found.Verdict, found.Evidence));
        Assert.EndsWith("other name.jpg", found.FullName!, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_OnAnotherDisk_IsByNameAndTime()
    {
        Fill("a.jpg", "b.jpg");
        MakeLightroom("UPDATE Adobe_images SET rating = 1;", "D:/Photos", "a.jpg", "b.jpg");

        Assert.Equal(["a.jpg: Taken by name, time", "b.jpg: Taken by name, time"], Photos(Take(Lightroom)));
    }

    [Fact]
    public void Find_OfAPathOfWindows_IsByPath()
    {
        Fill("a.jpg");
        Mine.Use(db => db.Execute("UPDATE file SET original_path = 'D:\\Photos\\a.jpg'"));
        MakeLightroom("UPDATE Adobe_images SET rating = 1, captureTime = NULL, originalCaptureTime = NULL;", "D:/Photos", "a.jpg");

        Assert.Equal(["a.jpg: Taken by import path"], Photos(Take(Lightroom)));
    }

    [Fact]
    public void Find_NameAlone_IsNoEvidence()
    {
        Fill("a.jpg");
        MakeLightroom("UPDATE Adobe_images SET rating = 1, captureTime = NULL, originalCaptureTime = NULL;", "/elsewhere", "a.jpg");

        DescriptionResult found = Take(Lightroom)[0];

        Assert.Equal(("Unmatched", "Photos came with that name, but neither path nor time and size are the same."), (found.Verdict, found.Detail));
        Assert.Empty(Said("a.jpg"));
    }

    [Fact]
    public void Find_NoSuchName_IsUnmatched()
    {
        Fill("a.jpg");
        MakeLightroom("", null, "z.jpg");

        Assert.Equal(("Unmatched", "No photo came with that name.", null), (Take(Lightroom)[0].Verdict, Take(Lightroom)[0].Detail, Take(Lightroom)[0].FullName));
    }

    [Fact]
    public void Find_SeveralThatFit_IsAmbiguousAndNothingIsSaid()
    {
        var moment = new DateTime(2024, 6, 14, 9, 1, 0);
        Put("one/a.jpg", TestPhotos.Jpeg(1, takenAt: moment));
        Put("two/a.jpg", TestPhotos.Jpeg(2, takenAt: moment));
        Mine.Import(Source);
        MakeLightroom("UPDATE Adobe_images SET rating = 1;", "/elsewhere/three", "a.jpg");

        DescriptionResult found = Take(Lightroom)[0];

        Assert.Equal(("Ambiguous", false, 2, null), (found.Verdict, found.Ok, found.Candidates.Length, found.FullName));
        Assert.All(found.Candidates, path => Assert.True(File.Exists(path)));
        Assert.Empty(Said("one/a.jpg").Concat(Said("two/a.jpg")));
    }

    [Fact]
    public void Find_SeveralThatFit_IsTheOneWhoseFoldersAreTheSame()
    {
        var moment = new DateTime(2024, 6, 14, 9, 1, 0);
        Put("2024/Rome/a.jpg", TestPhotos.Jpeg(1, takenAt: moment));
        Put("2024/web/a.jpg", TestPhotos.Jpeg(2, takenAt: moment));
        Mine.Import(Source);
        MakeLightroom("UPDATE Adobe_images SET rating = 1;", "/elsewhere", "2024/Rome/a.jpg");

        Take(Lightroom);

        Assert.Equal(("1", ""), (Value("2024/Rome/a.jpg", "rating"), Value("2024/web/a.jpg", "rating")));
    }

    /// <summary>A card's first photo has the same path each time.</summary>
    [Fact]
    public void Find_PathThatWasUsedTwice_IsTheOneOfThatTime()
    {
        Put("a.jpg", TestPhotos.Jpeg(5));
        Mine.Import(Source, "First");
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source, "Second");
        MakeLightroom("UPDATE Adobe_images SET rating = 1;", null, "a.jpg");

        DescriptionResult found = Take(Lightroom)[0];

        Assert.Equal(("Taken", "import path, time"), (found.Verdict, found.Evidence));
        Assert.Equal("", Value("a.jpg", "rating")); // of the first session
    }

    [Fact]
    public void Find_PathWithAnotherTimeAndSize_IsAmbiguous()
    {
        Put("a.jpg", TestPhotos.Jpeg(5));
        Mine.Import(Source);
        MakeDigikam("UPDATE Images SET fileSize = 12345; UPDATE ImageInformation SET rating = 3;", null, "a.jpg");

        DescriptionResult found = Take(Digikam)[0];

        Assert.Equal(("Ambiguous", "What was imported from there, or lies there, has another time and another size."), (found.Verdict, found.Detail));
        Assert.Single(found.Candidates);
        Assert.Empty(Said("a.jpg"));
    }

    [Fact]
    public void Find_DuplicateThatWasNotCopied_IsByItsImportPath()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("copies/another name.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        MakeLightroom("UPDATE Adobe_images SET rating = 1;", null, "copies/another name.jpg");

        Assert.Equal(["another name.jpg: Taken by import path, time"], Photos(Take(Lightroom)));
        Assert.Equal("1", Value("a.jpg", "rating"));
    }

    [Fact]
    public void Find_NameThatLightroomGave_IsByTheFormerName()
    {
        Fill("IMG_0001.jpg");
        MakeLightroom("UPDATE Adobe_images SET rating = 1; UPDATE AgLibraryFile SET baseName = '2024-06-14-001';", "/elsewhere", "IMG_0001.jpg");

        Assert.Equal(["2024-06-14-001.jpg: Taken by name, time"], Photos(Take(Lightroom)));
    }

    [Theory]
    [Trait("Category", "Culture")]
    [InlineData("F\u00fc\u00dfe.jpg", "Fu\u0308\u00dfe.jpg")]
    [InlineData("a.JPG", "a.jpg")]
    public void Find_NameInAnotherSpelling_IsFound(string there, string here)
    {
        Put(here, TestPhotos.Jpeg(1));
        Mine.Import(Source);
        MakeLightroom("UPDATE Adobe_images SET rating = 1;", "/elsewhere", there);

        Assert.Equal("Taken", Take(Lightroom)[0].Verdict);
    }

    [Theory]
    [Trait("Category", "Culture")]
    [InlineData("2024-06-14T09:01:00.73", "2024-06-14T09:01:00", true)]
    [InlineData("2024-06-14T09:01:00+02:00", "2024-06-14T09:01:00", true)]
    [InlineData("2024-06-14T09:01:01", "2024-06-14T09:01:00", false)]
    [InlineData("2024-06-14T09:01", "2024-06-14T09:01:59", true)]
    [InlineData("2024-06-14", "2024-06-14T09:01:59", null)]
    [InlineData("2024-06-15", "2024-06-14T09:01:59", false)]
    [InlineData("2024", "2023-06-14T09:01:59", false)]
    public void IsSame_AsFarAsBothAreKnown(string one, string other, bool? expected) =>
        Assert.Equal(expected, LibraryCandidate.IsSame(CaptureTime.Parse(one, null)!, CaptureTime.Parse(other, null)!));

    [Theory]
    [Trait("Category", "Culture")]
    [InlineData("2024-06-14T11:01:00", true)]
    [InlineData("2024-06-14T14:46:00", true)]
    [InlineData("2024-06-14T11:02:00", false)]
    [InlineData("2024-06-16T09:01:00", false)]
    public void IsSame_OfAFilm_IsInAnyZone(string local, bool expected) =>
        Assert.Equal(expected, LibraryCandidate.IsSame(CaptureTime.Parse(local, null)!, CaptureTime.Parse("2024-06-14T09:01:00Z", "QuickTime:CreateDate")!));
}
