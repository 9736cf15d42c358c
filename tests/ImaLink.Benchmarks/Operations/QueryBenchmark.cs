namespace ImaLink.Benchmarks;

/// <summary>The first object of a query.</summary>
internal static class QueryBenchmark
{
    public static void Run(Workbench bench)
    {
        string photos = bench.Tiny(100_000);
        string archive = bench.Fresh("archive");
        Measured made = bench.ImportInto(archive, photos);
        Console.WriteLine($"  (catalog with 100,000 files made in {made.Seconds:0} s, peak {made.PeakMegabytes:0} MB)");
        string first = bench.Script("param($Source) $env:IMALINK_CATALOG = \"$Source/catalog.db\"; $s = [Diagnostics.Stopwatch]::StartNew();"
            + " Get-ImaFile | ForEach-Object { if ($s.IsRunning) { $s.Stop() } }; $s.Elapsed.TotalSeconds");
        Pair.Alone("first object of Get-ImaFile, 100,000 files, new session", () => Workbench.Timed(Measured.Run("dotnet", bench.Host, "-File", first, "-Source", archive)),
            seconds => $"{seconds * 1000:0} ms, bound 300: {(seconds < 0.3 ? "met" : "MISSED")}");
    }
}
