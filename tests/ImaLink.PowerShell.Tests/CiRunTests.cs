using System.Diagnostics;

namespace ImaLink.PowerShell.Tests;

/// <summary>What .ci/run makes of what <c>dotnet test</c> says; here another program of that name says it.</summary>
public sealed class CiRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imalink-ci-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Failures_AreToldByNameAndMessage_RightBeforeTheSum()
    {
        var (exit, lines) = Run(2, """
            failed A.First.Photo_IsLost (12ms)
              Assert.Equal() Failure

              Expected: 1
                at A.First.Photo_IsLost()
            A.dll (net10.0|x64) failed with 1 error(s) (2s)
            B.dll (net10.0|x64) passed (3s)

            Test run summary: Failed!
              total: 12
              failed: 1
              succeeded: 9
              skipped: 2
            """);
        Assert.Equal(1, exit);
        Assert.Equal(
            ["What failed:", "failed A.First.Photo_IsLost (12ms)", "  Assert.Equal() Failure", "", "  Expected: 1", "    at A.First.Photo_IsLost()",
                "A.dll (net10.0|x64) failed with 1 error(s) (2s)", "9 passed, 1 failed, 2 skipped"],
            lines[^8..]);
    }

    [Fact]
    public void Success_IsTheSumAlone()
    {
        var (exit, lines) = Run(0, "  failed: 0\n  succeeded: 9\n  skipped: 2");
        Assert.Equal(0, exit);
        Assert.DoesNotContain("What failed:", lines);
        Assert.Equal("9 passed, 0 failed, 2 skipped", lines[^1]);
    }

    [Fact]
    public void NoTests_AreAFailure() => Assert.Equal(1, Run(0, "  failed: 0\n  succeeded: 0\n  skipped: 0").ExitCode);

    private (int ExitCode, string[] Lines) Run(int status, string said)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a script of bash");
        string program = Path.Combine(_folder, "dotnet");
        File.WriteAllText(program, $"#!/bin/sh\ncat <<'END'\n{said}\nEND\nexit {status}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, ".ci", "run")) { RedirectStandardOutput = true };
        start.Environment["PATH"] = _folder + ":" + Environment.GetEnvironmentVariable("PATH");
        using Process process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().TrimEnd('\n').Split('\n');
        process.WaitForExit();
        return (process.ExitCode, lines);
    }
}
