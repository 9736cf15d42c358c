using ImaLink.SamplePhotos;

namespace ImaLink.Benchmarks;

/// <summary>Comparing and syncing, unchanged and after a rename.</summary>
internal static class ScanBenchmark
{
    public static void Run(Workbench bench)
    {
        string archive = bench.Fresh("scan");
        Directory.CreateDirectory(archive);
        string photos = Path.Combine(bench.Folder, "scanned");
        BulkPhotos.Tiny(photos, 100_000);
        string adopt = "param($Source, $Base) $env:IMALINK_CATALOG = \"$Base/catalog.db\"; $s = New-ImaFileStorage -Name A -BasePath $Base;"
            + " [IO.Directory]::Move($Source, \"$($s.FullName)/photos/top\");"
            + " $null = Import-ImaSession -InPlace -NoPreview -Path \"$($s.FullName)/photos\" -Storage A -Title T; $s.FullName";
        string storage = Measured.Run("dotnet", bench.Host, "-File", bench.Script(adopt), "-Source", photos, "-Base", archive).Output.Trim().Split('\n')[^1];
        // What comes is kept, as a script does that goes on with it, and counted afterwards: counting 100,000 findings as they came was a third of the time.
        string scan = "param($Source) $env:IMALINK_CATALOG = \"$Source/catalog.db\"; $VerbosePreference = 'Continue';"
            + " $s = [Diagnostics.Stopwatch]::StartNew(); $all = COMMAND A 4>&1; $s.Stop(); $words = $all.Where{ $_ -is [Management.Automation.VerboseRecord] };"
            + " $words.Message; \"$($all.Count - $words.Count) findings\"; $s.Elapsed.TotalSeconds";
        foreach (string command in new[] { "Compare-ImaFileStorage", "Sync-ImaFileStorage" })
        {
            string script = bench.Script(scan.Replace("COMMAND", command, StringComparison.Ordinal));
            Pair.Compare($"{command}, 100,000 files, unchanged", () => Workbench.Timed(Measured.Run("dotnet", bench.Host, "-File", script, "-Source", archive)),
                "find -printf '%s %T@ %p\\n'", () => Measured.Run("find", Path.Combine(storage, "photos"), "-printf", "%s %T@ %p\\n"), 2.0);
        }

        Rename(bench, storage, archive, scan.Replace("COMMAND", "Sync-ImaFileStorage", StringComparison.Ordinal), 5);

        // Files larger than what is sampled of them: 3 x 64 KiB.
        string largeArchive = bench.Fresh("scan-large");
        Directory.CreateDirectory(largeArchive);
        string large = bench.Large();
        string copy = Path.Combine(bench.Folder, "large-scanned");
        Measured.Run("cp", "-r", large, copy);
        storage = Measured.Run("dotnet", bench.Host, "-File", bench.Script(adopt), "-Source", copy, "-Base", largeArchive).Output.Trim().Split('\n')[^1];
        Rename(bench, storage, largeArchive, scan.Replace("COMMAND", "Sync-ImaFileStorage", StringComparison.Ordinal), 5);
    }

    private static void Rename(Workbench bench, string storage, string archive, string script, double bound)
    {
        Directory.Move(Path.Combine(storage, "photos", "top"), Path.Combine(storage, "photos", "renamed"));
        FileInfo[] files = new DirectoryInfo(Path.Combine(storage, "photos")).GetFiles("*", SearchOption.AllDirectories);
        Measured moved = Measured.Run("dotnet", bench.Host, "-File", bench.Script(script), "-Source", archive);
        string read = moved.Output.Split('\n').FirstOrDefault(line => line.Contains("bytes were read", StringComparison.Ordinal), "");
        moved = Workbench.Timed(moved);
        Console.WriteLine($"  Sync-ImaFileStorage, {files.Length:N0} files of {files.Sum(file => file.Length):N0} bytes, after the top folder was renamed {moved.Seconds:0.0} s,"
            + $" bound {bound}: {(moved.Seconds < bound ? "met" : "MISSED")}; peak {moved.PeakMegabytes:0} MB, bound 300. {read}");
    }
}
