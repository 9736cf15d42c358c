using System.Text.RegularExpressions;

namespace ImaLink.PowerShell.Tests.Host;

/// <summary>The example scripts, run by the standalone host.</summary>
public sealed class ExampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imalink example [1] ").FullName;

    private static string Script { get; } = Path.Combine(Repository.Root, "examples", "first-archive.ps1");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FirstArchive_AsOftenAsOneLikes_ShowsSessionLedgerAndFiles()
    {
        for (int run = 1; run <= 2; run++)
        {
            var (exit, output, error) = HostProcess.Run("-File", Script, "-Destination", _folder);
            Assert.Equal((0, ""), (exit, error));
            Assert.Contains($"The archive is made in {_folder}", output);
            Assert.Matches(@"My first import\s+Archive\s+5\s+0\s+7\d(\.\d)? kB Completed\s", output);
            Assert.Matches(@"Duplicate\s+15\.3 kB .*= photos/…/IMG_2041", output); // in 80 columns paths lose their middle
            Assert.Matches(@"2024-06-14 09:32 JPEG\s+15\.3 kB Archive\s+photos/…/IMG_2041", output);
            Assert.Contains("so that the source could be deleted? True", output);
            string catalog = output.Split('\n')[0]["The archive is made in ".Length..].Trim() + "/catalog.db";
            string told = HostProcess.Run("-Command", $"$c = @{{ Catalog = '{catalog}' }}; Get-ImaSession @c | ForEach-Object {{ \"$($_.SourceFiles) $($_.Bytes) $($_.Status)\" }}; (Get-ImaFile *IMG_2041* @c).RelativePath").Output;
            Assert.Matches(@"^6 7\d{4} Completed\s+photos/2024/My first import/IMG_2041\.jpg\s*$", told);
            Assert.Equal(run, Directory.EnumerateFiles(_folder, "catalog.db", SearchOption.AllDirectories).Count());
            Assert.Equal(run * 5, Directory.EnumerateFiles(_folder, "*.jpg", SearchOption.AllDirectories).Count(path => path.Contains("/photos/", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void FirstArchive_OwnPhotos_AreImportedFromThePathGiven()
    {
        string own = Path.Combine(_folder, "own");
        SamplePhotos.BulkPhotos.Tiny(own, 25);
        var (exit, output, error) = HostProcess.Run("-File", Script, "-Path", own, "-Destination", _folder, "-Title", "Mine");
        Assert.Equal((0, ""), (exit, error));
        Assert.Matches(@"Mine\s+Archive\s+25\s+0\s+\d+(\.\d)? [kM]B Completed\s", output);
        Assert.Contains("... and 5 more.", output);
    }

    [Fact]
    public void FirstArchive_NoSuchFolder_EndsWithTheErrorAlone()
    {
        var (exit, output, error) = HostProcess.Run("-File", Script, "-Path", Path.Combine(_folder, "none"), "-Destination", _folder);
        Assert.Equal(1, exit);
        // PowerShell breaks the message where the path makes it too long for a line.
        Assert.Contains("does not exist", Regex.Replace(error, @"(\e\[[\d;]*m|\s|\|)+", " "), StringComparison.Ordinal);
        Assert.DoesNotContain("so that the source could be deleted", output);
    }
}
