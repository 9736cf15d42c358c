using System.Runtime.ExceptionServices;

namespace ImaLink.Files;

/// <summary>Works on many items in parallel and gives the results in the order of the items.</summary>
public static class ParallelOrdered
{
    /// <summary>
    /// Applies <paramref name="work"/> to each item on up to <paramref name="workers"/> threads of their own. The items are taken, and the
    /// results given, on the caller's thread; at most <paramref name="window"/> items are under way or waiting to be taken,
    /// so memory does not grow with their number. An exception of <paramref name="work"/> comes out in its place.
    /// When the caller stops early, the items under way are cancelled and waited for.
    /// </summary>
    public static IEnumerable<TResult> Map<TItem, TResult>(
        IEnumerable<TItem> items, int workers, int window, Func<TItem, CancellationToken, TResult> work,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(work);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var threads = new Threads(workers);
        var factory = new TaskFactory(threads);
        var underWay = new Queue<Task<TResult>>();
        try
        {
            foreach (TItem item in items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                underWay.Enqueue(factory.StartNew(() => work(item, stop.Token), stop.Token));
                if (underWay.Count >= window)
                    yield return Result(underWay.Dequeue(), cancellationToken);
            }

            while (underWay.Count > 0)
                yield return Result(underWay.Dequeue(), cancellationToken);
        }
        finally
        {
            stop.Cancel();
            foreach (Task<TResult> task in underWay)
                Task.WhenAny(task).Wait(CancellationToken.None);
        }
    }

    private static TResult Result<TResult>(Task<TResult> task, CancellationToken cancellationToken)
    {
        Task.WhenAny(task).Wait(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (task.Exception?.InnerException is { } cause)
            ExceptionDispatchInfo.Throw(cause);
        return task.Result;
    }

    /// <summary>
    /// Threads that are started as work comes. Those of the pool are as many as there are processors, and more come slowly: work that waits
    /// for the medium would wait for a thread too.
    /// </summary>
    private sealed class Threads(int most) : TaskScheduler, IDisposable
    {
        private readonly Queue<Task> _tasks = [];
        private int _count, _idle;
        private bool _hasEnded;

        public override int MaximumConcurrencyLevel => most;

        public void Dispose()
        {
            lock (_tasks)
            {
                _hasEnded = true;
                Monitor.PulseAll(_tasks);
            }
        }

        protected override void QueueTask(Task task)
        {
            lock (_tasks)
            {
                _tasks.Enqueue(task);
                if (_idle > 0)
                {
                    _idle--;
                    Monitor.Pulse(_tasks);
                    return;
                }

                if (_count == most)
                    return;
                _count++;
            }

            new Thread(Run) { IsBackground = true, Name = nameof(ParallelOrdered) }.Start();
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

        private void Run()
        {
            while (Next() is { } task)
                TryExecuteTask(task);
        }

        private Task? Next()
        {
            lock (_tasks)
            {
                for (; ; _idle++, Monitor.Wait(_tasks))
                {
                    if (_tasks.TryDequeue(out Task? task))
                        return task;
                    if (_hasEnded)
                        return null;
                }
            }
        }
    }
}
