namespace ImaLink.Benchmarks;

/// <summary>What an owner says of photos: of many from the pipeline, and one command after the other, as a script does that goes through a list.</summary>
internal static class SayBenchmark
{
    public static void Run(Workbench bench)
    {
        string many = Archive(bench, "many", 10_000);
        int round = 0;
        string processor = "";
        Pair.Alone("Set-ImaPhoto, 10,000 photos from the pipeline", () =>
        {
            Measured run = bench.InSession($$"""
                $photos = @(Get-ImaFile -Catalog "$Source/catalog.db"); $s.Restart(); $process = [Diagnostics.Process]::GetCurrentProcess(); $before = $process.TotalProcessorTime
                $n = @($photos | Set-ImaPhoto -Catalog "$Source/catalog.db" -Title 'Round {{++round}}' -AddTag 'Rounds/{{round}}').Count; $s.Stop(); $process.Refresh()
                if ($n -lt 9000) { throw $n }
                ($process.TotalProcessorTime - $before).TotalSeconds
                """, many);
            processor = run.Output.Split('\n')[0].Trim();
            return run;
        }, seconds => $"processor time {processor} s; bound 3 s: {(seconds < 3 ? "met" : "MISSED")}");

        string large = Archive(bench, "large", 50_000);
        Measured loop = Measured.Run("dotnet", bench.Host, "-File", bench.Script("""
            param($Source) $photos = @(Get-ImaFile -Catalog "$Source/catalog.db" | Select-Object -First 1010).Hothash
            $process = [Diagnostics.Process]::GetCurrentProcess(); $before = [timespan]::Zero
            $times = foreach ($i in 0..1009) {
                if ($i -eq 10) { $process.Refresh(); $before = $process.TotalProcessorTime }
                $s = [Diagnostics.Stopwatch]::StartNew(); $null = Set-ImaPhoto $photos[$i] -Rating ($i % 5) -AddTag "Loop/$i" -Catalog "$Source/catalog.db"; $s.Elapsed.TotalMilliseconds
            }
            $process.Refresh(); $sorted = $times[10..1009] | Sort-Object
            '{0:0.0} {1:0.0} {2:0.0}' -f $sorted[500], $sorted[989], (($process.TotalProcessorTime - $before).TotalMilliseconds / 1000)
            """), "-Source", large);
        double[] figures = Array.ConvertAll(loop.Output.Trim().Split('\n')[^1].Split(' '), text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        Console.WriteLine($"  Set-ImaPhoto, 1,000 single commands, session of 50,000: median {figures[0]} ms, 99th percentile {figures[1]} ms, processor time {figures[2]} ms each");
        Console.WriteLine($"  bound 30 ms: {(figures[1] <= 30 ? "met" : "MISSED")}");
    }

    /// <summary>A storage and a catalog that was restored from it.</summary>
    private static string Archive(Workbench bench, string name, int files)
    {
        string place = bench.Fresh(name);
        Directory.CreateDirectory(place);
        string storage = LargeStorage.Make(place, 1, files);
        Measured.Run("dotnet", bench.Host, "-File", bench.Script("param($Storage, $Catalog) $null = Restore-ImaCatalog -LiteralPath $Storage -Catalog $Catalog"),
            "-Storage", storage, "-Catalog", Path.Combine(place, "catalog.db"));
        return place;
    }
}
