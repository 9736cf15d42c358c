using System.Diagnostics;

namespace ImaLink.PowerShell.Tests;

/// <summary>The assembled core in the .NET of PowerShell 7.4, the earliest that the manifest allows.</summary>
public sealed class DotNet8Tests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imalink-net8-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Core_OfTheAssembledModule_HashesPreviewsAndImportsInDotNet8()
    {
        string photo = Path.Combine(Repository.Root, "examples", "photos", "IMG_2041.jpg");
        string program = Path.Combine(Repository.Root, "tests", "ImaLink.DotNet8", "bin", Repository.Configuration, "net8.0", "ImaLink.DotNet8");
        var start = new ProcessStartInfo(program, [Path.Combine(Repository.Module, "core"), photo, _folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var (exit, output, error) = HostProcess.Finish(Process.Start(start)!);
        Assert.Equal((0, ""), (exit, error));
        string[] lines = output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("runtime 8.0.", lines[0]);
        Assert.Matches("^hothash [0-9a-f]{64}$", lines[1]);
        Assert.Equal(["preview True", "imported 1"], lines[2..]);
    }
}
