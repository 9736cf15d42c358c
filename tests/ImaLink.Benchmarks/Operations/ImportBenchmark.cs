namespace ImaLink.Benchmarks;

/// <summary>An import of photos of real size.</summary>
internal static class ImportBenchmark
{
    public static void Run(Workbench bench)
    {
        string photos = bench.Large();
        Pair.Compare("Import-ImaSession -NoPreview, in a session", () => bench.ImportOnce(photos),
            "cp -r, sync, openssl dgst -sha256", () =>
            {
                string copy = bench.Fresh("copy");
                return Measured.Run("sh", "-c", "cp -r \"$0\" \"$1\" && sync && find \"$1\" -type f -print0 | xargs -0 openssl dgst -sha256", photos, copy);
            }, 1.0);
    }
}
