using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ImaLink.PowerShell.Tests.Host;

public sealed partial class HostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imalink-host-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Command_Object_IsFormattedWithoutColours()
    {
        var (exit, output, error) = HostProcess.Run("-Command", "[pscustomobject]@{ Name = 'x'; Size = 2 }");
        Assert.Equal(0, exit);
        Assert.Equal(["Name Size", "---- ----", "x       2"], Lines(output));
        Assert.Empty(error);
    }

    [Fact]
    public void Command_Unicode_IsWrittenAsUtf8() =>
        Assert.Equal("Grüße 😀", HostProcess.Run("-Command", "'Grüße 😀'").Output.Trim());

    [Fact]
    public void Command_Error_GoesToStandardErrorAndExitIsNotZero()
    {
        var (exit, output, error) = HostProcess.Run("-Command", "Get-ImaHothash nowhere.jpg; 'after'");
        Assert.Equal(1, exit);
        Assert.Equal("after", output.Trim());
        Assert.StartsWith("Get-ImaHothash: 'nowhere.jpg' does not exist", error);
        Assert.DoesNotContain("   at ", error);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'bad'", 1)]
    [InlineData("this is not (", 1)]
    [InlineData("Get-ImaHothash nowhere -ErrorAction Ignore", 0)]
    public void Command_Ending_GivesExitCode(string command, int expected) =>
        Assert.Equal(expected, HostProcess.Run("-Command", command).ExitCode);

    [Fact]
    public void Command_Dash_ReadsStandardInput() =>
        Assert.Equal("42", HostProcess.Finish(HostProcess.Start("-Command", "-"), "6 * 7").Output.Trim());

    [Fact]
    public void File_Arguments_AreBoundAsTyped()
    {
        string script = Script("param([string]$Path, [switch]$Flag, $First)\n\"$Path|$Flag|$First|$($First.GetType().Name)|$PSScriptRoot\"\nexit 3");
        var (exit, output, _) = HostProcess.Run("-File", script, "-Path", "a b", "-Flag", "007");
        Assert.Equal(3, exit);
        Assert.Equal($"a b|True|007|String|{_folder}", output.Trim());
        Assert.Equal($"|False|-1|String|{_folder}", HostProcess.Run("-File", script, "-Flag:$false", "-First", "-1").Output.Trim());
    }

    [Fact]
    public void File_Error_NamesScriptAndLine()
    {
        var (exit, _, error) = HostProcess.Run("-File", Script("\nGet-ImaHothash nowhere.jpg"));
        Assert.Equal(1, exit);
        Assert.StartsWith("script.ps1:2: Get-ImaHothash: 'nowhere.jpg'", error);
    }

    [Fact]
    public void Prompt_WithoutTerminal_IsAClearError()
    {
        string script = "function f { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('t', 'a')) { 'did' } };";
        var (exit, output, error) = HostProcess.Run("-Command", script + "f");
        Assert.Equal(1, exit);
        Assert.DoesNotContain("did", output);
        Assert.Contains("-Confirm:$false", error);
        Assert.Contains("What if:", HostProcess.Run("-Command", script + "f -WhatIf").Output);
    }

    [Fact]
    public void WithoutCultures_FirstArchive_IsMadeAndSearched()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "started by env");
        string[] none = ["env", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1"];
        string script = Path.Combine(Repository.Root, "examples", "first-archive.ps1");
        var (exit, output, error) = HostProcess.Finish(HostProcess.StartUnder(none, "-File", script, "-Destination", _folder));
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("so that the source could be deleted? True", output);
        string catalog = Directory.EnumerateFiles(_folder, "catalog.db", SearchOption.AllDirectories).Single();
        (_, output, _) = HostProcess.Finish(HostProcess.StartUnder(none, "-Command", $"[cultureinfo]::CurrentCulture.Name; @(Get-ImaFile -Catalog '{catalog}' -After 2024-06-01).Count"));
        Assert.Equal("3", output.Trim());
    }

    [Fact]
    public void Help_OfACmdlet_IsShown() =>
        Assert.Contains("Get-ImaHothash [-Path]", HostProcess.Run("-Command", "Get-Help Get-ImaHothash").Output);

    [Theory]
    [InlineData]
    [InlineData("-Wrong")]
    [InlineData("-Command")]
    [InlineData("-File", "nowhere.ps1")]
    public void Usage_Wrong_IsSaidInOneLine(params string[] arguments)
    {
        var (exit, output, error) = HostProcess.Run(arguments);
        Assert.Equal(64, exit);
        Assert.Empty(output);
        Assert.Equal(2, Lines(error).Length);
    }

    [Fact]
    public void Signal_RunningCommand_EndsAtOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent by kill(2)");
        var process = HostProcess.Start("-Command", "'started'; while ($true) { }");
        Assert.Equal("started", process.StandardOutput.ReadLine());
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(0, Kill(process.Id, 15));
        Assert.Equal(143, HostProcess.Finish(process).ExitCode);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static string[] Lines(string text) => text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private string Script(string text)
    {
        string path = Path.Combine(_folder, "script.ps1");
        File.WriteAllText(path, text);
        return path;
    }
}
