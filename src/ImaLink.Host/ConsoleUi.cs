using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;

namespace ImaLink.Host;

/// <summary>Standard output, standard error and standard input as the engine's user interface.</summary>
internal sealed partial class ConsoleUi : PSHostUserInterface, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ProgressLine _progress = new();
    private readonly bool _colours =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUi();

    /// <summary>Whether colour sequences may be written: never into a file or a pipe.</summary>
    public override bool SupportsVirtualTerminal => _colours;

    public override void Write(string value) => Print(Console.Out, _colours ? value : Plain(value));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        if (!_colours)
        {
            Write(value);
            return;
        }
        lock (_gate)
        {
            _progress.Clear();
            Console.ForegroundColor = foregroundColor;
            Console.Out.Write(value);
            Console.ResetColor();
        }
    }

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => Aside(value, "31;1");

    public override void WriteWarningLine(string message) => Aside($"WARNING: {message}", "33;1");

    public override void WriteVerboseLine(string message) => Aside($"VERBOSE: {message}", "33;1");

    public override void WriteDebugLine(string message) => Aside($"DEBUG: {message}", "33;1");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
            _progress.Show(record);
    }

    /// <summary>One line per error, as PowerShell's concise view has it: who, and what went wrong.</summary>
    public void WriteError(ErrorRecord error)
    {
        string message = error.ErrorDetails?.Message is { Length: > 0 } details ? details : error.Exception.Message;
        string? action = error.ErrorDetails?.RecommendedAction;
        string who = error.InvocationInfo?.MyCommand?.Name ?? "";
        string where = error.InvocationInfo is { ScriptName: { Length: > 0 } script, ScriptLineNumber: var line }
            ? $"{Path.GetFileName(script)}:{line}: "
            : "";
        if (error.InvocationInfo?.MyCommand is ExternalScriptInfo)
            who = "";
        WriteErrorLine($"{where}{(who.Length > 0 ? who + ": " : "")}{message}{(action is null ? "" : " " + action)}");
    }

    public void Dispose()
    {
        lock (_gate)
            _progress.Clear();
    }

    private void Aside(string text, string colour)
    {
        bool coloured = _colours && !Console.IsErrorRedirected;
        Print(Console.Error, (coloured ? $"\e[{colour}m{text}\e[0m" : text) + Environment.NewLine);
    }

    /// <summary>Formatting colours its headings whatever the output is.</summary>
    private static string Plain(string text) =>
        text.Contains('\e') ? new StringDecorated(text).ToString(OutputRendering.PlainText) : text;

    private void Print(TextWriter writer, string text)
    {
        lock (_gate)
        {
            _progress.Clear();
            writer.Write(text);
        }
    }
}
