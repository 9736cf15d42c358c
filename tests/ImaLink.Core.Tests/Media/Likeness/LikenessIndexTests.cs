using ImaLink.Media.Likeness;

namespace ImaLink.Tests.Media.Likeness;

public sealed class LikenessIndexTests
{
    private const int Far = 17;

    /// <summary>Some by chance, and of each some that differ from it in a few bits.</summary>
    private static LikenessHash[] Hashes(Random random, int count)
    {
        var hashes = new List<LikenessHash>();
        while (hashes.Count < count)
        {
            LikenessHash hash = new(Bits(random), Bits(random), Bits(random), Bits(random));
            hashes.Add(hash);
            for (int near = random.Next(4); near > 0; near--)
                hashes.Add(new LikenessHash(Flip(random, hash.First, random.Next(Far + 1)), hash.Second, Flip(random, hash.Third, random.Next(30)), Flip(random, hash.Fourth, random.Next(30))));
        }

        return [.. hashes.OrderBy(_ => random.Next())];
    }

    private static ulong Bits(Random random) => (ulong)random.NextInt64(long.MinValue, long.MaxValue);

    private static ulong Flip(Random random, ulong bits, int count)
    {
        foreach (int bit in Enumerable.Range(0, 64).OrderBy(_ => random.Next()).Take(count))
            bits ^= 1UL << bit;
        return bits;
    }

    [Fact]
    public void Behind_AnyDistance_FindsWhatComparingAllWithAllFinds()
    {
        LikenessHash[] hashes = Hashes(new Random(1), 600);
        for (int distance = 0; distance <= 16; distance++)
        {
            var index = new LikenessIndex(hashes, distance);
            var found = new List<int>();
            for (int i = 0; i < hashes.Length; i++)
            {
                index.Behind(i, found);
                int[] expected = [.. Enumerable.Range(i + 1, hashes.Length - i - 1).Where(other => hashes[i].Distance(hashes[other]) <= distance && hashes[i].Confirms(hashes[other]))];
                Assert.Equal(expected, found.Order());
            }
        }
    }

    [Fact]
    public void Groups_AnyPictures_AreOfWhatIsNearTheOriginal()
    {
        LikenessHash[] hashes = Hashes(new Random(2), 600);
        var seen = new HashSet<int>();
        int last = -1;
        foreach ((int original, List<int> alike) in LikenessGroups.Of(hashes, 10, (_, _) => false, _ => { }, default))
        {
            Assert.True(original > last);
            last = original;
            Assert.True(seen.Add(original));
            Assert.All(alike, item =>
            {
                Assert.True(item > original && seen.Add(item));
                Assert.True(hashes[original].Distance(hashes[item]) <= 10 && hashes[original].Confirms(hashes[item]));
            });
        }

        // What is left alone is near no original: it is one, or what it is near has a nearer right to be.
        Assert.True(seen.Count > 100);
    }

    [Fact]
    public void Groups_Chain_IsNoGroup()
    {
        LikenessHash a = new(0, 1, 2, 3), b = a with { First = 0xFF }, c = a with { First = 0xFFFF };
        Assert.Equal(["0: 1"], Groups(a, b, c));
        Assert.Equal(["0: 1 2"], Groups(b, a, c));
        Assert.Equal(["0: 2"], Groups(a, c, b));
    }

    [Fact]
    public void Groups_ThoseOfOnePhoto_AreApart() => Assert.Equal(["0: 2"],
        LikenessGroups.Of([default, default, default], 8, (one, other) => one + other == 1, _ => { }, default).Select(Text));

    /// <summary>The first takes them all: the others are not looked at, else a hundred thousand black frames would be ten thousand million pairs.</summary>
    [Fact]
    public void Groups_ManyThatAreAllAlike_AreOne()
    {
        var group = Assert.Single(LikenessGroups.Of(new LikenessHash[100_000], 10, (_, _) => false, _ => { }, default));
        Assert.Equal((0, 99_999), (group.Original, group.Alike.Count));
    }

    private static string[] Groups(params LikenessHash[] hashes) => [.. LikenessGroups.Of(hashes, 8, (_, _) => false, _ => { }, default).Select(Text)];

    private static string Text((int Original, List<int> Alike) group) => $"{group.Original}: {string.Join(' ', group.Alike)}";
}
