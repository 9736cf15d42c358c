using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace ImaLink.PowerShell;

/// <summary>
/// What every cmdlet shares: it can be stopped, and what it throws becomes a proper error record. A leaf overrides
/// <see cref="BeginInput"/>, <see cref="ProcessInput"/> and <see cref="EndInput"/>; what escapes from them ends the command.
/// Trouble with one item of several goes through <see cref="Attempt"/> instead.
/// </summary>
public abstract class ImaLinkCommand : PSCmdlet, IDisposable
{
    private const int MostActionsTold = 6;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, int> _foretold = [];

    /// <summary>Cancelled when the user stops the command. Hand it to everything that can take long.</summary>
    protected internal CancellationToken StopToken => _stop.Token;

    /// <summary>Turns what the core reports on the pipeline thread into error records; the rest it does not tell.</summary>
    private protected OperationReporter ErrorReporter => new() { Error = error => WriteError(ErrorRecords.From(error)) };

    /// <summary>Called before the first input.</summary>
    protected virtual void BeginInput() { }

    /// <summary>Called for each input, or once where there is no pipeline.</summary>
    protected virtual void ProcessInput() { }

    /// <summary>Called after the last input.</summary>
    protected virtual void EndInput() { }

    /// <summary>Whether to go on with what changes something: shown with -WhatIf, asked where it must be. Where nobody can be asked, the command ends.</summary>
    /// <param name="target">What is changed.</param>
    /// <param name="action">How.</param>
    public new bool ShouldProcess(string target, string action)
    {
        try
        {
            bool isGo = base.ShouldProcess(target, action);
            if (!isGo && this.IsWhatIf())
                _foretold[action] = _foretold.GetValueOrDefault(action) + 1;
            return isGo;
        }
        catch (Exception e) when (e is not (PipelineStoppedException or ActionPreferenceStopException or FlowControlException))
        {
            // What hosts throw that cannot ask, such as pwsh -NonInteractive, a job, or one whose input is closed.
            ThrowTerminatingError(ErrorRecords.From(new ImaLinkException(ErrorCode.NotInteractive,
                $"This asks before it goes on ({action}: {target}), and nobody can be asked here. Add -Confirm:$false to go on without a question, or -WhatIf to see what would be done.", target, e)));
            return false;
        }
    }

    /// <summary>Emits an object.</summary>
    protected internal virtual void WriteResult(object value) => WriteObject(value);

    /// <summary>Tells what came up by the way.</summary>
    protected virtual void TellNotices()
    {
    }

    /// <summary>What to say where the user stopped the command; null for nothing.</summary>
    protected virtual string? WhenStopped => null;

    /// <summary>Does something with one item; its failure is an error record and the rest goes on.</summary>
    /// <param name="target">What the error is about, unless the exception knows better.</param>
    /// <param name="action">The work.</param>
    /// <returns>Whether it succeeded.</returns>
    protected internal bool Attempt(string? target, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            action();
            return true;
        }
        catch (Exception exception) when (!IsFlow(exception))
        {
            WriteError(ErrorRecords.From(exception, target));
            return false;
        }
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(BeginInput);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(ProcessInput);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(() =>
    {
        EndInput();
        TellForetold();
    });

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what is still under way: the engine disposes a cmdlet however its pipeline ended.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        // Cancelled, not disposed: StopProcessing may come late, from another thread.
        if (disposing)
            _stop.Cancel();
    }

    private void Guard(Action action)
    {
        try
        {
            action();
            TellNotices();
        }
        catch (Exception exception) when (_stop.IsCancellationRequested && exception is OperationCanceledException or PipelineStoppedException)
        {
            TellStopped();
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (!IsFlow(exception))
        {
            ThrowTerminatingError(ErrorRecords.From(exception));
        }
    }

    /// <summary>After many lines of -WhatIf, how many they were.</summary>
    private void TellForetold()
    {
        int all = _foretold.Values.Sum();
        if (all > 1)
            TellHost($"What if: {all.ToString("N0", CultureInfo.InvariantCulture)} in all" + (_foretold.Count is 1 or > MostActionsTold ? "."
                : $": {string.Join("; ", _foretold.Select(action => $"{action.Value.ToString("N0", CultureInfo.InvariantCulture)} x {action.Key}"))}."));
    }

    /// <summary>Tells whoever sits at the screen, and nobody who takes the output.</summary>
    internal void TellHost(string text) => WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST", "ImaLink"]);

    /// <summary>Straight to the host: what is stopped has no pipeline any more.</summary>
    private void TellStopped()
    {
        try
        {
            if (WhenStopped is { } text)
                Host.UI?.WriteWarningLine(text);
        }
        catch (Exception exception) when (exception is HostException or ImaLinkException or NotImplementedException)
        {
            // It was stopped; what can be resumed is told by Test-ImaFileStorage as well.
        }
    }

    /// <summary>The engine's own: a stopped pipeline, break and exit, -ErrorAction Stop, a refused prompt.</summary>
    private bool IsFlow(Exception exception) =>
        exception is RuntimeException or FlowControlException
        || (exception is OperationCanceledException && _stop.IsCancellationRequested);
}
