using System.Collections.Concurrent;

namespace ImaLink.Files;

/// <summary>Reads items on a thread of its own while those before them are worked on.</summary>
internal static class ReadAhead
{
    private const int BlockItems = 64;
    private const int MostBlocks = 8;

    /// <summary>
    /// The items in their order. Until the last was taken nothing else may use what they are read from. An exception of the reading comes out in its place;
    /// who stops early waits until the reading has ended.
    /// </summary>
    internal static IEnumerable<T> Ahead<T>(this IEnumerable<T> items)
    {
        using var stop = new CancellationTokenSource();
        using var blocks = new BlockingCollection<T[]>(MostBlocks);
        Task reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (T item in blocks.GetConsumingEnumerable(CancellationToken.None).SelectMany(block => block))
                yield return item;
            reading.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            Task.WhenAny(reading).Wait(CancellationToken.None);
        }

        void Read()
        {
            try
            {
                foreach (T[] block in items.Chunk(BlockItems))
                    blocks.Add(block, stop.Token);
            }
            finally
            {
                blocks.CompleteAdding();
            }
        }
    }
}
