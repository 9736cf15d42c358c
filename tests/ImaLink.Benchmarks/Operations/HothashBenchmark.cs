namespace ImaLink.Benchmarks;

/// <summary>Hothashes in a session.</summary>
internal static class HothashBenchmark
{
    public static void Run(Workbench bench)
    {
        string photos = bench.Large();
        string[] files = Directory.GetFiles(photos);
        const string script = "$n = 0; Get-ImaHothash $Source -Recurse | ForEach-Object { $n++ }; if ($n -lt 100) { throw $n }";
        Pair.Compare($"Get-ImaHothash, {files.Length} JPEGs, in a session", () => bench.InSession(script, photos),
            "openssl dgst -sha256", () => Measured.Run("openssl", ["dgst", "-sha256", .. files]), 0.55);
    }
}
