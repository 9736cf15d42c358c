using ImaLink.Files;

namespace ImaLink.Tests.Files;

public sealed class ParallelOrderedTests
{
    /// <summary>Work that waits for the medium would wait for a thread of the pool as well, of which there are as many as processors.</summary>
    [Fact]
    public void Map_ManyWorkers_RunOnThreadsOfTheirOwn()
    {
        using var all = new Barrier(16);
        IEnumerable<bool> isOfPool = ParallelOrdered.Map(Enumerable.Range(0, 16), 16, 64, (_, token) =>
        {
            all.SignalAndWait(token); // the sixteen are under way at once, or never
            return Thread.CurrentThread.IsThreadPoolThread;
        }, TestContext.Current.CancellationToken);

        Assert.All(isOfPool, Assert.False);
    }

    [Fact]
    public void Map_WorkEndsInAnyOrder_ResultsComeInOrderOfTheItems()
    {
        IEnumerable<int> results = ParallelOrdered.Map(Enumerable.Range(0, 1000), 8, 32, (item, _) =>
        {
            Thread.SpinWait(item * 7919 % 2000);
            return item;
        }, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 1000), results);
    }

    [Fact]
    public void Map_WorkFails_ExceptionComesInItsPlaceAndNothingIsUnderWayAfter()
    {
        int underWay = 0;
        var seen = new List<int>();

        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (int item in ParallelOrdered.Map(Enumerable.Range(0, 1000), 4, 16, Work, TestContext.Current.CancellationToken))
                seen.Add(item);
        });

        Assert.Equal(Enumerable.Range(0, 20), seen);
        Assert.Equal(0, underWay);

        int Work(int item, CancellationToken token)
        {
            Interlocked.Increment(ref underWay);
            try
            {
                return item == 20 ? throw new InvalidOperationException() : item;
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
            }
        }
    }
}
