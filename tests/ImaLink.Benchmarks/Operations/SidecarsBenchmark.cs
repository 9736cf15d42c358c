using System.Globalization;

namespace ImaLink.Benchmarks;

/// <summary>Sidecars of many photos, written and read, beside exiftool, which does it in one process for all of them and flushes nothing to the medium.</summary>
internal static class SidecarsBenchmark
{
    private const int Count = 10_000, Runs = 3;

    public static void Run(Workbench bench)
    {
        string archive = bench.Fresh("sidecars"), kept = bench.Fresh("sidecars-kept");
        bench.ImportInto(archive, bench.Tiny(Count));
        Session(bench, archive, "$null = Get-ImaFile | Set-ImaPhoto -Title Lake -Description 'A lake at dawn' -Rating 4 -AddTag Places/Italy/Rome, flat -AddPerson Anna");
        Measured.Run("cp", "-a", archive, kept);
        string photos = Path.Combine(Directory.EnumerateDirectories(archive, "imalink_*").Single(), "photos");
        Compare("Export-ImaSidecar, 10,000 new sidecars, durable", () =>
        {
            Reset();
            return Session(bench, archive, "$n = @(Export-ImaSidecar A | Where-Object Verdict -EQ Written).Count; if ($n -lt 9000) { throw $n }");
        }, "exiftool, the same fields, one process", () =>
        {
            Reset();
            return Measured.Run("exiftool", "-q", "-q", "-r", "-ext", "jpg", "-o", "%d%f.%e.xmp", "-XMP-dc:Title=Lake", "-XMP-dc:Description=A lake at dawn", "-XMP-tiff:ImageDescription=A lake at dawn", "-XMP-xmp:Rating=4",
                "-XMP-microsoft:RatingPercent=75", "-XMP-dc:Subject=Rome", "-XMP-dc:Subject=flat", "-XMP-lr:HierarchicalSubject=Places|Italy|Rome", "-XMP-lr:HierarchicalSubject=flat", "-XMP-digiKam:TagsList=Places/Italy/Rome",
                "-XMP-digiKam:TagsList=flat", "-XMP-microsoft:LastKeywordXMP=Places/Italy/Rome", "-XMP-microsoft:LastKeywordXMP=flat", "-XMP-iptcExt:PersonInImage=Anna", "-XMP-exif:DateTimeOriginal<DateTimeOriginal",
                "-XMP-photoshop:DateCreated<DateTimeOriginal", "-XMP-xmp:CreateDate<DateTimeOriginal", photos);
        });
        Reset();
        Session(bench, archive, "$null = Export-ImaSidecar A");
        Compare("Update-ImaFact -Force, 10,000 photos and their sidecars, durable", () => Session(bench, archive, "$null = Update-ImaFact -Force"),
            "exiftool -json of both, one process", () => Measured.Run("sh", "-c", "exiftool -q -q -r -fast -json -ext jpg -ext xmp \"$0\" > /dev/null", photos));

        void Reset()
        {
            Directory.Delete(archive, recursive: true);
            Measured.Run("cp", "-a", kept, archive);
        }
    }

    private static void Compare(string name, Func<Measured> ours, string peer, Func<Measured> theirs)
    {
        if (Measured.IsThere("exiftool"))
            Pair.Compare(name, () => Told(ours()), peer, () => Told(theirs()), 1, Runs);
        else
            Pair.Alone(name, () => Told(ours()), _ => "exiftool is not on this machine: not compared.");
    }

    private static Measured Told(Measured run)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {Count / run.Seconds:N0} files/s"));
        return run;
    }

    private static Measured Session(Workbench bench, string archive, string text) => bench.InSession($"$env:IMALINK_CATALOG = \"$Source/catalog.db\"; $s.Restart(); {text}", archive);
}
