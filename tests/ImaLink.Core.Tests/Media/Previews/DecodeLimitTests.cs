using ImaLink.Media.Previews;

namespace ImaLink.Tests.Media.Previews;

/// <summary>The bytes of all images that are decoded at once are bounded, however many threads there are.</summary>
public sealed class DecodeLimitTests
{
    [Theory]
    [InlineData(1 << 20)]
    [InlineData(40 << 20)]
    [InlineData(400 << 20)]
    public void Enter_ManyAtOnce_StayBelowTheBoundOrAreAlone(int memory)
    {
        long underWay = 0, most = 0;
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, _ =>
        {
            using var turn = DecodeLimit.Enter(memory, TestContext.Current.CancellationToken);
            var now = Interlocked.Add(ref underWay, memory);
            for (var seen = Interlocked.Read(ref most); now > seen; seen = Interlocked.Read(ref most))
                Interlocked.CompareExchange(ref most, now, seen);
            Thread.Yield();
            Interlocked.Add(ref underWay, -memory);
        });

        Assert.InRange(most, memory, Math.Max(memory, 96L << 20));
    }

    [Fact]
    public void Enter_Cancelled_DoesNotWait()
    {
        using var large = DecodeLimit.Enter(400 << 20, TestContext.Current.CancellationToken);

        Assert.ThrowsAny<OperationCanceledException>(() => DecodeLimit.Enter(400 << 20, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(25_000, 20_000, 0, true)]
    [InlineData(65_000, 7_800, 0, false)]
    [InlineData(65_000, 7_800, 5_000_000, true)] // a panorama
    [InlineData(65_000, 7_800, 1_000_000, false)] // claims more than its file can hold
    public void Check_MoreThan500Megapixels_OnlyWhereTheFileCanHoldThem(long width, long height, long streamed, bool isAllowed)
    {
        const long memory = 1 << 20;
        if (isAllowed)
            Assert.Equal(memory, DecodeLimit.Check(width, height, memory, "picture", streamed));
        else
            Assert.Equal(ErrorCode.PreviewFailed, Assert.Throws<ImaLinkException>(() => DecodeLimit.Check(width, height, memory, "picture", streamed)).Code);
    }
}
