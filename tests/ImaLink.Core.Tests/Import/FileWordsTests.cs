using ImaLink.Archive.Intake;
using ImaLink.Index;
using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Import;

public sealed class FileWordsTests
{
    [Fact]
    public void Of_FileThatItsOwnerDescribed_IsSaidByNobody()
    {
        var facts = new ImageFacts { Rating = 4, Title = "A title", Description = "Words", Keywords = ["Places/Peru", "x", "Places/Peru", "nul\0"] };
        ImageFacts further = new() { Author = "Ann", Rights = "CC BY", Location = new Dictionary<string, string> { ["country"] = "Italy", ["city"] = "Rome" } };

        Assert.Equal(
            [new("title", "\"A title\"", 1, null), new("description", "\"Words\"", 1, null), new("rating", "4", 1, null), new("tag:Places/Peru", "true", 1, null), new("tag:x", "true", 1, null)],
            FileWords.Of(facts).Statements()!);
        Assert.Equal([new("rating", "-1", 1, null)], FileWords.Of(new ImageFacts { Rating = -1 }).Statements()!);
        Assert.Equal([new("author", "\"Ann\"", 1, null), new("rights", "\"CC BY\"", 1, null), new("location", """{"city":"Rome","country":"Italy"}""", 1, null)], FileWords.Of(further).Statements()!);
    }

    /// <summary>Picasa measures faces in the stored picture, but of a RAW in what it shows of it.</summary>
    [Theory]
    [InlineData("JPEG", 1, 0.2, 0.3)]
    [InlineData("JPEG", 6, 0.2, 0.3)]
    [InlineData("NEF", 1, 0.2, 0.3)]
    [InlineData("NEF", 3, 0.8, 0.7)]
    [InlineData("NEF", 6, 0.3, 0.8)]
    [InlineData("CR2", 8, 0.7, 0.2)]
    public void OfCompanion_FaceOfPicasa_LiesInTheStoredPicture(string format, int orientation, double x, double y)
    {
        var said = new ImageFacts { Persons = [new("Anna", new RegionFact(0.2, 0.3, 0.1, 0.1))] };
        var photo = new FileEntry { FileFormat = format, Orientation = orientation, Width = 300, Height = 200 };
        Assert.Equal(PhotoValues.Region(x, y, 0.1, 0.1), FileWords.OfCompanion(PicasaNotes.Kind, said, photo, null).Values["person:Anna"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Stored_RegionOfWhatIsShown_IsShownWhereItWas(int orientation)
    {
        var region = new RegionFact(0.25, 0.5, 0.125, 0.0625);
        Assert.Equal(region, region.Stored(orientation).Shown(orientation));
    }

    [Fact]
    public void Of_RatingOfZeroAndEmptyTexts_IsNothing() => Assert.Null(FileWords.Of(new ImageFacts { Rating = 0, Title = "", Description = "" }).Statements());

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)] // what the source said itself, and says no more
    public void Change_PersonWithoutRegion_TakesNoRegionOfAnotherSourceAway(bool hadSaidIt, int news)
    {
        FileWords there = new(), said = new();
        there.Person("Anna", new RegionFact(0.5, 0.5, 0.1, 0.1));
        said.Person("Anna", null);

        WordChange change = WordChange.Of(there.Values.Select(word => new Statement(word.Key, word.Value, 1, null)), _ => null, said, hadSaidIt ? there.Digest : null, default);

        Assert.Equal(news, change.News.Count);
    }
}
