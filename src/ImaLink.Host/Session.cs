using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using Microsoft.PowerShell;

namespace ImaLink.Host;

/// <summary>One runspace with the module imported, one command, one exit code.</summary>
internal static class Session
{
    private static string Manifest =>
        Path.Combine(AppContext.BaseDirectory, "Modules", "ImaLink.PowerShell", "ImaLink.PowerShell.psd1");

    public static int Run(Options options)
    {
        using var ui = new ConsoleUi();
        var host = new ConsoleHost(ui);
        using var runspace = RunspaceFactory.CreateRunspace(host, State());
        runspace.Open();
        using var shell = System.Management.Automation.PowerShell.Create(runspace);

        int errors = 0, stopSignal = 0;
        shell.Streams.Error.DataAdded += (_, added) =>
        {
            errors++;
            ui.WriteError(shell.Streams.Error[added.Index]);
        };
        void Stop(PosixSignalContext signal)
        {
            // A second signal ends the process at once: the handler leaves it to the system.
            signal.Cancel = Interlocked.Exchange(ref stopSignal, signal.Signal == PosixSignal.SIGINT ? 130 : 143) == 0;
            if (signal.Cancel)
                shell.BeginStop(null, null);
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        shell.Commands.AddCommand(options.Command).AddCommand("Out-Default");
        try
        {
            shell.Invoke();
        }
        catch (PipelineStoppedException) when (stopSignal != 0)
        {
        }
        catch (RuntimeException problem)
        {
            errors++;
            ui.WriteError(problem.ErrorRecord);
        }
        if (stopSignal != 0)
            return stopSignal;
        int exit = host.ExitCode ?? ScriptExit(runspace, shell.HadErrors);
        return exit != 0 ? exit : errors > 0 ? 1 : 0;
    }

    private static InitialSessionState State()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        state.ImportPSModule([Manifest]);
        return state;
    }

    /// <summary>A script file's <c>exit N</c> ends up in LASTEXITCODE; so does a program's, but that is no failure of ours.</summary>
    private static int ScriptExit(Runspace runspace, bool failed) =>
        failed && runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int code ? code : 0;
}
