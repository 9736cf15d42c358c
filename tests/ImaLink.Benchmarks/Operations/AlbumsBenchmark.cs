namespace ImaLink.Benchmarks;

/// <summary>An album of 100,000 photos: restored with its storage, listed, ordered, changed.</summary>
internal static class AlbumsBenchmark
{
    private const int Photos = 200_000, Sessions = 4;
    private const string Large = "Everything";

    public static void Run(Workbench bench)
    {
        string place = bench.Fresh("albums");
        Directory.CreateDirectory(place);
        string storage = LargeStorage.Make(place, Sessions, Photos / Sessions), catalog = Path.Combine(place, "catalog.db");
        double[] without = [.. Enumerable.Range(0, 3).Select(_ => Restore())];
        LargeAlbums.Make(storage, i => LargeStorage.Image(1 + i % Sessions, i / Sessions));
        double[] with = [.. Enumerable.Range(0, 3).Select(_ => Restore())];
        double more = Pair.Median(with) - Pair.Median(without);
        Console.WriteLine(FormattableString.Invariant(
            $"  {Photos:N0} photos restored in {Pair.Median(without):0.0} s; with an album of 100,000 and a hundred of 1,000 {more:0.0} s more, bound 2: {(more < 2 ? "met" : "MISSED")}"));

        Ask("the albums, counted", "Get-ImaAlbum | Out-Null");
        Ask("first photo of the large one", $"Get-ImaPhoto -Album {Large} | Select-Object -First 1 | Out-Null");
        Ask("first photo of it by time", $"Get-ImaPhoto -Album {Large} -Sort TakenAt | Select-Object -First 1 | Out-Null");
        Ask("all its photos", $"if (@(Get-ImaPhoto -Album {Large}).Count -ne 100000) {{ throw 'not all' }}");
        Ask("a photo put in before the first", $"Get-ImaFile -Session 'Journey 4' -Path '*/004/*' | Select-Object -First 1 | Add-ImaAlbumPhoto {Large} -Position 1 | Out-Null");
        Ask("a photo taken out", $"Get-ImaPhoto -Album {Large} -First 1 | Remove-ImaAlbumPhoto {Large} -Confirm:$false | Out-Null");
        Ask("ordered by time from now on", $"Set-ImaAlbum {Large} -Order TakenAt | Out-Null");
        Ask("10,000 photos taken out", $"Get-ImaPhoto -Album {Large} -First 10000 | Remove-ImaAlbumPhoto {Large} -Confirm:$false | Out-Null");
        Ask("removed", $"Remove-ImaAlbum {Large} -Confirm:$false");

        double Restore()
        {
            File.Delete(catalog);
            return Workbench.Timed(Measured.Run("dotnet", bench.Host, "-File", bench.Script(
                "param($Storage, $Catalog) $s = [Diagnostics.Stopwatch]::StartNew(); $null = Restore-ImaCatalog -LiteralPath $Storage -Catalog $Catalog; $s.Elapsed.TotalSeconds"), "-Storage", storage, "-Catalog", catalog)).Seconds;
        }

        void Ask(string what, string script)
        {
            Measured run = bench.InSession($"$env:IMALINK_CATALOG = $Source; $null = Get-ImaAlbum -Album 'Album 1'; $s.Restart(); {script}", catalog);
            Console.WriteLine(FormattableString.Invariant($"  {what,-40} {run.Seconds * 1000,8:0} ms, peak {run.PeakMegabytes:0} MB"));
        }
    }
}
