using ImaLink.Archive.Intake;
using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Import;

public sealed class NewPhotoTests
{
    [Fact]
    public void NewPhoto_FileThatItsOwnerDescribed_BeginsWithThat()
    {
        var writer = Guid.NewGuid();
        var facts = new ImageFacts { Rating = 4, Title = "A title", Description = "Words", Keywords = ["Places/Peru"] };

        var photo = ImportDecision.NewPhoto(facts, writer);

        Assert.Equal((4, "A title", "Words", writer), (photo.Rating, photo.Title, photo.Description, photo.Writer));
        Assert.Equal(["Places/Peru"], photo.Tags);
        Assert.True(photo.Primary);
    }

    [Fact]
    public void NewPhoto_RatingOfZero_IsNone()
    {
        var photo = ImportDecision.NewPhoto(new ImageFacts { Rating = 0 }, Guid.NewGuid());

        Assert.Null(photo.Rating);
        Assert.Null(photo.Tags);
    }
}
