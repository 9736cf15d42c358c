using ImaLink.Media.Identity;

namespace ImaLink.Benchmarks;

/// <summary>The hothash of one large file of each structure.</summary>
internal static class FormatsBenchmark
{
    public static void Run(Workbench bench)
    {
        // Each file several times in one process, so that neither starting one nor the medium is what is measured.
        const int Times = 8;
        Console.WriteLine($"  {"format",-36} {"hashed",7} {"ranges",7} {"hothash",11} {"openssl",11}  ratio (median of 5 pairs), bound 1.50");
        foreach (var (name, make) in LargeFiles.All())
        {
            string file = Path.Combine(bench.Folder, "large-file");
            File.WriteAllBytes(file, make());
            FileIdentity identity = IdentityReader.Read(file);
            double bytes = identity.Length * (double)Times;
            List<(double Ours, double Theirs)> pairs = [];
            for (int run = -1; run < 5; run++)
            {
                long began = System.Diagnostics.Stopwatch.GetTimestamp();
                for (int i = 0; i < Times; i++)
                    IdentityReader.Read(file);
                double ours = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds;
                double theirs = Measured.Run("openssl", ["dgst", "-sha256", .. Enumerable.Repeat(file, Times)]).Seconds;
                if (run >= 0)
                    pairs.Add((ours, theirs));
            }

            double ratio = Pair.Median(pairs.Select(pair => pair.Ours / pair.Theirs));
            Console.WriteLine($"  {name,-36} {identity.HashedBytes * 100.0 / identity.Length,6:0}% {identity.RangeCount,7}"
                + $" {bytes / 1e6 / Pair.Median(pairs.Select(pair => pair.Ours)),6:0} MB/s {bytes / 1e6 / Pair.Median(pairs.Select(pair => pair.Theirs)),6:0} MB/s"
                + $"  {ratio:0.00} {(ratio <= 1.5 ? "met" : "MISSED")}");
        }
    }
}
