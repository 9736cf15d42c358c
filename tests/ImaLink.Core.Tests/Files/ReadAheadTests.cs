using ImaLink.Files;

namespace ImaLink.Tests.Files;

/// <summary>Items that are read while those before them are worked on.</summary>
public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(5000)]
    public void Ahead_Items_ComeAllInTheirOrder(int count) => Assert.Equal(Enumerable.Range(0, count), Enumerable.Range(0, count).Ahead());

    [Fact]
    public void Ahead_ReadingFails_FailsInItsPlace()
    {
        var taken = new List<int>();
        Assert.Equal("there", Assert.Throws<IOException>(() => taken.AddRange(Failing(128).Ahead())).Message);
        Assert.Equal(Enumerable.Range(0, 128), Failing(128).Ahead().TakeWhile((_, i) => i < 128).Take(128));
    }

    [Fact]
    public void Ahead_TakenInPart_StopsReadingAndDisposesWhatItReadFrom()
    {
        var source = new Source();
        Assert.Equal([0, 1, 2], source.Items().Ahead().Take(3));
        Assert.True(source.IsDisposed);
        Assert.True(source.Read < 10_000);
    }

    private static IEnumerable<int> Failing(int after)
    {
        for (int i = 0; i < after; i++)
            yield return i;
        throw new IOException("there");
    }

    private sealed class Source
    {
        internal bool IsDisposed { get; private set; }

        internal int Read { get; private set; }

        internal IEnumerable<int> Items()
        {
            try
            {
                for (; ; Read++)
                    yield return Read;
            }
            finally
            {
                IsDisposed = true;
            }
        }
    }
}
