using System.Diagnostics;

namespace ImaLink.Benchmarks;

/// <summary>An import of very many tiny photos, against what the medium gives: threads that only write, flush and rename the same bytes.</summary>
internal static class TinyBenchmark
{
    private const int Threads = 16;
    private const double Part = 0.75;

    public static void Run(Workbench bench)
    {
        foreach (int count in new[] { 2_000, 20_000 })
        {
            string photos = bench.Tiny(count);
            byte[][] bytes = [.. Directory.EnumerateFiles(photos, "*", SearchOption.AllDirectories).Select(File.ReadAllBytes)];
            double seconds = Pair.Compare($"Import-ImaSession -NoPreview, {count:N0} tiny photos", () => bench.ImportOnce(photos),
                $"{Threads} threads that write, flush and rename", () => Ceiling(bench.Fresh("ceiling"), bytes), 1 / Part);
            Console.WriteLine($"  {count / seconds:N0} files/s, bound 1,000: {(count / seconds >= 1000 ? "met" : "MISSED")}");
        }
    }

    private static Measured Ceiling(string folder, byte[][] files)
    {
        Directory.CreateDirectory(folder);
        int next = -1;
        long began = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(Work))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return new Measured(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, "");

        void Work()
        {
            for (int i = Interlocked.Increment(ref next); i < files.Length; i = Interlocked.Increment(ref next))
            {
                string path = Path.Combine(folder, $"{i}.jpg"), temporary = path + ".new";
                using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    stream.Write(files[i]);
                    stream.Flush(flushToDisk: true);
                }

                File.Move(temporary, path);
            }
        }
    }
}
