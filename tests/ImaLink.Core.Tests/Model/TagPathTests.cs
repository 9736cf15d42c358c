using CsCheck;

namespace ImaLink.Tests.Model;

[Trait("Category", "Culture")]
public sealed class TagPathTests
{
    [Theory]
    [InlineData("Rome", "Rome")]
    [InlineData("Places/Italy/Rome", "Places/Italy/Rome")]
    [InlineData("Places|Italy|Rome", "Places/Italy/Rome")]
    [InlineData(" Places / Italy /Rome ", "Places/Italy/Rome")]
    [InlineData("/Places//Rome/", "Places/Rome")]
    [InlineData("a \"quoted\" 'tag'; DROP TABLE tag", "a \"quoted\" 'tag'; DROP TABLE tag")]
    [InlineData("👨‍👩‍👧 family", "👨‍👩‍👧 family")]
    [InlineData("Cafe\u0301", "Caf\u00e9")]
    [InlineData("東京", "東京")]
    [InlineData("*[x]?", "*[x]?")]
    public void Parse_Text_IsThePathInNormalForm(string text, string path) => Assert.Equal(path, TagPath.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("/ / |")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u2028b")]
    public void Parse_WhatIsNoTag_IsRefused(string text)
    {
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => TagPath.Parse(text)).Code);
        Assert.Null(TagPath.TryParse(text));
    }

    // An attribute cannot hold them.
    [Fact]
    public void Parse_HalfACharacter_IsRefused()
    {
        foreach (string text in new[] { "\ud83d", "a\udc68\ud83d", "a\ud83db" })
            Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => TagPath.Parse(text)).Code);
    }

    [Fact]
    public void Parse_TooLongOrTooDeep_IsRefusedInFewWords()
    {
        foreach (string text in new[] { new string('x', TagPath.MaxLength + 1), string.Join('/', Enumerable.Repeat("x", TagPath.MaxLevels + 1)) })
            Assert.InRange(Assert.Throws<ImaLinkException>(() => TagPath.Parse(text)).Message.Length, 1, 300);
        Assert.Equal(TagPath.MaxLength, TagPath.Parse(new string('x', TagPath.MaxLength)).Length);
    }

    [Fact]
    public void Parse_AnyText_IsAPathThatStaysOrNull() => Gen.String[0, 60].Sample(text =>
    {
        if (TagPath.TryParse(text) is { } path)
            Assert.Equal(path, TagPath.Parse(path));
    }, iter: 5_000);

    [Fact]
    public void WithParents_FromTheTop() => Assert.Equal(["a", "a/b", "a/b/c"], TagPath.WithParents("a/b/c"));

    [Theory]
    [InlineData("Places/Italy", "Places", true)]
    [InlineData("Places", "Places", true)]
    [InlineData("Placeship", "Places", false)]
    [InlineData("Other/Places", "Places", false)]
    public void IsWithin_SubtreeAndNotAlike(string path, string top, bool within) => Assert.Equal(within, TagPath.IsWithin(path, top));
}
