using System.Collections.Concurrent;

namespace ImaLink.PowerShell;

/// <summary>
/// Runs core work on a thread of its own while the pipeline thread writes what it hands over. Every member but
/// <see cref="Run"/> may be called by any worker; the queue is bounded, so a slow pipeline slows the work down.
/// </summary>
internal sealed class PipelinePump : IProgress<OperationProgress>, IDisposable
{
    private const int QueueLength = 256;
    private const int BatchLength = 16;
    private const int RefreshMilliseconds = 200;
    private readonly ImaLinkCommand _cmdlet;
    private readonly CancellationToken _token;
    private readonly BlockingCollection<Action> _queue = new(QueueLength);
    private readonly object _turn = new();
    private List<object>? _batch; // the last in the queue, while the pipeline has not taken it
    private OperationProgress? _progress;

    private PipelinePump(ImaLinkCommand cmdlet, CancellationToken token)
    {
        _cmdlet = cmdlet;
        _token = token;
    }

    /// <summary>Does the work and returns when it is done and all of its output written. What it throws is thrown here.</summary>
    public static void Run(ImaLinkCommand cmdlet, Action<PipelinePump, CancellationToken> work)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cmdlet.StopToken);
        using var pump = new PipelinePump(cmdlet, cancellation.Token);
        var worker = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    work(pump, cancellation.Token);
                }
                finally
                {
                    pump._queue.CompleteAdding();
                }
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            pump.Drain();
        }
        catch
        {
            // The pipeline ended early (stopped, or Select-Object -First): the work must have ended before we leave.
            cancellation.Cancel();
            foreach (var _ in pump._queue.GetConsumingEnumerable()) { }
            Task.WhenAny(worker).Wait(CancellationToken.None);
            _ = worker.Exception;
            throw;
        }
        worker.GetAwaiter().GetResult();
    }

    /// <summary>Emits an object. What comes faster than the pipeline takes it is handed over together: of very many objects most of the time was handing over.</summary>
    public void WriteObject(object value)
    {
        List<object> batch;
        lock (_turn)
        {
            if (_batch is { Count: < BatchLength })
            {
                _batch.Add(value);
                return;
            }

            _batch = batch = [value];
        }

        _queue.Add(() => Write(batch), _token);
    }

    /// <summary>Tells a decision to those who asked for it.</summary>
    public void WriteVerbose(string text) => Post(() => _cmdlet.WriteVerbose(text));

    /// <summary>Warns.</summary>
    public void WriteWarning(string text) => Post(() => _cmdlet.WriteWarning(text));

    /// <summary>Reports trouble with one item.</summary>
    public void WriteError(Exception exception, string? target = null) =>
        Post(() => _cmdlet.WriteError(ErrorRecords.From(exception, target)));

    /// <summary>Tells news that the user waits for; shown also by hosts that show no other information.</summary>
    public void WriteNews(string text) => Post(() => _cmdlet.TellHost(text));

    /// <summary>The pump as the core's operations know it.</summary>
    public OperationReporter Reporter => new()
    {
        Progress = Report,
        Error = error => WriteError(error),
        Warning = WriteWarning,
        News = WriteNews,
        Detail = WriteVerbose,
    };

    /// <summary>Remembers the latest state; the pipeline thread shows it now and then.</summary>
    public void Report(OperationProgress value) => Volatile.Write(ref _progress, value);

    /// <summary>Calls something on the pipeline thread and waits for its answer: ShouldProcess, ShouldContinue.</summary>
    public T Invoke<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch
            {
                answer.SetCanceled(CancellationToken.None);
                throw;
            }
        });
        answer.Task.Wait(_token);
        return answer.Task.Result;
    }

    /// <summary>Lets the queue go, once the work has ended.</summary>
    public void Dispose() => _queue.Dispose();

    /// <summary>Does something on the pipeline thread, in its turn.</summary>
    public void Post(Action action)
    {
        lock (_turn)
            _batch = null; // what is emitted from now on comes after it
        _queue.Add(action, _token);
    }

    private void Write(List<object> batch)
    {
        lock (_turn)
        {
            if (_batch == batch)
                _batch = null;
        }

        foreach (object value in batch)
            _cmdlet.WriteResult(value);
    }

    private void Drain()
    {
        var progress = new ProgressWriter(_cmdlet);
        while (!_queue.IsCompleted)
        {
            if (_queue.TryTake(out var action, RefreshMilliseconds))
                action();
            progress.Show(Volatile.Read(ref _progress));
        }
        progress.Complete();
    }
}
