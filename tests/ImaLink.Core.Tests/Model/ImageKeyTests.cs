namespace ImaLink.Tests.Model;

public sealed class ImageKeyTests
{
    /// <summary>The vectors of docs/statements.md, made with Python: uuid8 out of hashlib.sha256.</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0, 0, "da97bcf4-6b57-8537-b19f-e8f9328182cd")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 4032, 3024, "a77971d6-6452-8dc1-bcfc-b5259b2e8a45")]
    public void PhotoUuid_OfAnImage_IsTheSameForEverybody(string hothash, int width, int height, string expected) =>
        Assert.Equal(Guid.Parse(expected), new ImageKey(hothash, width, height).PhotoUuid);
}
