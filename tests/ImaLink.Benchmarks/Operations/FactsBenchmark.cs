using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;

namespace ImaLink.Benchmarks;

/// <summary>Reading the facts of photos, and of an archive that an earlier version read.</summary>
internal static class FactsBenchmark
{
    public static void Run(Workbench bench)
    {
        const int Count = 20_000;
        string corpus = Path.Combine(Workbench.Repository, "..", "shared", "corpus");
        if (Directory.Exists(corpus) && Measured.IsThere("exiftool"))
        {
            // All of them several times in one process, by one thread, as exiftool is: neither starting one nor the medium is measured.
            const int Times = 20;
            string[] files = [.. Directory.GetFiles(corpus, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".json" or ".md"))];
            string list = Path.Combine(bench.Folder, "list");
            File.WriteAllLines(list, files);
            Pair.Compare($"facts of the corpus, {files.Length} files {Times} times", () =>
            {
                long began = System.Diagnostics.Stopwatch.GetTimestamp();
                for (int i = 0; i < Times; i++)
                    foreach (string file in files)
                        using (FileStream stream = File.OpenRead(file))
                            FactReader.Read(stream, IdentityReader.Detect(stream.SafeFileHandle)?.Name ?? "");
                double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds / Times;
                Console.WriteLine($"    {files.Length / seconds:N0} files/s");
                return new Measured(seconds, 0, "");
            }, "exiftool -fast -json, one process for all", () =>
            {
                Measured run = Measured.Run("sh", "-c", "exiftool -q -fast -json -@ \"$0\" > /dev/null 2>&1; true", list); // it ends with 1 where files are damaged
                Console.WriteLine($"    {files.Length / run.Seconds:N0} files/s");
                return run;
            }, 0.05);
        }
        else
        {
            Console.WriteLine("  ../shared/corpus, or exiftool, is not on this machine: not compared.");
        }

        string archive = bench.Fresh("facts");
        bench.ImportInto(archive, bench.Tiny(Count));
        Pair.Alone($"Update-ImaFact -Force, {Count:N0} tiny photos, in a session", () => bench.InSession("$env:IMALINK_CATALOG = \"$Source/catalog.db\"; Update-ImaFact -Force", archive),
            seconds => $"{Count / seconds:N0} files/s, bound 2,000: {(Count / seconds >= 2000 ? "met" : "MISSED")}");
        Pair.Alone("Update-ImaFact again, where nothing is to be read", () => bench.InSession("$env:IMALINK_CATALOG = \"$Source/catalog.db\"; Update-ImaFact", archive),
            seconds => $"{seconds * 1000:0} ms, bound 500: {(seconds < 0.5 ? "met" : "MISSED")}");
    }
}
