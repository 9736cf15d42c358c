namespace ImaLink.PowerShell.Tests;

/// <summary>The module as it is shipped, in a process that references nothing of ours.</summary>
public sealed class ImportTests
{
    private const string OurAssemblies =
        "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -match 'ImaLink|Sqlite|NetVips' }";

    [Fact]
    public void Import_AssembledModule_LoadsNeitherCoreNorPackages()
    {
        var (exit, output, error) = HostProcess.Run("-Command", OurAssemblies);
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(["imalink", "ImaLink.PowerShell"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void FirstCommand_AssembledModule_FindsCoreInItsFolder()
    {
        var (exit, output, error) = HostProcess.Run("-Command", $"(Get-ImaHothash -LiteralPath '{Repository.Manifest}').Hothash; {OurAssemblies}");
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("ImaLink.Core", output);
        Assert.DoesNotContain("NetVips", output);
    }
}
