using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// A runspace with the assembled module imported, and a temporary folder as its location: one per test class, by
/// <c>IClassFixture&lt;ModuleFixture&gt;</c>.
/// </summary>
public sealed class ModuleFixture : IDisposable
{
    private static readonly Lock Opening = new();
    private readonly TestHost _host = new();
    private readonly Runspace _runspace;

    public ModuleFixture()
    {
        // The engine's first steps are not safe for several threads: two runspaces that open at once may lack its own commands.
        lock (Opening)
        {
            var state = InitialSessionState.CreateDefault2();
            state.ThrowOnRunspaceOpenError = true;
            state.ImportPSModule([Repository.Manifest]);
            _runspace = RunspaceFactory.CreateRunspace(_host, state);
            _runspace.Open();
        }

        Folder = Directory.CreateTempSubdirectory("imalink-test-").FullName;
        _runspace.SessionStateProxy.Path.SetLocation(Folder);
    }

    /// <summary>Empty at first; the location of the runspace; removed at the end.</summary>
    public string Folder { get; }

    /// <summary>Answers to the prompts of the next calls, as indexes of the choice; none means no prompt is expected.</summary>
    internal Queue<int> Answers => _host.Answers;

    /// <summary>What happens while a prompt of the next calls waits for its answer.</summary>
    internal Action? WhenAsked
    {
        set => _host.WhenAsked = value;
    }

    /// <summary>Runs a script; <paramref name="parameters"/> become variables of those names.</summary>
    internal ScriptResult Invoke(string script, object? parameters = null) => Invoke(script, parameters, null);

    /// <summary>Runs a script and stops it as Ctrl+C does, as soon as the first output is there.</summary>
    internal ScriptResult InvokeAndStop(string script, TimeSpan after) => Invoke(script, null, running => !running.WaitOne(after));

    /// <summary>Runs a script and stops it once it has come as far as is wanted.</summary>
    internal ScriptResult InvokeAndStop(string script, Func<bool> when) => Invoke(script, null, running =>
    {
        while (!running.WaitOne(TimeSpan.FromMilliseconds(20)))
            if (when())
                return true;
        return false;
    });

    /// <summary>Makes a file in <see cref="Folder"/> and returns its full path.</summary>
    internal string File(string name, string content)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        _runspace.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private ScriptResult Invoke(string script, object? parameters, Func<WaitHandle, bool>? isToBeStopped)
    {
        _host.Text.Clear();
        using var shell = System.Management.Automation.PowerShell.Create(_runspace);
        foreach (var property in parameters?.GetType().GetProperties() ?? [])
            _runspace.SessionStateProxy.SetVariable(property.Name, property.GetValue(parameters));
        shell.AddScript(script);
        var output = new PSDataCollection<PSObject>();
        ErrorRecord? terminating = null;
        bool stopped = false;
        try
        {
            var running = shell.BeginInvoke<PSObject, PSObject>(null, output);
            if (isToBeStopped?.Invoke(running.AsyncWaitHandle) == true)
            {
                stopped = true;
                shell.Stop();
            }
            shell.EndInvoke(running);
        }
        catch (PipelineStoppedException) when (stopped)
        {
        }
        catch (RuntimeException exception)
        {
            terminating = exception.ErrorRecord;
        }
        return new ScriptResult
        {
            Output = [.. output],
            Errors = terminating is null ? [.. shell.Streams.Error] : [.. shell.Streams.Error, terminating],
            Terminating = terminating,
            Warnings = [.. shell.Streams.Warning.Select(record => record.Message)],
            Verbose = [.. shell.Streams.Verbose.Select(record => record.Message)],
            Progress = [.. shell.Streams.Progress],
            HostText = _host.Text.ToString(),
            Stopped = stopped,
        };
    }
}
