namespace ImaLink.Benchmarks;

/// <summary>Reading an index.</summary>
internal static class BrowseBenchmark
{
    public static void Run(Workbench bench)
    {
        string storage = LargeStorage.Make(bench.Fresh("browse"), 1, 1_000_000);
        const string read = "Get-ImaIndex $Source -File -Catalog $Source/none.db", first = $"do {{ {read} | ForEach-Object {{ $s.Stop(); break }} }} while ($false)";
        Pair.Alone("first object of Get-ImaIndex -File, 1,000,000 files, new session", () => bench.InSession(first, storage), Judge);
        Pair.Alone("the same a second time in a session", () => bench.InSession($"{first}; $s.Restart(); {first}", storage), Judge);
        Measured whole = bench.InSession($"$n = 0; {read} | ForEach-Object {{ $n++ }}; if ($n -ne 1000000) {{ throw $n }}", storage);
        Console.WriteLine($"  (all of them {whole.Seconds:0} s, peak {whole.PeakMegabytes:0} MB)");

        static string Judge(double seconds) => $"{seconds * 1000:0} ms, bound 200: {(seconds < 0.2 ? "met" : "MISSED")}";
    }
}
