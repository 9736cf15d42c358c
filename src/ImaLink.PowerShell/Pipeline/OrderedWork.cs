using System.Runtime.ExceptionServices;
using ImaLink.Files;

namespace ImaLink.PowerShell;

/// <summary>
/// The form of <see cref="ParallelOrdered"/> for input that is pushed, as a pipeline does: work is started as it
/// comes, results are taken in the same order, and at most <c>window</c> are inside, so memory does not grow.
/// </summary>
internal sealed class OrderedWork<TResult>(int workers, CancellationToken stopping) : IDisposable
{
    private const int WindowPerWorker = 16;
    private readonly int _window = workers * WindowPerWorker;
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly Queue<Task<TResult>> _underWay = new();
    private readonly TaskFactory _factory =
        new(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler);

    /// <summary>Whether a result can be taken without waiting, or has to be taken before more is started.</summary>
    public bool WantsTaking => _underWay.TryPeek(out var first) && (first.IsCompleted || _underWay.Count >= _window);

    /// <summary>Whether anything was started and not yet taken.</summary>
    public bool IsEmpty => _underWay.Count == 0;

    /// <summary>Starts the work for one item.</summary>
    public void Start(Func<CancellationToken, TResult> work) =>
        _underWay.Enqueue(_factory.StartNew(() => work(_cancellation.Token), _cancellation.Token));

    /// <summary>Takes the next result in order, or throws what its work threw.</summary>
    public TResult Take()
    {
        var task = _underWay.Dequeue();
        Task.WhenAny(task).Wait(stopping);
        if (task.Exception?.InnerException is { } cause)
            ExceptionDispatchInfo.Throw(cause);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Cancels what is under way and waits for its end.</summary>
    public void Dispose()
    {
        _cancellation.Cancel();
        foreach (var task in _underWay)
            Task.WhenAny(task).Wait(CancellationToken.None);
        _underWay.Clear();
        _cancellation.Dispose();
    }
}
