using System.Diagnostics;
using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;

namespace ImaLink.Benchmarks;

/// <summary>Questions about a million photos, to the first object that answers them.</summary>
internal static class PhotosBenchmark
{
    private const int Sessions = 20, Each = 50_000, Runs = 7;

    public static void Run(Workbench bench) => Ask(bench, Make(bench, "photos"));

    /// <summary>Makes the catalog of a million photos.</summary>
    /// <returns>Its path.</returns>
    internal static string Make(Workbench bench, string name)
    {
        string place = bench.Fresh(name);
        Directory.CreateDirectory(place);
        string storage = LargeStorage.Make(place, Sessions, Each), catalog = Path.Combine(place, "catalog.db");
        LargeAlbums.Make(storage, i => LargeStorage.Image(1 + i % Sessions, i / Sessions));
        string restore = bench.Script("param($Storage, $Catalog) $s = [Diagnostics.Stopwatch]::StartNew(); $null = Restore-ImaCatalog -LiteralPath $Storage -Catalog $Catalog; $s.Elapsed.TotalSeconds");
        Measured restored = Workbench.Timed(Measured.Run("dotnet", bench.Host, "-File", restore, "-Storage", storage, "-Catalog", catalog));
        Console.WriteLine(FormattableString.Invariant($"  (restored in {restored.Seconds:0} s, peak {restored.PeakMegabytes:0} MB)"));
        return catalog;
    }

    /// <summary>Asks of a catalog that <see cref="Run"/> made before.</summary>
    public static int Ask(string catalog)
    {
        using var bench = new Workbench();
        Ask(bench, catalog);
        return 0;
    }

    private static void Ask(Workbench bench, string catalog)
    {
        using (CatalogDatabase database = CatalogDatabase.OpenForReading(catalog))
            InCore(database);
        InSession(bench, catalog);
    }

    private static void InCore(CatalogDatabase catalog)
    {
        var query = new PhotoQuery(catalog);
        long photos = catalog.Scalar<long>("SELECT count(*) FROM photo");
        Console.WriteLine(FormattableString.Invariant($"  {photos:N0} photos, {new FileInfo(catalog.Path).Length / photos:N0} bytes of the catalog each"));
        string hothash = catalog.Scalar<string>("SELECT lower(hex(hothash)) FROM image WHERE id = (SELECT max(id) / 2 FROM image)")!;
        Ask("by hothash", new PhotoFilter { Hothashes = [hothash] }, bound: 1);
        Ask("a rare word", new PhotoFilter { Text = LargePhotos.RareWord });
        Ask("a common word, the first 100", new PhotoFilter { Text = LargePhotos.CommonWord }, first: 100);
        Ask("a common word, the last 100 that were taken", new PhotoFilter { Text = LargePhotos.CommonWord }, PhotoOrder.TakenAt, first: 100);
        Ask("a year, a camera, from 4 stars", new PhotoFilter { Years = [2012], Cameras = ["*EOS R6"], RatingMin = 4 });
        Ask("a camera by a wildcard", new PhotoFilter { Cameras = ["Leica*"] });
        Ask("a common camera by a wildcard", new PhotoFilter { Cameras = ["*iPhone*"] });
        Ask("tags below one", new PhotoFilter { Tags = ["Places/Italy"] });
        Ask("within 5 km of home", new PhotoFilter { Near = LargePhotos.Home, RadiusKm = 5 });
        Ask("an album of 1,000", new PhotoFilter { Albums = [LargeAlbums.Usual] });
        Ask("the last 100 that were taken", new PhotoFilter(), PhotoOrder.TakenAt, first: 100);
        Ask("a file by its path with wildcards", new PhotoFilter { Paths = ["*/10-28/000/IMG_0001.JPG"] });
        Ask("a common part of paths", new PhotoFilter { Paths = ["*Journey*"] });
        Tell("a timeline by months", () => query.Timeline(new PhotoFilter(), TimelineBy.Month).Take(1).Count(), 100);

        void Ask(string what, PhotoFilter filter, string? by = null, int? first = null, double bound = 100) =>
            Tell(what, () => query.Run(filter, by, isDescending: by is not null, first: first).Take(1).Count(), bound);
    }

    private static void Tell(string what, Func<int> ask, double bound)
    {
        if (ask() != 1)
            throw new InvalidOperationException($"Nothing is found: {what}.");
        var times = new List<double>();
        for (int run = 0; run < Runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            ask();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Print(what, times, bound);
    }

    /// <summary>A few of them as a user asks, in a session that has asked before.</summary>
    private static void InSession(Workbench bench, string catalog)
    {
        string[] commands =
        [
            "Get-ImaPhoto -Hothash (Get-ImaPhoto -First 1).Hothash", $"Get-ImaPhoto {LargePhotos.RareWord}", $"Get-ImaPhoto {LargePhotos.CommonWord} -First 100",
            "Get-ImaPhoto -Year 2012 -Camera '*EOS R6' -Rating 4..5", "Get-ImaPhoto -Camera 'Leica*'", "Get-ImaPhoto -Camera '*iPhone*'", "Get-ImaPhoto -Tag Places/Italy",
            string.Create(CultureInfo.InvariantCulture, $"Get-ImaPhoto -Near {LargePhotos.Home[0]},{LargePhotos.Home[1]} -RadiusKm 5"), "Get-ImaTimeline -By Month", $"Get-ImaPhoto -Album '{LargeAlbums.Usual}'",
            "Get-ImaPhoto -Sort TakenAt -Descending -First 100", "Get-ImaFile -Camera 'Leica*'",
        ];
        string script = bench.Script($"param($Catalog) $env:IMALINK_CATALOG = $Catalog; {string.Concat(commands.Select(command => $$"""

            for ($i = 0; $i -le {{Runs}}; $i++) { $s = [Diagnostics.Stopwatch]::StartNew(); $null = {{command}} | Select-Object -First 1; "$($s.Elapsed.TotalMilliseconds)" }
            """))}");
        double[] times = [.. Measured.Run("dotnet", bench.Host, "-File", script, "-Catalog", catalog).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        foreach ((string command, double[] own) in commands.Zip(times.Chunk(Runs + 1)))
            Print(command, own.Skip(1), 100);
    }

    private static void Print(string what, IEnumerable<double> times, double bound)
    {
        double median = Pair.Median(times);
        Console.WriteLine(FormattableString.Invariant($"  {what,-64} {median,8:0.0} ms  (min {times.Min():0.0}), bound {bound:0}: {(median < bound ? "met" : "MISSED")}"));
    }
}
