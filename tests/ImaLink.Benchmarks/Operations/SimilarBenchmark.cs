using ImaLink.Catalog;
using ImaLink.Media.Likeness;
using ImaLink.SamplePhotos;

namespace ImaLink.Benchmarks;

/// <summary>Finding pictures that look alike among a million, and how many of them do by chance.</summary>
internal static class SimilarBenchmark
{
    private const int Count = 1_000_000;
    private const double MostSeconds = 60;

    public static void Run(Workbench bench)
    {
        string place = bench.Fresh("similar");
        Directory.CreateDirectory(place);
        string storage = LargeStorage.Make(place, 1, Count), catalog = Path.Combine(place, "catalog.db");
        Measured.Run("dotnet", bench.Host, "-File", bench.Script("param($Storage, $Catalog) $null = Restore-ImaCatalog -LiteralPath $Storage -Catalog $Catalog"), "-Storage", storage, "-Catalog", catalog);
        Fill(catalog);
        string script = bench.Script("param($Catalog) $s = [Diagnostics.Stopwatch]::StartNew(); $n = 0; Find-ImaDuplicate -Similar -Catalog $Catalog | ForEach-Object { $n++ }; \"$n groups\"; $s.Elapsed.TotalSeconds");
        Measured found = Measured.Run("dotnet", bench.Host, "-File", script, "-Catalog", catalog);
        string[] lines = found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        double seconds = double.Parse(lines[^1], System.Globalization.CultureInfo.InvariantCulture);
        Console.WriteLine(FormattableString.Invariant(
            $"  Find-ImaDuplicate -Similar, {Count:N0} pictures: {seconds:0.0} s (bound {MostSeconds:0} s{(seconds > MostSeconds ? ", missed" : "")}), {lines[^2]}, peak {found.PeakMegabytes:0} MB"));
    }

    /// <summary>Another picture for each image, drawn at once at the size to which the recipe shrinks it.</summary>
    private static void Fill(string catalog)
    {
        var hashes = new LikenessHash?[Count];
        Parallel.For(0, Count, number => hashes[number] = LikenessRecipe.Of(PhotoLike.Draw(number, 64, 64), 64, 64));
        using var db = CatalogDatabase.OpenForWriting(catalog);
        List<string> images = [.. db.Query("SELECT lower(hex(hothash)) FROM image ORDER BY id", row => row.GetString(0))];
        db.Transaction(() =>
        {
            for (int i = 0; i < images.Count; i++)
                db.Likenesses.Set(images[i], hashes[i % Count]);
        });
    }
}
