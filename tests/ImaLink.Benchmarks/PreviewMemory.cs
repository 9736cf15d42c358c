using System.Diagnostics;
using ImaLink.Media.Identity;
using ImaLink.Media.Previews;

namespace ImaLink.Benchmarks;

/// <summary>What previews of very different files need of memory at the most: in a process of their own, so that it is theirs alone.</summary>
internal static class PreviewMemory
{
    private const double Bound = 300;

    /// <summary>Prints the peak over the files of some folders.</summary>
    public static void Print(string name, params string[] folders)
    {
        Measured run = Measured.Run(Environment.ProcessPath!, ["previews-of", .. folders]);
        string[] said = run.Output.Trim().Split(' ');
        double peak = double.Parse(said[1], System.Globalization.CultureInfo.InvariantCulture);
        Console.WriteLine($"  {name}: {said[0]} previews in {run.Seconds:0.0} s, peak {peak:0} MB, bound {Bound:0}: {(peak < Bound ? "met" : "MISSED")}");
    }

    /// <summary>The process of its own: as many threads as an import has, then the previews made and the peak of resident megabytes.</summary>
    public static int Run(string[] folders)
    {
        int made = 0;
        Parallel.ForEach(folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, file =>
            {
                try
                {
                    if (IdentityReader.Detect(file) is { } format && PreviewRenderer.Render(file, format.Name, default) is not null)
                        Interlocked.Increment(ref made);
                }
                catch (Exception e) when (e is ImaLinkException or IOException)
                {
                    // damaged files are part of it
                }
            });
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"{made} {process.PeakWorkingSet64 / 1048576.0:0}"));
        return 0;
    }
}
