using System.Diagnostics;
using System.Management.Automation;

namespace ImaLink.Host;

/// <summary>The last progress record as one line on standard error, redrawn five times a second at most.</summary>
internal sealed class ProgressLine
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly bool _visible = !Console.IsErrorRedirected;
    private long _last;
    private int _width;

    /// <summary>Draws the record; a completed one clears the line.</summary>
    public void Show(ProgressRecord record)
    {
        if (!_visible)
            return;
        if (record.RecordType == ProgressRecordType.Completed)
        {
            Clear();
            return;
        }
        if (_last != 0 && Stopwatch.GetElapsedTime(_last) < Interval)
            return;
        _last = Stopwatch.GetTimestamp();

        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete} %" : "";
        string left = record.SecondsRemaining >= 0 ? $", {TimeSpan.FromSeconds(record.SecondsRemaining)} left" : "";
        string text = $"{record.Activity}:{percent} {record.StatusDescription}{left}".ReplaceLineEndings(" ");
        int room = Math.Max(Console.WindowWidth - 1, 20);
        if (text.Length > room)
            text = text[..room];
        Console.Error.Write("\r" + text.PadRight(_width));
        _width = text.Length;
    }

    /// <summary>Makes room for other output.</summary>
    public void Clear()
    {
        if (_width == 0)
            return;
        Console.Error.Write("\r" + new string(' ', _width) + "\r");
        _width = 0;
    }
}
