namespace ImaLink.PowerShell.Tests;

/// <summary>The module as it is shipped, in a process that references nothing of ours.</summary>
public sealed class ImportTests
{
    private const string OurAssemblies =
        "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -match 'ImaLink|Sqlite|NetVips' }";

    [Fact]
    public void Import_AssembledModule_LoadsNeitherCoreNorPackages()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "started by env");
        string cache = Directory.CreateTempSubdirectory("imalink-cache-").FullName;
        try
        {
            // PowerShell keeps there what the last session used, and may load it ahead in the background.
            var (exit, output, error) = HostProcess.Finish(HostProcess.StartUnder(["env", $"XDG_CACHE_HOME={cache}"],
                "-Command", $"{OurAssemblies}; 'imported'; Import-Module ImaLink.PowerShell; {OurAssemblies}"));
            Assert.Equal((0, ""), (exit, error));
            Assert.Equal(["imalink", "imported", "imalink", "ImaLink.PowerShell"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    [Fact]
    public void Import_ByNameInTheHost_IsTheModuleBesideIt() => Assert.Equal(
        Path.Combine(Path.GetDirectoryName(Repository.Host)!, "Modules", "ImaLink.PowerShell"),
        HostProcess.Run("-Command", "(Import-Module ImaLink.PowerShell -PassThru).ModuleBase").Output.Trim());

    [Fact]
    public void FirstCommand_AssembledModule_FindsCoreInItsFolder()
    {
        var (exit, output, error) = HostProcess.Run("-Command", $"(Get-ImaHothash -LiteralPath '{Repository.Manifest}').Hothash; {OurAssemblies}");
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("ImaLink.Core", output);
        Assert.DoesNotContain("NetVips", output);
    }
}
