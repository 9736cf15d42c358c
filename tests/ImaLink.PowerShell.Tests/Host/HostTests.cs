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
    public void Command_Error_GoesToStandardErrorInOneLine()
    {
        var (exit, output, error) = HostProcess.Run("-Command", "Get-ImaHothash nowhere.jpg");
        Assert.Equal((1, ""), (exit, output));
        Assert.Equal("Get-ImaHothash: 'nowhere.jpg' does not exist. Check the path; is the drive connected?", error.Trim());
    }

    /// <summary>As pwsh says it: the last command counts, unless the script ends by an error or says the code itself.</summary>
    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'bad'", 1)]
    [InlineData("this is not (", 1)]
    [InlineData("Get-ImaHothash nowhere; 'after'", 0)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-ImaHothash nowhere; 'after'", 1)]
    [InlineData("dotnet nowhere.dll *> $null; exit $LASTEXITCODE", 1)]
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
        var (_, _, error) = HostProcess.Run("-File", Script("\nGet-ImaHothash nowhere.jpg"));
        Assert.StartsWith("Get-ImaHothash:", error);
        Assert.Contains("script.ps1:2", error);
        Assert.Contains("'nowhere.jpg' does not exist", error);
        Assert.DoesNotContain("   at ", error);
    }

    /// <summary>A job that nobody watches: what asks does not do it.</summary>
    [Theory]
    [InlineData]
    [InlineData("-NonInteractive")]
    public void Prompt_WithoutAnybody_DoesNothing(params string[] options)
    {
        string script = "function f { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('t', 'a')) { 'did it' } };";
        var (_, output, error) = HostProcess.Run([.. options, "-Command", script + "f"]);
        Assert.DoesNotContain("did it", output);
        Assert.Contains("ShouldProcess", error);
        Assert.Contains("What if:", HostProcess.Run("-Command", script + "f -WhatIf").Output);
    }

    [Theory]
    [InlineData]
    [InlineData("-NonInteractive")]
    public void Removal_WithoutAnybodyToAsk_SaysWhatToAdd(params string[] options)
    {
        string catalog = $"@{{ Catalog = '{_folder}/catalog.db' }}";
        string script = $"$c = {catalog}; $null = New-ImaFileStorage Archive '{_folder}' @c; Remove-ImaFileStorage Archive @c; $Error[0].FullyQualifiedErrorId; (Get-ImaFileStorage @c).Name";
        var (_, output, error) = HostProcess.Run([.. options, "-Command", script]);
        Assert.Contains("ImaLink.NotInteractive", output);
        Assert.EndsWith("Archive", output.Trim());
        Assert.Contains("-Confirm:$false", error);
    }

    /// <summary>What is no part of the engine: other programs, other threads, modules.</summary>
    [Theory]
    [InlineData("Start-Job { (Get-Command Get-ImaFile).Source } | Receive-Job -Wait", "ImaLink.PowerShell")]
    [InlineData("Start-ThreadJob { (Get-Command Get-ImaFile).Source } | Receive-Job -Wait", "ImaLink.PowerShell")]
    [InlineData("1..2 | ForEach-Object -Parallel { (Get-Command Get-ImaFile).Source } | Select-Object -Unique", "ImaLink.PowerShell")]
    [InlineData("(Get-Command Get-PSResourceRepository, Set-PSReadLineOption, Compress-Archive, ConvertTo-Json, Get-PfxCertificate).Count", "5")]
    [InlineData("Add-Type 'public static class Six { public static int Value => 6; }'; [Six]::Value", "6")]
    [InlineData("$env:POWERSHELL_TELEMETRY_OPTOUT + $env:POWERSHELL_UPDATECHECK", "1Off")]
    public void Shell_IsWhole(string command, string expected)
    {
        var (exit, output, error) = HostProcess.Run("-Command", command);
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(expected, output.Trim());
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
    [InlineData("-Wrong")]
    [InlineData("-Command")]
    [InlineData("-File", "nowhere.ps1")]
    public void Usage_Wrong_IsSaid(params string[] arguments)
    {
        var (exit, _, error) = HostProcess.Run(arguments);
        Assert.Equal(64, exit);
        Assert.NotEmpty(error);
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
