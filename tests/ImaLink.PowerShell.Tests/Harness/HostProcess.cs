using System.Diagnostics;

namespace ImaLink.PowerShell.Tests;

/// <summary>Runs the built <c>imalink</c> as a process of its own.</summary>
internal static class HostProcess
{
    public static (int ExitCode, string Output, string Error) Run(params string[] arguments) => Finish(Start(arguments));

    public static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Repository.Host, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        })!;

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
