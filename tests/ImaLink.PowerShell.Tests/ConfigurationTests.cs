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

    [Fact]
    public void Module_WhileItIsLoaded_IsNotWrittenToByTheCompiler()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there a loaded file cannot be written to");
        foreach (string name in new[] { "ImaLink.Core", "ImaLink.PowerShell" })
        {
            string compiled = Path.Combine(Repository.Root, "src", name, "obj", Repository.Configuration, "net8.0", name + ".dll");
            string[] assembled = Directory.GetFiles(Repository.Module, name + ".dll", SearchOption.AllDirectories); // Release has one that is compiled ahead
            Assert.NotEmpty(assembled);
            Assert.All(assembled, file => Assert.NotEqual(Inode(compiled), Inode(file)));
        }
    }

    private static string Inode(string path) => Told("ls", "-i", path).Split(' ')[0];

    private static string ModuleDirectory(string configuration)
    {
        string project = Path.Combine(Repository.Root, "src", "ImaLink.PowerShell", "ImaLink.PowerShell.csproj");
        return Path.GetFullPath(Told("dotnet", "msbuild", project, "-getProperty:ModuleDirectory", $"-p:Configuration={configuration}"));
    }

    private static string Told(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string told = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, told);
        return told;
    }
}
