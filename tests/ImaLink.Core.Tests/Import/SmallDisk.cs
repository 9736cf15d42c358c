using System.Diagnostics;
using System.Globalization;

namespace ImaLink.Tests.Import;

/// <summary>A file system of a few megabytes in memory; the test is skipped where none can be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(string path, int kilobytes)
    {
        Path = path;
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k"), "tmpfs", path))
            Assert.Skip("A file system can only be mounted as root on Linux.");
    }

    public string Path { get; }

    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", Path));

    public void MakeWritable() => Assert.True(Run("mount", "-o", "remount,rw", Path));

    /// <summary>Leaves no room but so many bytes.</summary>
    public void Fill(long but = 0)
    {
        using var filler = new FileStream(System.IO.Path.Combine(Path, "filler"), FileMode.Create);
        long free = new DriveInfo(Path).AvailableFreeSpace - but;
        try
        {
            filler.Write(new byte[Math.Max(0, free)]);
            filler.Flush();
        }
        catch (IOException)
        {
            // full
        }
    }

    public void MakeRoom() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public void Dispose()
    {
        if (!Run("umount", Path))
            Run("umount", "-l", Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
