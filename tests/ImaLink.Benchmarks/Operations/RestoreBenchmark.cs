namespace ImaLink.Benchmarks;

/// <summary>Restoring a catalog from its indexes.</summary>
internal static class RestoreBenchmark
{
    public static void Run(Workbench bench)
    {
        string script = bench.Script("param($Storage, $Catalog) $s = [Diagnostics.Stopwatch]::StartNew();"
            + " $n = 0; Restore-ImaCatalog -LiteralPath $Storage -Catalog $Catalog | ForEach-Object { $n += $_.Restored }; if ($n -ne 1000000) { throw $n }; $s.Elapsed.TotalSeconds");
        foreach (int sessions in new[] { 1, 10 })
        {
            string place = bench.Fresh("restore");
            Directory.CreateDirectory(place);
            string storage = LargeStorage.Make(place, sessions, 1_000_000 / sessions);
            string catalog = Path.Combine(place, "catalog.db");
            Rebuild();
            var shell = new ShellLoad(catalog, Path.Combine(place, "csv"));
            Pair.Compare($"Restore-ImaCatalog, 1,000,000 files, {sessions} session(s)", Rebuild, "sqlite3 .import of the same rows", shell.Run, 2.0, runs: 3);

            Measured Rebuild()
            {
                File.Delete(catalog);
                return Workbench.Timed(Measured.Run("dotnet", bench.Host, "-File", script, "-Storage", storage, "-Catalog", catalog));
            }
        }
    }
}
