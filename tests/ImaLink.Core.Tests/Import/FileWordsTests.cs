using ImaLink.Archive.Intake;
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

    [Fact]
    public void Of_RatingOfZeroAndEmptyTexts_IsNothing() => Assert.Null(FileWords.Of(new ImageFacts { Rating = 0, Title = "", Description = "" }).Statements());
}
