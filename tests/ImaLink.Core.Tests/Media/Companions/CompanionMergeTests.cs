using CsCheck;
using ImaLink.Archive;

namespace ImaLink.Tests.Media.Companions;

public sealed class CompanionMergeTests
{
    private static readonly Gen<List<CompanionEntry>> Some = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4]).Array[0, 5]
        .Select(pairs => pairs.DistinctBy(pair => pair.Item1).Select(pair => Entry($"photos/{pair.Item1}.xmp", pair.Item2)).ToList());

    [Fact]
    public void Union_OneKnowsMore_LosesNothing()
    {
        Assert.Equal("a1 b2", Text(CompanionMerge.Union([Entry("a", 1)], [Entry("b", 2)])));
        Assert.Equal("b2", Text(CompanionMerge.Union(null, [Entry("b", 2)])));
        Assert.Null(CompanionMerge.Union(null, []));
    }

    [Fact]
    public void Union_EditedOrMovedByTheOther_IsOneAndAsTheNewerSays()
    {
        Assert.Equal("a2", Text(CompanionMerge.Union([Entry("a", 2)], [Entry("a", 1)])));
        Assert.Equal("c1", Text(CompanionMerge.Union([Entry("c", 1)], [Entry("a", 1)])));
        Assert.Equal("a1 b1", Text(CompanionMerge.Union([Entry("a", 1), Entry("b", 1)], [Entry("c", 1), Entry("a", 1)])));
    }

    [Fact]
    public void Union_Any_HasEveryContentOnceMoreChangesNothing() => Gen.Select(Some, Some).Sample((newer, older) =>
    {
        List<CompanionEntry> united = CompanionMerge.Union([.. newer], older) ?? [];
        Assert.All(newer, companion => Assert.Contains(companion, united));
        Assert.All(older, companion => Assert.Contains(united, other => other.Path == companion.Path || other.Sha256 == companion.Sha256));
        Assert.Equal(Text(united), Text(CompanionMerge.Union([.. united], united)));
    }, seed: "0000000000000");

    private static CompanionEntry Entry(string path, int bytes) => new() { Path = path, Sha256 = $"{bytes}", Kind = "xmp" };

    private static string Text(List<CompanionEntry>? companions) => string.Join(' ', (companions ?? []).Select(companion => companion.Path + companion.Sha256).Order(StringComparer.Ordinal));
}
