using System.Diagnostics;

namespace ImaLink.PowerShell.Tests;

/// <summary>What a build of one configuration leaves alone.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void Module_OfEachConfiguration_IsAssembledApartFromTheOtherAndFromItsSources()
    {
        string[] folders = [ModuleDirectory("Debug"), ModuleDirectory("Release")];
        Assert.NotEqual(folders[0], folders[1]);
        Assert.Contains(Repository.Module + Path.DirectorySeparatorChar, folders);
        Assert.All(folders, folder => Assert.StartsWith(Path.Combine(Repository.Root, "artifacts", "module"), folder));
    }

    private static string ModuleDirectory(string configuration)
    {
        string project = Path.Combine(Repository.Root, "src", "ImaLink.PowerShell", "ImaLink.PowerShell.csproj");
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-getProperty:ModuleDirectory", $"-p:Configuration={configuration}"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string told = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, told);
        return Path.GetFullPath(told);
    }
}
