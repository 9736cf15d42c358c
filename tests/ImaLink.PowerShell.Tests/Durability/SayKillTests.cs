using System.Diagnostics;
using System.Globalization;
using ImaLink.SamplePhotos;
using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// What an owner says in a real process that is killed (SIGKILL) at random moments: what was emitted stands in the catalog, and what a finished command said in the storage alone, too.
/// IMALINK_FAULTS sets how many kills each; 1 by default.
/// </summary>
[Trait("Category", "Faults")]
public sealed class SayKillTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private const int Photos = 400;

    /// <summary>A way to say something: a script, which tells each title that a command has emitted as "said", and each that a finished command said as "done".</summary>
    private static readonly Dictionary<string, string> Ways = new()
    {
        ["many from the pipeline"] = """
            Get-ImaFile | Set-ImaPhoto -Title $Word | ForEach-Object { Tell said $_.Hothash $Word }
            Get-ImaFile | ForEach-Object { Tell done $_.Hothash $Word }
            """,
        ["one command after the other, beside the index"] = """
            foreach ($hothash in (Get-ImaFile | Select-Object -First 60).Hothash) { $null = Set-ImaPhoto $hothash -Title $Word; Tell said $hothash $Word; Tell done $hothash $Word }
            """,
        ["folded in at the next write"] = """
            foreach ($hothash in (Get-ImaFile | Select-Object -First 5).Hothash) { $null = Set-ImaPhoto $hothash -Title $Word; Tell done $hothash $Word }
            foreach ($i in 1..5) { $null = Set-ImaSession Italy -Description "$Word $i"; $null = Set-ImaPhoto $hothash -Title "$Word $i"; Tell done $hothash "$Word $i" }
            """,
        ["folded in by Sync"] = """
            foreach ($i in 1..4) {
                foreach ($hothash in (Get-ImaFile | Select-Object -First 3).Hothash) { $null = Set-ImaPhoto $hothash -Title "$Word $i"; Tell said $hothash "$Word $i"; Tell done $hothash "$Word $i" }
                Get-ChildItem disk/*/photos -Recurse -File | Select-Object -First 1 | Rename-Item -NewName { "$($_.BaseName)_$i.jpg" }
                $null = Sync-ImaFileStorage Archive
            }
            """,
        ["Rename-ImaTag"] = """
            $null = Get-ImaFile | Set-ImaPhoto -AddTag "Places/$Word" -Title $Word
            Get-ImaFile | ForEach-Object { Tell done $_.Hothash $Word }
            $null = Rename-ImaTag Places/$Word Orte/$Word
            """,
    };

    public static TheoryData<string> WaysToSay => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(WaysToSay))]
    public void Say_KilledAtRandomMoments_LosesNothing(string way)
    {
        string folder = Disk.NewFolder(module, "say"), disk = Path.Combine(folder, "disk");
        try
        {
            Directory.CreateDirectory(disk);
            BulkPhotos.Tiny(Path.Combine(folder, "card"), Photos);
            Run(folder, "$null = New-ImaFileStorage Archive disk; $null = Import-ImaSession card Archive Italy -NoPreview; $null = Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -Title first");
            int seed = Environment.TickCount, kills = 0, wanted = Math.Max(1, Operation.Faults);
            var random = new Random(seed);
            var row = new FaultRow($"Set-ImaPhoto, {way}", "killed at a random moment");
            TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}.");
            int longest = Photos;
            for (int round = 1; kills < wanted; round++)
            {
                string word = string.Create(CultureInfo.InvariantCulture, $"round {round}");
                Told told = Say(folder, way, word, random.Next(longest), random.Next(40));
                if (!told.IsKilled)
                    longest = Math.Max(1, Math.Min(longest, told.Lines));
                else if (++kills > 0)
                    row.Struck();
                row.NothingIsLost($"kill {kills}", () => AssertSaid(told.Said, Titles(folder, "catalog.db")));
                row.NothingIsLost($"kill {kills}", () => AssertSaid(told.Done, Restored(folder)));
                row.Holds($"kill {kills}", () => Assert.Equal("True", Run(folder, "(Test-ImaCatalog).Ok").Single()));
                if (!told.IsKilled)
                    continue;
                Told again = Say(folder, way, word, int.MaxValue, 0);
                row.Holds($"after kill {kills}", () =>
                {
                    Assert.False(again.IsKilled);
                    AssertSaid(again.Done, Restored(folder));
                    Assert.Equal(Titles(folder, "catalog.db"), Restored(folder));
                    Assert.Equal("0", Run(folder, "(Get-ImaCatalog).Dirty").Single());
                });
            }

            row.End();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <param name="Said">The last title of each photo that a command emitted.</param>
    /// <param name="Done">The last title of each photo that a finished command said.</param>
    /// <param name="IsKilled">Whether the process was killed.</param>
    /// <param name="Lines">How much it told.</param>
    private sealed record Told(Dictionary<string, string> Said, Dictionary<string, string> Done, bool IsKilled, int Lines);

    private static string Prelude(string folder) => $"Set-Location '{folder}'; $PSDefaultParameterValues = @{{ '*-Ima*:Catalog' = '{Path.Combine(folder, "catalog.db")}' }}\n";

    private string[] Run(string folder, string script) => [.. module.Invoke(Prelude(folder) + script, null).Clean().Output.Select(value => value?.ToString() ?? "")];

    /// <summary>Runs a process that says something, and kills it a little after so many lines that it told.</summary>
    private static Told Say(string folder, string way, string word, int lines, int delay)
    {
        string script = $$"""
            {{Prelude(folder)}} $Word = '{{word}}'
            function Tell($What, $Hothash, $Title) { [Console]::Out.WriteLine("$What|$Hothash|$Title"); [Console]::Out.Flush() }
            {{Ways[way]}}
            exit 0
            """;
        using Process process = HostProcess.Start("-Command", script);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Dictionary<string, string> said = [], done = [];
        int seen = 0;
        bool isKilled = false;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Split('|') is ["said" or "done", var hothash, var title])
                (line[0] == 's' ? said : done)[hothash] = title;
            if (seen++ != lines)
                continue;
            Thread.Sleep(delay);
            isKilled = !process.HasExited;
            process.Kill();
        }

        Assert.True(process.WaitForExit(60_000));
        isKilled &= process.ExitCode != 0;
        Assert.True(isKilled || process.ExitCode == 0, error.GetAwaiter().GetResult());
        return new(said, done, isKilled, seen);
    }

    private string[] Titles(string folder, string catalog) => Run(folder,
        $"Get-ImaFile -Catalog {catalog} | Set-ImaPhoto -Hidden:$false -Catalog {catalog} | ForEach-Object {{ \"$($_.Hothash)|$($_.Title)|$($_.Tags)\" }} | Sort-Object");

    /// <summary>As a catalog shows it that was made of the storage alone.</summary>
    private string[] Restored(string folder)
    {
        Run(folder, "Remove-Item again.db*; $null = Restore-ImaCatalog disk -Catalog again.db");
        return Titles(folder, "again.db");
    }

    private static void AssertSaid(Dictionary<string, string> told, string[] shown)
    {
        Dictionary<string, string> titles = shown.ToDictionary(line => line.Split('|')[0], line => line.Split('|')[1]);
        Assert.All(told, each => Assert.True(IsNoOlder(titles[each.Key], each.Value), $"'{each.Value}' was lost to '{titles[each.Key]}'"));
    }

    /// <summary>Whether a title is the one that was told, or a later one of the same round, which the process had said and not told yet when it was killed.</summary>
    private static bool IsNoOlder(string shown, string told) => string.CompareOrdinal(shown, told) is var order
        && (order == 0 || (order > 0 && shown.StartsWith(string.Join(' ', told.Split(' ')[..2]) + ' ', StringComparison.Ordinal)));
}
