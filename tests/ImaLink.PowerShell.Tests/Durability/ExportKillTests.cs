using System.Diagnostics;
using System.Xml.Linq;
using ImaLink.SamplePhotos;
using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// Export-ImaSidecar and Export-ImaPhoto in a real process that is killed (SIGKILL) at random moments, and given again: nothing half-written has its final name, no photo is touched, and the second
/// run completes it and leaves nothing else. IMALINK_FAULTS sets how many kills each; 1 by default.
/// </summary>
[Trait("Category", "Faults")]
public sealed class ExportKillTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private const int Photos = 300;

    private static readonly Dictionary<string, string> Ways = new()
    {
        ["Export-ImaSidecar"] = "Export-ImaSidecar Archive",
        ["Export-ImaPhoto"] = "Get-ImaFile | Export-ImaPhoto -Destination out",
        ["Export-ImaPhoto -EmbedMetadata"] = "Get-ImaFile | Export-ImaPhoto -Destination out -EmbedMetadata -Layout '{yyyy}/{MM}/{name}'",
    };

    public static TheoryData<string> WaysToExport => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(WaysToExport))]
    public void Export_KilledAtRandomMoments_IsCompletedByTheSameCommand(string way)
    {
        string folder = Disk.NewFolder(module, "export"), kept = folder + "-kept";
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "disk"));
            BulkPhotos.Tiny(Path.Combine(folder, "card"), Photos);
            Run(folder, "$null = New-ImaFileStorage Archive disk; $null = Import-ImaSession card Archive Italy -NoPreview; $null = Get-ImaFile | Set-ImaPhoto -Title Lake -AddTag Places/Rome");
            Disk.Copy(folder, kept);
            Dictionary<string, string> photos = Sums(folder);
            int seed = Environment.TickCount, wanted = Math.Max(1, Tests.Operation.Faults), longest = Photos;
            var random = new Random(seed);
            var row = new FaultRow(way, "killed at a random moment");
            TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}.");
            for (int kill = 0, tries = 0; kill < wanted && tries < 10 * wanted; tries++)
            {
                Directory.Delete(folder, recursive: true);
                Disk.Copy(kept, folder);
                (bool isKilled, int lines) = Export(folder, way, random.Next(longest), random.Next(10));
                if (!isKilled)
                {
                    longest = Math.Max(1, Math.Min(longest, lines) / 2);
                    continue;
                }

                string when = $"kill {++kill}";
                row.Struck();
                row.NothingIsLost(when, () => Assert.Equal(photos, Sums(folder)));
                row.Holds(when, () => AssertWhole(folder));
                row.Holds("after " + when, () =>
                {
                    Assert.False(Export(folder, way, int.MaxValue, 0).IsKilled);
                    Assert.Equal(photos, Sums(folder));
                    AssertWhole(folder);
                    Assert.Equal(Photos, Made(folder).Count());
                    Assert.DoesNotContain(Disk.Files(folder), path => path.EndsWith(".new", StringComparison.Ordinal));
                    Assert.All(Run(folder, $"({Ways[way]}).Verdict | Sort-Object -Unique"), verdict => Assert.Equal("Unchanged", verdict));
                    Assert.Empty(Run(folder, "Compare-ImaFileStorage Archive | ForEach-Object Verdict"));
                });
            }

            row.End();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            if (Directory.Exists(kept))
                Directory.Delete(kept, recursive: true);
        }
    }

    /// <summary>What was made: sidecars in the storage, or copies in the destination.</summary>
    private static IEnumerable<string> Made(string folder) => Disk.Files(folder).Where(path => path.EndsWith(".xmp", StringComparison.Ordinal)
        || (path.StartsWith(Path.Combine(folder, "out") + Path.DirectorySeparatorChar, StringComparison.Ordinal) && path.EndsWith(".jpg", StringComparison.Ordinal)));

    private static void AssertWhole(string folder) => Assert.All(Made(folder), path =>
    {
        if (path.EndsWith(".xmp", StringComparison.Ordinal))
            Assert.Contains("Lake", XDocument.Load(path).ToString(), StringComparison.Ordinal);
        else
            Assert.Equal([0xFF, 0xD9], File.ReadAllBytes(path)[^2..]);
    });

    private static Dictionary<string, string> Sums(string folder) => Disk.Files(Path.Combine(folder, "disk")).Where(path => path.EndsWith(".jpg", StringComparison.Ordinal))
        .ToDictionary(path => Path.GetFileName(path), Disk.Sha256Of, StringComparer.Ordinal);

    private static string Prelude(string folder) => $"Set-Location '{folder}'; $PSDefaultParameterValues = @{{ '*-Ima*:Catalog' = '{Path.Combine(folder, "catalog.db")}' }}\n";

    private string[] Run(string folder, string script) => [.. module.Invoke(Prelude(folder) + script, null).Clean().Output.Select(value => value?.ToString() ?? "")];

    /// <summary>Runs a process that exports, and kills it a little after so many results that it told.</summary>
    private static (bool IsKilled, int Lines) Export(string folder, string way, int lines, int delay)
    {
        using Process process = HostProcess.Start("-Command", $"{Prelude(folder)} {Ways[way]} | ForEach-Object {{ [Console]::Out.WriteLine('told'); [Console]::Out.Flush() }}\nexit 0");
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        int seen = 0;
        bool isKilled = false;
        while (process.StandardOutput.ReadLine() is not null)
        {
            if (seen++ != lines)
                continue;
            Thread.Sleep(delay);
            isKilled = !process.HasExited;
            process.Kill();
        }

        Assert.True(process.WaitForExit(60_000));
        isKilled &= process.ExitCode != 0;
        Assert.True(isKilled || process.ExitCode == 0, error.GetAwaiter().GetResult());
        return (isKilled, seen);
    }
}
