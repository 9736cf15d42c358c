namespace ImaLink.Benchmarks;

/// <summary>Finding storages on a disk.</summary>
internal static class FindBenchmark
{
    public static void Run(Workbench bench)
    {
        string tree = FolderTree.Make(bench.Fresh("tree"), 200_000, 20);
        const string script = "$n = 0; Find-ImaFileStorage -LiteralPath $Source -Catalog $Source/none.db | ForEach-Object { $n++ }; if ($n -ne 20) { throw $n }";
        Pair.Compare("Find-ImaFileStorage, 200,000 folders, in a session", () => bench.InSession(script, tree),
            "find -name 'imalink_*' -type d", () => Measured.Run("find", tree, "-name", "imalink_*", "-type", "d"), 1.5);
    }
}
