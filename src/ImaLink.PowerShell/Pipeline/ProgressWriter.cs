using System.Diagnostics;
using System.Management.Automation;
using static System.FormattableString;

namespace ImaLink.PowerShell;

/// <summary>
/// Shows how far a command is: nothing in the first second, then at most five records a second with rate and time left,
/// and a completed one at the end if there was any. Only on the pipeline thread.
/// </summary>
internal sealed class ProgressWriter(Cmdlet cmdlet)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _last;
    private OperationProgress? _shown;

    /// <summary>Whether a record would be shown now; saves making one.</summary>
    public bool IsDue => Stopwatch.GetElapsedTime(_start) >= Quiet && (_last == 0 || Stopwatch.GetElapsedTime(_last) >= Interval);

    /// <summary>Shows the state, if it is time to.</summary>
    public void Show(OperationProgress? progress)
    {
        if (progress is null || !IsDue)
            return;
        _last = Stopwatch.GetTimestamp();
        if (_shown is not null && _shown.Activity != progress.Activity)
            Complete();
        _shown = progress;
        cmdlet.WriteProgress(Record(progress, Stopwatch.GetElapsedTime(_start).TotalSeconds));
    }

    /// <summary>Takes the last record away.</summary>
    public void Complete()
    {
        if (_shown is null)
            return;
        cmdlet.WriteProgress(new ProgressRecord(0, _shown.Activity, "Done") { RecordType = ProgressRecordType.Completed });
        _shown = null;
    }

    internal static ProgressRecord Record(OperationProgress progress, double seconds)
    {
        string status = Invariant($"{progress.Items:N0}");
        if (progress.TotalItems is { } items)
            status += Invariant($" of {items:N0}");
        if (seconds > 0)
        {
            status += Invariant($", {progress.Items / seconds:N0}/s");
            if (progress.Bytes > 0)
                status += Invariant($", {progress.Bytes / seconds / 1e6:N0} MB/s");
        }
        // Bytes tell the time left better than items, where both are known.
        double? done = progress.TotalBytes is > 0 and var bytes ? (double)progress.Bytes / bytes
            : progress.TotalItems is > 0 and var total ? (double)progress.Items / total
            : null;
        return new ProgressRecord(0, progress.Activity, status)
        {
            CurrentOperation = progress.Item,
            PercentComplete = done is { } part ? (int)Math.Clamp(part * 100, 0, 100) : -1,
            SecondsRemaining = done is > 0 and < 1 and var share
                ? (int)Math.Min(seconds * (1 - share) / share, int.MaxValue)
                : -1,
        };
    }
}
