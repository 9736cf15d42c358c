using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
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

    /// <summary>A list of classes in a script forgets those that are new or were divided.</summary>
    [Fact]
    public void Sequences_ClassThatTakesThem_IsMarkedSoThatTestsLongRunsManyOfThem()
    {
        string[] taking = [.. Directory.EnumerateFiles(Folder(), "*Tests.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains($"{nameof(FixedSeed)}.{nameof(FixedSeed.Sequences)}(", StringComparison.Ordinal))];
        Assert.NotEmpty(taking);
        Assert.All(taking, file => Assert.Contains("[Trait(\"Category\", \"Sequences\")]", File.ReadAllText(file)));
        Assert.Contains("-trait Category=Sequences", File.ReadAllText(Path.Combine(Folder(), "..", "long")));

        static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
    }
}
