namespace ImaLink.Benchmarks;

/// <summary>Reading every file of a storage back.</summary>
internal static class VerifyBenchmark
{
    public static void Run(Workbench bench)
    {
        string photos = bench.Large();
        string archive = bench.Fresh("archive");
        bench.ImportInto(archive, photos);
        string[] files = Directory.GetFiles(photos);
        const string script = "$env:IMALINK_CATALOG = \"$Source/catalog.db\"; if (-not (Test-ImaFile -Quiet)) { throw }";
        Pair.Compare($"Test-ImaFile, {files.Length} JPEGs, in a session", () => bench.InSession(script, archive),
            "openssl dgst -sha256", () => Measured.Run("openssl", ["dgst", "-sha256", .. files]), 0.6);
    }
}
