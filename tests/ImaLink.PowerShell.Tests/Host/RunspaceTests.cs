using System.Globalization;

namespace ImaLink.PowerShell.Tests.Host;

/// <summary>What people do with the module beside typing: many runspaces at once, thread jobs, strict mode, default values, exit codes.</summary>
public sealed class RunspaceTests(ModuleFixture module) : ArchiveTest(module)
{
    [Fact]
    public void ThirtyTwoRunspaces_ImportingTheModuleAndAskingAtOnce_AllAnswer()
    {
        FirstImport();
        string[] lines = Host($$"""
            $one = (Measure-Command { $null = (Get-ImaFile -Catalog '{{Catalog}}').Count; $null = (Get-ImaPhoto -Catalog '{{Catalog}}' -Year 2024).Count; $null = (Get-ImaSession -Catalog '{{Catalog}}').Title }).TotalMilliseconds
            $time = Measure-Command { $answers = 1..32 | ForEach-Object -Parallel {
                Import-Module '{{Repository.Manifest}}'
                "$((Get-ImaFile -Catalog '{{Catalog}}').Count) $((Get-ImaPhoto -Catalog '{{Catalog}}' -Year 2024).Count) $((Get-ImaSession -Catalog '{{Catalog}}').Title)"
            } -ThrottleLimit 32 }
            "$($answers.Count) answers, $(@($answers | Select-Object -Unique).Count) different, $($Error.Count) errors"
            [string]::Format([cultureinfo]::InvariantCulture, 'one {0:0} ms, 32 at once {1:0} ms', $one, $time.TotalMilliseconds)
            """);
        Assert.Equal("32 answers, 1 different, 0 errors", lines[0]);
        TestContext.Current.TestOutputHelper?.WriteLine(lines[1]);
    }

    [Fact]
    public void ThreadJobs_InStrictMode_ReadAndWrite()
    {
        FirstImport();
        string[] lines = Host($$"""
            Set-StrictMode -Version Latest
            $jobs = 1..8 | ForEach-Object { Start-ThreadJob { Import-Module '{{Repository.Manifest}}'; Set-StrictMode -Version Latest; Get-ImaFile -Catalog '{{Catalog}}' | Set-ImaPhoto -Catalog '{{Catalog}}' -AddTag "tag$using:_" } }
            $photos = $jobs | Receive-Job -Wait -AutoRemoveJob
            "$($photos.Count) photos, $((Get-ImaTag -Catalog '{{Catalog}}').Count) tags, $($Error.Count) errors"
            (Get-ImaFile -Catalog '{{Catalog}}' | Format-Table | Out-String).Contains('#ERR')
            """);
        Assert.Equal(["40 photos, 8 tags, 0 errors", "False"], lines);
    }

    [Fact]
    public void DefaultParameterValues_AreTakenByEveryCmdletOfTheModule()
    {
        FirstImport();
        Assert.Equal(["5", "Archive"], Host($$"""
            $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = '{{Catalog}}'; 'Get-ImaFile:Storage' = 'Archive' }
            (Get-ImaFile).Count
            (Get-ImaFileStorage).Name
            """));
    }

    [Theory]
    [InlineData("Get-ImaFile -Catalog $c | Out-Null", 0)]
    [InlineData("Get-ImaSession Nope -Catalog $c", 1)]
    [InlineData("if (-not (Test-ImaFile -Quiet -Catalog $c)) { exit 3 }", 0)]
    [InlineData("Get-ImaSession Nope -Catalog $c -ErrorAction Stop", 1)]
    [InlineData("exit 7", 7)]
    public void ExitCodes_OfTheHost_TellWhetherTheLastCommandSucceeded(string command, int expected)
    {
        FirstImport();
        (int exit, _, _) = HostProcess.Run("-Command", $"$c = '{Catalog}'; {command}");
        Assert.Equal(expected, exit);
    }

    private static string[] Host(string script)
    {
        (int exit, string output, string error) = HostProcess.Run("-Command", script);
        Assert.True(exit == 0 && error.Length == 0, string.Create(CultureInfo.InvariantCulture, $"{exit} {error}"));
        return output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
