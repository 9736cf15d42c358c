using ImaLink.Index;

namespace ImaLink.Tests.Import;

/// <summary>Source files that are not whole: they are imported as they are, and told.</summary>
public sealed class EarlyEndTests : ImportTest
{
    [Fact]
    public void Import_CutSource_IsImportedAndTold()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(2)[..^100]);
        byte[] zeros = TestPhotos.Jpeg(3);
        Put("c.jpg", [.. zeros[..^60], .. new byte[1000]]);
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported", "b.jpg: Imported", "c.jpg: Imported"], Verdicts(session));
        var items = Mine.Items(session);
        Assert.Equal([false, true, true], items.ConvertAll(item => item.EndsEarly));
        Assert.Null(items[0].Detail);
        Assert.Equal("The image ends early: its picture has no end mark.", items[1].Detail);
        Assert.Equal("The image ends early: its picture has no end mark, and its last 1,000 bytes are zeros.", items[2].Detail);
        Assert.Equal(2, session.EndingEarly);
        Assert.Equal(2, SessionIndexFile.ReadHeader(session.IndexFile).Counts!.EndingEarly);
        Assert.DoesNotContain("may be removed", Mine.News[^1]);
        Assert.Contains("2 of the images end early", Assert.Single(Mine.Warnings));
        Assert.Contains("Get-ImaImportItem 'Italy' -EndsEarly", Mine.Warnings[0]);
    }

    [Fact]
    public void Import_WholeSources_SayNothingOfTheirEnd()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", [.. TestPhotos.Jpeg(2), .. new byte[700]]); // padding behind a whole picture
        var session = Mine.Import(Source);
        Assert.Equal(0, session.EndingEarly);
        Assert.Empty(Mine.Warnings);
        Assert.Contains("may be removed", Mine.News[^1]);
    }

    [Fact]
    public void Import_CutDuplicateOrVariant_IsToldToo()
    {
        Put("a.jpg", TestPhotos.Jpeg(1)[..^20]);
        Mine.Import(Source);
        var again = Mine.Import(Source, "Again");
        Assert.Equal(["a.jpg: Duplicate"], Verdicts(again));
        Assert.Equal((1, true), (again.EndingEarly, Mine.Items(again)[0].EndsEarly));
    }

    [Fact]
    public void Simulate_CutSource_IsTold()
    {
        Put("a.jpg", TestPhotos.Jpeg(1)[..^20]);
        Assert.True(Mine.Simulate(Source)[0].EndsEarly);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Check_CutSourceThatIsHeld_SaysThatItEndsEarly(bool quick)
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(2)[..^100]);
        Mine.Import(Source);
        Mine.Warnings.Clear();
        var checks = Mine.Check(Source, quick);
        Assert.Contains("One of the images that are held ends early", Assert.Single(Mine.Warnings));
        Assert.Equal(["Held", "Held"], checks.ConvertAll(check => check.Verdict));
        Assert.All(checks, check => Assert.True(check.Ok));
        Assert.DoesNotContain("early", checks[0].Detail);
        Assert.Contains("The image ends early: its picture has no end mark. Look at it before", checks[1].Detail);
    }

    [Fact]
    public void Import_BeginningBesideTheWhole_IsToldInEitherOrder()
    {
        byte[] whole = TestPhotos.Jpeg(1);
        Put("a/IMG_1.jpg", whole[..^100]);
        Put("b/IMG_1.jpg", whole);
        Put("c/IMG_1.jpg", whole[..^50]);
        Put("d/IMG_1.jpg", TestPhotos.Jpeg(2));
        var items = Mine.Items(Mine.Import(Source));
        Assert.All(items, item => Assert.Equal("Imported", item.Verdict));
        Assert.DoesNotContain("beginning", items[0].Detail);
        Assert.Contains("'photos/2024/Italy/a/IMG_1.jpg' is only the beginning of it", items[1].Detail);
        Assert.Contains("It is the beginning of 'photos/2024/Italy/b/IMG_1.jpg'", items[2].Detail);
        Assert.Null(items[3].Detail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Import_BeginningOfWhatIsHeld_IsToldInEitherOrder(bool isCutFirst)
    {
        byte[] whole = TestPhotos.Jpeg(1), cut = whole[..^100];
        Put("IMG_1.jpg", isCutFirst ? cut : whole);
        Mine.Import(Source, "First");
        Put("IMG_1.jpg", isCutFirst ? whole : cut);
        var session = Mine.Import(Source, "Second");
        Assert.Equal(["IMG_1.jpg: Imported"], Verdicts(session));
        Assert.Contains(isCutFirst ? "'photos/2024/First/IMG_1.jpg' is only the beginning of it" : "It is the beginning of 'photos/2024/First/IMG_1.jpg'", Mine.Items(session)[0].Detail);
    }

    [Fact]
    public void Import_Interrupted_CountsWhatEndsEarlyOnce()
    {
        Put("a.jpg", TestPhotos.Jpeg(1)[..^20]);
        int places = 0;
        Assert.ThrowsAny<Exception>(() => Mine.With((_, path) =>
        {
            if (path.EndsWith("a.jpg", StringComparison.Ordinal) && ++places == 1)
                throw new IOException("No space left");
        }).Import(Source));
        var session = Assert.Single(Mine.Resume());
        Assert.Equal((1, true), (session.EndingEarly, Mine.Items(session)[0].EndsEarly));
    }
}
