using System.Diagnostics;
using ImaLink.SamplePhotos;

namespace ImaLink.PowerShell.Tests;

/// <summary>Two catalogs that say something of the same 500 photos at once, each in a process of its own.</summary>
[Trait("Category", "Faults")]
public sealed class SayTogetherTests(ModuleFixture module) : IClassFixture<ModuleFixture>, IDisposable
{
    private const int Photos = 500;

    private readonly string _folder = Disk.NewFolder(module, "together");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("-Rating 4", "-AddTag b", 0)]
    [InlineData("-Title one", "-Title other", Photos)]
    public void Say_TwoCatalogsAtOnce_LoseNothingAndTellEachLosingValueOnce(string one, string other, int conflicts)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "disk"));
        BulkPhotos.Tiny(Path.Combine(_folder, "card"), Photos);
        Run("""
            $null = New-ImaFileStorage Archive disk -Catalog a.db; $null = Import-ImaSession card Archive Italy -NoPreview -Catalog a.db
            $null = Restore-ImaCatalog disk -Catalog b.db
            """);

        Process[] both = [.. new[] { ("a.db", one), ("b.db", other) }.Select(it => HostProcess.Start("-Command",
            $"Set-Location '{_folder}'; Get-ImaFile -Catalog {it.Item1} | Set-ImaPhoto {it.Item2} -Catalog {it.Item1} -LockTimeout 60 | Measure-Object | ForEach-Object Count"))];
        Assert.All(both.Select(process => HostProcess.Finish(process)).ToList(), end => Assert.Equal($"{Photos}", end.Output.Trim()));

        string[] told = Run("""
            foreach ($round in 1..2) { foreach ($catalog in 'a.db', 'b.db') { Sync-ImaFileStorage Archive -Catalog $catalog | Where-Object Verdict -EQ MetadataConflict | ForEach-Object Hothash } }
            """);
        Assert.Equal((conflicts, conflicts), (told.Length, told.Distinct().Count()));
        string[] a = Shown("a.db");
        Assert.Equal(a, Shown("b.db"));
        Run("$null = Restore-ImaCatalog disk -Catalog c.db");
        Assert.Equal(a, Shown("c.db"));
        Assert.All(a, photo => Assert.Matches(conflicts == 0 ? "^[0-9a-f]{64} 4 b $" : "^[0-9a-f]{64}   (one|other)$", photo));
    }

    private string[] Shown(string catalog) => Run($"Get-ImaFile -Catalog {catalog} | Set-ImaPhoto -Hidden:$false -Catalog {catalog} | ForEach-Object {{ \"$($_.Hothash) $($_.Rating) $($_.Tags) $($_.Title)\" }} | Sort-Object");

    private string[] Run(string script) => [.. module.Invoke($"Set-Location '{_folder}'\n{script}", null).Clean().Output.Select(value => value?.ToString() ?? "")];
}
