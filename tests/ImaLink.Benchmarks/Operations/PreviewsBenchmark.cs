using ImaLink.Media.Previews;
using ImaLink.SamplePhotos;

namespace ImaLink.Benchmarks;

/// <summary>Hotpreviews, and the memory that they take.</summary>
internal static class PreviewsBenchmark
{
    public static void Run(Workbench bench)
    {
        if (Measured.IsThere("vipsthumbnail"))
        {
            ComparePreviews(bench, "hotpreviews of 200 JPEGs, two threads", [.. Directory.GetFiles(bench.Large()).Take(200)], 0.9);
            string with = Path.Combine(bench.Folder, "with-previews");
            if (!Directory.Exists(with))
                BulkPhotos.LargeWithPreview(with, 60, 6000, 4000);
            ComparePreviews(bench, "60 JPEGs of 24 megapixels with a preview behind each", Directory.GetFiles(with), 0.2);
        }
        else
        {
            Console.WriteLine("  vipsthumbnail is not on this machine: not compared.");
        }

        string many = Path.Combine(bench.Folder, "megapixels24");
        if (!Directory.Exists(many))
            BulkPhotos.Large(many, 40, 6000, 4000);
        PreviewMemory.Print("40 JPEGs of 24 megapixels", many);
        string corpus = Path.Combine(Workbench.Repository, "..", "shared", "corpus");
        if (Directory.Exists(corpus))
            PreviewMemory.Print("40 JPEGs of 24 megapixels, and the corpus", many, corpus);
    }

    private static void ComparePreviews(Workbench bench, string name, string[] files, double bound)
    {
        string list = Path.Combine(bench.Folder, "list");
        File.WriteAllLines(list, files);
        Pair.Compare(name, () =>
        {
            long began = System.Diagnostics.Stopwatch.GetTimestamp();
            Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, file => PreviewRenderer.Render(file, "JPEG", default));
            return new Measured(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds, 0, "");
        }, "vipsthumbnail -s 256, two processes", () => Measured.Run("sh", "-c",
            "mkdir -p \"$1\" && VIPS_CONCURRENCY=1 xargs -a \"$0\" -P2 -n100 vipsthumbnail -s 256 -o \"$1/%s.jpg[Q=80]\"", list, bench.Fresh("thumbs")), bound);
    }
}
