namespace ImaLink.Tests.Model;

public sealed class NearNamesTests
{
    [Theory]
    [InlineData("Arhive", " Did you mean 'Archive'?")]
    [InlineData("archiv", " Did you mean 'Archive'?")]
    [InlineData("bakcup", " Did you mean 'Backup'?")]
    [InlineData("Italy", " Did you mean 'Italy Summer 2024' or 'Italy Winter 2023'?")]
    [InlineData("Itlay", "")]
    [InlineData("Bakups", " Did you mean 'Backup'?")]
    [InlineData("Norway", "")]
    [InlineData("x", "")]
    [InlineData("", "")]
    [InlineData("京都の写真", " Did you mean '京都の写眞'?")]
    public void Hint_NamesWhatIsNear(string typed, string expected) =>
        Assert.Equal(expected, NearNames.Hint(typed, ["Archive", "Backup", "Italy Summer 2024", "Italy Winter 2023", "京都の写眞", "Archive"]));

    [Fact]
    public void Hint_OfWhatANameBeginsWith_IsThatName() => Assert.Equal(" Did you mean 'Kyoto 2023'?", NearNames.Hint("Kyotto", ["Kyoto 2023", "Oslo 2023"]));

    [Fact]
    public void Hint_OfNoNames_IsNone() => Assert.Equal("", NearNames.Hint("Archive", []));
}
