using ImaLink.Archive;
using System.Text;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Reconcile;

namespace ImaLink.Tests.Reconcile;

/// <summary>The decisions alone: facts in, decisions out.</summary>
public sealed class ScanDecisionTests
{
    private const long Second = TimeSpan.TicksPerSecond, Hour = TimeSpan.TicksPerHour;
    private static readonly string None = new('0', 64);

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(7 * Second, 7 * Second + 5, true)] // rounded to the second
    [InlineData(6 * Second, 8 * Second, true)] // FAT
    [InlineData(6 * Second, 8 * Second + 1, false)]
    [InlineData(6 * Second + 1, 7 * Second + 1, false)] // fine times: an edit
    public void IsSameTime_AllowsWhatFileSystemsRound(long one, long other, bool same) =>
        Assert.Equal((same, same), (FileTimes.IsSame(one, other), FileTimes.IsSame(other, one)));

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(Hour, 0, true)]
    [InlineData(-Hour + 2 * Second, 0, true)]
    [InlineData(24 * Hour, 0, true)]
    [InlineData(25 * Hour, 0, false)] // of one file that is an edit; all files together may come from the other end of the world
    [InlineData(Hour + 3 * Second, 0, false)]
    [InlineData(Hour / 2, 0, false)]
    [InlineData(Hour, 1, true)]
    [InlineData(Hour + Second, 1, false)] // fine times: an edit, as it would be without the hour
    public void IsSameButForHours_OfOneFile_IsTheRuleOfSameTimes(long apart, long fine, bool same) =>
        Assert.Equal((same, same), (FileTimes.IsSameButForHours(1000 * Hour + fine + apart, 1000 * Hour + fine), FileTimes.IsSameButForHours(1000 * Hour + fine, 1000 * Hour + fine + apart)));

    [Fact]
    public void HourShift_NeedsAllOfThemAndEnough()
    {
        Assert.Equal(1, ScanDecision.HourShift(Enumerable.Repeat(Hour + Second, 10)));
        Assert.Equal(-2, ScanDecision.HourShift(Enumerable.Repeat(-2 * Hour, 10)));
        Assert.Null(ScanDecision.HourShift(Enumerable.Repeat(Hour, 9)));
        Assert.Null(ScanDecision.HourShift(Enumerable.Repeat(Hour, 10).Append(2 * Hour)));
        Assert.Null(ScanDecision.HourShift(Enumerable.Repeat(Hour, 10).Append(Hour + 3 * Second)));
        Assert.Null(ScanDecision.HourShift(Enumerable.Repeat(0L, 10)));
        Assert.Equal(26, ScanDecision.HourShift(Enumerable.Repeat(26 * Hour, 10)));
        Assert.Null(ScanDecision.HourShift(Enumerable.Repeat(27 * Hour, 10)));
        Assert.Null(ScanDecision.HourShift(Enumerable.Repeat(200 * Hour, 10)));
    }

    [Theory]
    [InlineData("Linked", false, false, "Moved")]
    [InlineData("Same", false, false, "Moved")]
    [InlineData("Same", true, false, "")]
    [InlineData("Unchanged", true, false, "")]
    [InlineData("Metadata", true, false, "MetadataChanged")]
    [InlineData("Metadata", false, false, "Moved MetadataChanged")]
    [InlineData("Decayed", false, false, "Moved Corrupt")]
    [InlineData("Decayed", true, true, "Returned Corrupt")]
    [InlineData("Truncated", false, false, "Moved Truncated")]
    [InlineData("Truncated", true, true, "Returned Truncated")]
    [InlineData("Changed", true, false, "Changed")]
    [InlineData("NoImage", true, false, "Changed")]
    [InlineData("Linked", true, true, "Returned")]
    [InlineData("Same", false, true, "Returned")]
    [InlineData("Metadata", false, true, "Returned MetadataChanged")]
    public void Kinds_FollowFromVerdictAndPlace(string verdict, bool samePath, bool wasMissing, string kinds) =>
        Assert.Equal(kinds, string.Join(' ', ScanDecision.Kinds(verdict, samePath, wasMissing)));

    [Theory]
    [InlineData(20, 79, true)]
    [InlineData(20, 80, false)]
    [InlineData(19, 19, false)]
    [InlineData(1000, 3999, true)]
    public void IsMass_MoreThanAQuarterAndAtLeastTwenty(long missing, long present, bool mass) =>
        Assert.Equal(mass, Mass.Is(missing, present));

    [Fact]
    public void IsMove_NeedsSizeAndTime()
    {
        var match = new SoleMatch(5, 100, 5, 100);
        Assert.True(ScanDecision.IsMove(match));
        Assert.False(ScanDecision.IsMove(match with { FoundModified = 9 }));
        Assert.False(ScanDecision.IsMove(match with { FoundSize = 9 }));
        Assert.False(ScanDecision.IsMove(match with { LostModified = null }));
    }

    [Fact]
    public void Pair_WhoStayedThenWhoKeptNameThenByPath()
    {
        LostFile a = Lost("x/a", 1), b = Lost("x/b", 2), c = Lost("x/c", 3), gone = Lost("x/0", 4) with { WasMissing = true };
        FoundFile stayed = Found("x/b", modified: 9) with { At = 2 }, named = Found("y/c", modified: 9), other = Found("y/z", modified: 9);
        Assert.Equal(["x/b x/b", "y/c x/c", "y/z x/a"],
            ScanDecision.Pair(new([other, named, stayed], [gone, a, b, c])).Select(pair => $"{pair.Found.Path} {pair.Lost.Path}"));
    }

    [Fact]
    public void ByDimensions_KeepsCollisionsApart()
    {
        var groups = ScanDecision.ByDimensions(new([Found("a") with { Width = 1 }], [Lost("b") with { Width = 2 }])).ToList();
        Assert.Empty(ScanDecision.Pair(Assert.Single(groups)));
    }

    [Fact]
    public void PathOrder_IsThatOfUtf8Bytes()
    {
        string[] texts = ["", "a", "a/b", "a-b", "a.b", "ab", "\u00e9", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF", "a\U0001F600", "a\uFF5E"];
        foreach (string one in texts)
            foreach (string other in texts)
                Assert.Equal(
                    Math.Sign(Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other))),
                    Math.Sign(PathOrder.Instance.Compare(one, other)));
        foreach ((string one, string other) in texts.SelectMany(one => texts.Select(other => (one, other))).Where(pair => pair.one != pair.other && pair is { one.Length: > 0, other.Length: > 0 }))
            Assert.Equal(Math.Sign(PathOrder.Instance.Compare(one + "/", other)), Math.Sign(PathOrder.Compare(one, true, other, false)));
    }

    private static FoundFile Found(string path, long size = 5, long modified = 1) =>
        new() { Path = path, Size = size, Modified = modified, Sha256 = None, Hothash = None };

    private static LostFile Lost(string path, long id = 1) =>
        new() { Id = id, Path = path, Size = 5, Modified = 1, Sha256 = None, Hothash = None };
}
