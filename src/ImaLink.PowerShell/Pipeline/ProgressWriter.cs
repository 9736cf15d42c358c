using System.Diagnostics;
using System.Management.Automation;
using static System.FormattableString;

namespace ImaLink.PowerShell;

/// <summary>
/// Shows how far a command is: nothing in the first second, then at most five records a second with rate and time left of the
/// step that is under way, and a completed one at the end if there was any. Only on the pipeline thread.
/// </summary>
internal sealed class ProgressWriter(Cmdlet cmdlet)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _last;
    private long _began;
    private OperationProgress? _first;
    private OperationProgress? _shown;

    /// <summary>Whether a record would be shown now; saves making one.</summary>
    public bool IsDue => Stopwatch.GetElapsedTime(_start) >= Quiet && (_last == 0 || Stopwatch.GetElapsedTime(_last) >= Interval);

    /// <summary>Shows the state, if it is time to.</summary>
    public void Show(OperationProgress? progress)
    {
        if (progress is null)
            return;
        // What came before a step, such as looking for files or waiting for a storage, says nothing of how long it takes; nor does what an earlier run had done.
        if (_first?.Activity != progress.Activity || progress.Items < _first.Items)
            (_first, _began) = (progress, Stopwatch.GetTimestamp());
        if (!IsDue)
            return;
        _last = Stopwatch.GetTimestamp();
        if (_shown is not null && _shown.Activity != progress.Activity)
            Complete();
        _shown = progress;
        cmdlet.WriteProgress(Record(progress, _first, Stopwatch.GetElapsedTime(_began).TotalSeconds));
    }

    /// <summary>Takes the last record away.</summary>
    public void Complete()
    {
        if (_shown is null)
            return;
        cmdlet.WriteProgress(new ProgressRecord(0, _shown.Activity, "Done") { RecordType = ProgressRecordType.Completed });
        _shown = null;
    }

    /// <summary>What is shown of a state.</summary>
    /// <param name="progress">The state.</param>
    /// <param name="first">The first state of this step.</param>
    /// <param name="seconds">How long ago that was.</param>
    internal static ProgressRecord Record(OperationProgress progress, OperationProgress first, double seconds)
    {
        long items = progress.Items - first.Items, bytes = progress.Bytes - first.Bytes;
        string status = Invariant($"{progress.Items:N0}");
        if (progress.TotalItems is { } all)
            status += Invariant($" of {all:N0}");
        if (seconds > 0 && items > 0)
        {
            status += Rate(items / seconds, "") + Rate(bytes / seconds / 1e6, " MB");
        }

        return new ProgressRecord(0, progress.Activity, status)
        {
            CurrentOperation = progress.Item,
            PercentComplete = Share(progress.Items, progress.TotalItems, progress.Bytes, progress.TotalBytes) is { } done ? (int)Math.Clamp(done * 100, 0, 100) : -1,
            SecondsRemaining = Share(items, progress.TotalItems - first.Items, bytes, progress.TotalBytes - first.Bytes) is > 0 and < 1 and var share
                ? (int)Math.Min(seconds * (1 - share) / share, int.MaxValue)
                : -1,
        };
    }

    /// <summary>What is done in a second; nothing where that would be shown as 0.</summary>
    private static string Rate(double rate, string unit) => rate < 0.05 ? "" : rate < 9.95 ? Invariant($", {rate:0.#}{unit}/s") : Invariant($", {rate:N0}{unit}/s");

    /// <summary>A file costs time by itself and by its bytes, and which more is not known: many small ones may come first, or the large ones. So half of each counts.</summary>
    private static double? Share(long items, long? allItems, long bytes, long? allBytes)
    {
        double? ofItems = allItems is > 0 and var number ? (double)items / number : null;
        double? ofBytes = allBytes is > 0 and var length ? (double)bytes / length : null;
        return (ofItems + ofBytes) / 2 ?? ofItems ?? ofBytes;
    }
}
