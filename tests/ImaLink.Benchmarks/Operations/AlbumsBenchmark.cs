namespace ImaLink.Benchmarks;

/// <summary>An album of 100,000 photos: restored with its storage, listed, ordered, changed.</summary>
internal static class AlbumsBenchmark
{
    private const int Photos = 100_000, Sessions = 4;
    private const string Large = "Everything";

    public static void Run(Workbench bench)
    {
        string place = bench.Fresh("albums");
        Directory.CreateDirectory(place);
        string storage = LargeStorage.Make(place, Sessions, Photos / Sessions), catalog = Path.Combine(place, "catalog.db");
        double without = Restore();
        LargeAlbums.MakeLargest(storage, Image);
        double more = Restore() - without;
        LargeAlbums.Make(storage, Image);
        double all = Restore() - without;
        Console.WriteLine(FormattableString.Invariant(
            $"  {Photos:N0} photos restored in {without:0.0} s of processors; with an album of all {more:0.0} s more, bound 2: {(more < 2 ? "met" : "MISSED")}; with a hundred of 1,000, too, {all:0.0} s more"));

        Ask("the albums, counted", "Get-ImaAlbum | Out-Null");
        Ask("first photo of the large one", $"Get-ImaPhoto -Album {Large} | Select-Object -First 1 | Out-Null");
        Ask("first photo of it by time", $"Get-ImaPhoto -Album {Large} -Sort TakenAt | Select-Object -First 1 | Out-Null");
        Ask("all its photos", $"if (@(Get-ImaPhoto -Album {Large}).Count -ne {Photos}) {{ throw 'not all' }}");
        Ask("the last photo put before the first", $"Get-ImaPhoto -Album {Large} -Skip {Photos - 1} | Add-ImaAlbumPhoto {Large} -Position 1 | Out-Null");
        Ask("a photo taken out", $"Get-ImaPhoto -Album {Large} -First 1 | Remove-ImaAlbumPhoto {Large} -Confirm:$false | Out-Null");
        Ask("ordered by time from now on", $"Set-ImaAlbum {Large} -Order TakenAt | Out-Null");
        Ask("10,000 photos taken out", $"Get-ImaPhoto -Album {Large} -First 10000 | Remove-ImaAlbumPhoto {Large} -Confirm:$false | Out-Null");
        Ask("removed", $"Remove-ImaAlbum {Large} -Confirm:$false");

        static ImageKey Image(int i) => LargeStorage.Image(1 + i % Sessions, i / Sessions);

        double Restore()
        {
            File.Delete(catalog);
            return Timed($"$null = Restore-ImaCatalog -LiteralPath '{storage}' -Catalog $Source").Processors;
        }

        void Ask(string what, string script)
        {
            (double seconds, double processors, double peak) = Timed($"$env:IMALINK_CATALOG = $Source; $null = Get-ImaAlbum 'Album 1'; $p.Refresh(); $c = $p.TotalProcessorTime; $s.Restart(); {script}");
            Console.WriteLine(FormattableString.Invariant($"  {what,-40} {seconds * 1000,8:0} ms, {processors * 1000:0} ms of processors, peak {peak:0} MB"));
        }

        (double Seconds, double Processors, double Peak) Timed(string script)
        {
            Measured run = Measured.Run("dotnet", bench.Host, "-File", bench.Script($$"""
                param($Source)
                $p = Get-Process -Id $PID; $c = $p.TotalProcessorTime; $s = [Diagnostics.Stopwatch]::StartNew()
                {{script}}
                $s.Stop(); $p.Refresh(); $s.Elapsed.TotalSeconds; ($p.TotalProcessorTime - $c).TotalSeconds
                """), "-Source", catalog);
            double[] told = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, System.Globalization.CultureInfo.InvariantCulture))];
            return (told[0], told[1], run.PeakMegabytes);
        }
    }
}
