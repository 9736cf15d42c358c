using System.Globalization;
using ImaLink.Import;

namespace ImaLink.Tests.Import;

/// <summary>Sidecars go where their photos go.</summary>
public sealed class SidecarVerdictTests : ImportTest
{
    [Fact]
    public void Import_Sidecars_TravelWithTheirPhotos()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", TestPhotos.Xmp("stem"));
        Put("b.jpg", TestPhotos.Jpeg(2));
        Put("b.jpg.xmp", TestPhotos.Xmp("whole name"));
        Put("c.xmp", TestPhotos.Xmp("orphan"));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported", "a.xmp: Companion", "b.jpg: Imported", "b.jpg.xmp: Companion", "c.xmp: Companion"], Verdicts(session));
        Assert.Equal(["2024/Italy/a.jpg", "2024/Italy/a.xmp", "2024/Italy/b.jpg", "2024/Italy/b.jpg.xmp", string.Create(CultureInfo.InvariantCulture, $"{session.ImportedAt.ToUniversalTime():yyyy}/Italy/c.xmp")], Mine.Photos());
        Assert.Equal(["photos/2024/Italy/a.xmp", "photos/2024/Italy/b.jpg.xmp"],
            TestArchive.Index(session).SelectMany(entry => entry.Companions ?? []).Select(companion => companion.Path).Order());
        Assert.NotNull(Mine.Items(session)[4].Detail);
    }

    [Fact]
    public void Import_RawAndJpegWithOneSidecar_SidecarBelongsToTheRaw()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.nef", TestPhotos.Jpeg(2));
        Put("a.xmp", TestPhotos.Xmp("raw"));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported", "a.nef: Imported", "a.xmp: Companion"], Verdicts(session));
        Assert.Equal("a.nef", Assert.Single(TestArchive.Index(session), entry => entry.Companions is not null).Filename);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_SidecarOfADuplicate_GoesToTheHolderUnlessItHasIt(bool inTwoSessions)
    {
        Put("1/a.jpg", TestPhotos.Jpeg(1));
        Put("1/a.xmp", TestPhotos.Xmp("same"));
        if (inTwoSessions)
            Mine.Import(Source, "First");
        Put("2/a.jpg", TestPhotos.Jpeg(1));
        Put("2/a.xmp", TestPhotos.Xmp("same"));
        Put("3/a.jpg", TestPhotos.Jpeg(1));
        Put("3/a.xmp", TestPhotos.Xmp("other"));
        var session = Mine.Import(Source);
        Assert.Equal(
            inTwoSessions
                ? ["a.jpg: Duplicate", "a.xmp: Duplicate", "a.jpg: Duplicate", "a.xmp: Duplicate", "a.jpg: Duplicate", "a.xmp: Companion"]
                : ["a.jpg: Imported", "a.xmp: Companion", "a.jpg: Duplicate", "a.xmp: Duplicate", "a.jpg: Duplicate", "a.xmp: Companion"],
            Verdicts(session));
        string title = inTwoSessions ? "First" : "Italy";
        Assert.Equal([$"2024/{title}/1/a.jpg", $"2024/{title}/1/a.xmp", $"2024/{title}/1/a_1.xmp"], Mine.Photos());
        Assert.Equal(2, Mine.Use(db => db.Files.Companions(db.Files.ByPath(1, $"photos/2024/{title}/1/a.jpg")!.Id).Count));
    }

    [Fact]
    public void Import_SidecarOfADuplicateGoneFromDisk_IsCopiedAgain()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", TestPhotos.Xmp("a"));
        Mine.Import(Source, "First");
        File.Delete(Mine.Photo("2024/First/a.xmp"));
        Assert.Equal(["a.jpg: Duplicate", "a.xmp: Companion"], Verdicts(Mine.Import(Source)));
        Assert.Equal(["a.jpg: Duplicate", "a.xmp: Duplicate"], Verdicts(Mine.Import(Source)));
    }

    [Fact]
    public void Import_SidecarsGivenOneByOne_TravelWithTheirPhotos()
    {
        string photo = Put("a.jpg", TestPhotos.Jpeg(1)), sidecar = Put("a.xmp", TestPhotos.Xmp("given"));
        var session = Mine.Import(new ImportRequest { Paths = [sidecar, photo], Title = "Italy", NoPreview = true });
        Assert.Equal(["a.jpg: Imported", "a.xmp: Companion"], Verdicts(session));
    }
}
