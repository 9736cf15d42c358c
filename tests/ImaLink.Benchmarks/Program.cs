using ImaLink.Benchmarks;

// What is measured, and why so: docs/benchmarks.md.
if (args is ["previews-of", .. var folders])
    return PreviewMemory.Run(folders);
if (args is ["photos-in", var madeBefore])
    return PhotosBenchmark.Ask(madeBefore);
if (args is ["health-in", var madeEarlier])
    return HealthBenchmark.Ask(madeEarlier);
var all = new Dictionary<string, Action<Workbench>>
{
    ["hothash"] = HothashBenchmark.Run,
    ["formats"] = FormatsBenchmark.Run,
    ["facts"] = FactsBenchmark.Run,
    ["import"] = ImportBenchmark.Run,
    ["tiny"] = TinyBenchmark.Run,
    ["previews"] = PreviewsBenchmark.Run,
    ["startup"] = StartupBenchmark.Run,
    ["query"] = QueryBenchmark.Run,
    ["scan"] = ScanBenchmark.Run,
    ["verify"] = VerifyBenchmark.Run,
    ["trash"] = TrashBenchmark.Run,
    ["duplicates"] = DuplicatesBenchmark.Run,
    ["similar"] = SimilarBenchmark.Run,
    ["groups"] = GroupsBenchmark.Run,
    ["albums"] = AlbumsBenchmark.Run,
    ["find"] = FindBenchmark.Run,
    ["browse"] = BrowseBenchmark.Run,
    ["photos"] = PhotosBenchmark.Run,
    ["health"] = HealthBenchmark.Run,
    ["say"] = SayBenchmark.Run,
    ["sidecars"] = SidecarsBenchmark.Run,
    ["restore"] = RestoreBenchmark.Run,
};
if (args.Except(all.Keys).Any())
{
    Console.Error.WriteLine($"Usage: dotnet run -c Release --project tests/ImaLink.Benchmarks -- [{string.Join("] [", all.Keys)}]");
    return 2;
}

using var bench = new Workbench();
foreach (string name in args.Length == 0 ? all.Keys : args.AsEnumerable())
{
    Console.WriteLine(name);
    all[name](bench);
}

return 0;
