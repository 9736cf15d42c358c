using System.Collections.Concurrent;
using CsCheck;

namespace ImaLink.Tests;

public sealed class FixedSeedTests
{
    [Fact]
    public void Sample_Twice_GivesTheSameAndManyDifferent()
    {
        List<int>[] runs = [[], []];
        foreach (List<int> run in runs)
            Gen.Int[0, 1_000_000].Sample(run.Add);
        Assert.Equal(runs[0], runs[1]);
        Assert.True(runs[0].Distinct().Count() > 95);
    }

    [Fact]
    public void Sample_OneFails_IsGivenBackByItsSeed()
    {
        var seen = new ConcurrentQueue<int>();
        var e = Assert.Throws<CsCheckException>(() => Gen.Int[0, 1_000_000].Sample(
            number =>
            {
                seen.Enqueue(number);
                Assert.True(number < 900_000);
            },
            threads: 2));
        Assert.Contains("CsCheck_Seed", e.Message);
        Assert.Contains(seen, number => number >= 900_000);
    }
}
