using System.Diagnostics;
using ImaLink.Catalog;
using ImaLink.Health;

namespace ImaLink.Benchmarks;

/// <summary>What there is to worry about among a million files of which each is a lone copy, and of which nobody has read one.</summary>
internal static class HealthBenchmark
{
    private const int Runs = 5;
    private const double Bound = 2;

    public static void Run(Workbench bench) => Ask(bench, PhotosBenchmark.Make(bench, "health"));

    /// <summary>Asks of a catalog that <see cref="Run"/>, or "photos", made before.</summary>
    public static int Ask(string catalog)
    {
        using var bench = new Workbench();
        Ask(bench, catalog);
        return 0;
    }

    private static void Ask(Workbench bench, string catalog)
    {
        var times = new List<double>();
        string[] found = [];
        for (int run = 0; run <= Runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            using CatalogDatabase database = CatalogDatabase.OpenForReading(catalog);
            found = [.. new HealthService(database, new HealthThresholds()).Check(null, default).Select(finding => finding.Id)];
            if (run > 0)
                times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        Console.WriteLine(FormattableString.Invariant($"  {string.Join(", ", found)}"));
        double median = Pair.Median(times);
        Console.WriteLine(FormattableString.Invariant($"  in the core {median:0.000} s  (min {times.Min():0.000}), bound {Bound}: {(median <= Bound ? "met" : "MISSED")}"));
        string script = bench.Script("param($Catalog) Get-ImaHealth -Catalog $Catalog | ForEach-Object Id");
        Pair.Alone("Get-ImaHealth, with the start of a shell", () => Measured.Run("dotnet", bench.Host, "-File", script, "-Catalog", catalog), seconds => $"bound {Bound}: {(seconds <= Bound ? "met" : "MISSED")}");
    }
}
