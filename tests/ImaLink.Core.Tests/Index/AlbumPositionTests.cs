using CsCheck;
using ImaLink.Index;

namespace ImaLink.Tests.Index;

[Trait("Category", "Culture")]
public sealed class AlbumPositionTests
{
    [Fact]
    public void Between_RandomInsertions_StandInTheirOrder() => Gen.Int[0, 1_000_000].Array[1, 300].Sample(places =>
    {
        var positions = new List<string>();
        foreach (int place in places)
        {
            int at = place % (positions.Count + 1), count = 1 + (place % 7);
            List<string> added = AlbumPosition.Between(at == 0 ? null : positions[at - 1], at == positions.Count ? null : positions[at], count)!;
            Assert.Equal(count, added.Count);
            positions.InsertRange(at, added);
        }

        Assert.All(positions, position => Assert.True(AlbumPosition.IsValid(position), position));
        Assert.Equal(positions.Order(StringComparer.Ordinal).Distinct(), positions);
    });

    [Fact]
    public void Between_HundredThousandAtTheEndOrTheBeginning_StayShort()
    {
        Assert.All(AlbumPosition.Between(null, null, 100_000)!, position => Assert.True(position.Length <= 5));
        List<string> before = AlbumPosition.Between(null, "a0", 100_000)!;
        Assert.All(before, position => Assert.True(position.Length <= 5));
        Assert.Equal(before.Order(StringComparer.Ordinal), before);
    }

    [Fact]
    public void Between_AlwaysTheSamePlace_HasNoRoomSomeDay()
    {
        string first = "a0";
        int count = 0;
        while (AlbumPosition.Between(first, "a1", 1) is [var next])
            (first, count) = (next, count + 1);
        Assert.InRange(count, 500, 10_000);
    }

    [Theory]
    [InlineData("a0", true)]
    [InlineData("a0V", true)]
    [InlineData("Zz", true)]
    [InlineData("b00", true)]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("b0", false)]
    [InlineData("a00", false)] // nothing would stand between it and a0
    [InlineData("00", false)]
    [InlineData("a!", false)]
    [InlineData("aé", false)]
    [InlineData("A00000000000000000000000000", false)]
    [InlineData("A000000000000000000000000001", true)]
    [InlineData(null, false)]
    public void IsValid_TellsPositions(string? text, bool expected) => Assert.Equal(expected, AlbumPosition.IsValid(text));

    [Fact]
    public void IsValid_TooLong_IsNone() => Assert.False(AlbumPosition.IsValid("a0" + new string('V', AlbumPosition.MaxLength)));
}
