using System.Diagnostics;

namespace ImaLink.Tests.Import;

/// <summary>Checks a storage with the real <c>sha256sum</c>.</summary>
internal static class Manifest
{
    /// <returns>The number of files that the manifest names.</returns>
    public static int Verify(TestArchive archive)
    {
        if (new FileInfo(archive.Layout.Manifest).Length == 0)
            return 0; // which sha256sum takes for no manifest
        try
        {
            using var process = Process.Start(new ProcessStartInfo("sha256sum", ["--check", "--strict", "--quiet", archive.Layout.Manifest])
            {
                WorkingDirectory = archive.Layout.Root,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            string told = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, told);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no sha256sum here.");
        }

        return File.ReadAllLines(archive.Layout.Manifest).Length;
    }
}
