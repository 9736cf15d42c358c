namespace ImaLink.Benchmarks;

/// <summary>Finding the images of one shot among a million files that nobody grouped: all of them RAW and JPEG, and none.</summary>
internal static class GroupsBenchmark
{
    private const int Sessions = 20, Each = 50_000;

    public static void Run(Workbench bench)
    {
        foreach (int images in new[] { 2, 1 })
        {
            string place = bench.Fresh("groups");
            Directory.CreateDirectory(place);
            string storage = LargeStorage.Make(place, Sessions, Each, images), catalog = Path.Combine(place, "catalog.db");
            string restore = bench.Script("param($Storage, $Catalog) $null = Restore-ImaCatalog -LiteralPath $Storage -Catalog $Catalog");
            Measured.Run("dotnet", bench.Host, "-File", restore, "-Storage", storage, "-Catalog", catalog);
            int shots = images > 1 ? Sessions * Each / images : 0;
            Tell($"Update-ImaPhoto, {Sessions * Each:N0} files, {shots:N0} shots of RAW and JPEG", Update(shots));
            Tell("the same again, with nothing left to find", Update(0));

            Measured Update(int expected) => Measured.Run("dotnet", bench.Host, "-File", bench.Script("""
                param($Catalog, $Expected)
                $p = Get-Process -Id $PID; $c = $p.TotalProcessorTime; $s = [Diagnostics.Stopwatch]::StartNew()
                $n = 0; Update-ImaPhoto -Catalog $Catalog | ForEach-Object { $n++ }; if ($n -ne $Expected) { throw $n }
                $p.Refresh(); '{0:0.0} s, {1:0.0} s of processors' -f $s.Elapsed.TotalSeconds, ($p.TotalProcessorTime - $c).TotalSeconds
                """), "-Catalog", catalog, "-Expected", FormattableString.Invariant($"{expected}"));
        }
    }

    private static void Tell(string what, Measured run) => Console.WriteLine(FormattableString.Invariant($"  {what}: {run.Output.Trim()}, peak {run.PeakMegabytes:0} MB"));
}
