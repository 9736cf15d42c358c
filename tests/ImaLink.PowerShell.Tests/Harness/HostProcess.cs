using System.Diagnostics;

namespace ImaLink.PowerShell.Tests;

/// <summary>Runs the built <c>imalink</c> as a process of its own.</summary>
internal static class HostProcess
{
    public static (int ExitCode, string Output, string Error) Run(params string[] arguments) => Finish(Start(arguments));

    public static Process Start(params string[] arguments) => StartUnder([], arguments);

    /// <summary>Starts it by another program: its name and its arguments come first.</summary>
    public static Process StartUnder(string[] program, params string[] arguments)
    {
        string[] line = [.. program, "dotnet", Repository.Host, "-NoProfile", .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        start.Environment["NO_COLOR"] = "1"; // PowerShell colours headings and errors in a pipe, too
        return Process.Start(start)!;
    }

    /// <summary>Kills (SIGKILL) a process as soon as it is time; one that ends before that must have succeeded.</summary>
    /// <returns>Whether it was killed.</returns>
    public static bool KillWhen(Process process, Func<bool> isTime, TimeSpan pause)
    {
        using (process)
        {
            _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            while (!process.HasExited && !isTime())
                Thread.Sleep(pause);
            bool ended = process.HasExited;
            process.Kill();
            Assert.True(process.WaitForExit(60_000));
            Assert.True(!ended || process.ExitCode == 0, error.GetAwaiter().GetResult());
            return !ended;
        }
    }

    public static (int ExitCode, string Output, string Error) Finish(Process process, string input = "")
    {
        using (process)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = process.StandardOutput.ReadToEnd();
            Assert.True(process.WaitForExit(60_000), "imalink does not end.");
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
    }
}
