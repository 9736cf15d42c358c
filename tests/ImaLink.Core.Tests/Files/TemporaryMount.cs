using System.Diagnostics;

namespace ImaLink.Tests.Files;

/// <summary>A small file system in memory, where the tests may mount one; else the test is skipped and says so.</summary>
internal sealed class TemporaryMount : IDisposable
{
    private readonly string _path;

    internal TemporaryMount(string path, string size = "1m")
    {
        Directory.CreateDirectory(path);
        _path = path;
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path) != 0)
            Assert.Skip("Mounting a file system takes Linux and root.");
    }

    internal void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", _path));

    internal void MakeWritable() => Assert.Equal(0, Run("mount", "-o", "remount,rw", _path));

    public void Dispose() => Run("umount", "-l", _path);

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
