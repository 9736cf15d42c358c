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
}
