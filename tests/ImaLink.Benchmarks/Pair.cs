namespace ImaLink.Benchmarks;

/// <summary>Measures two things in turn, so that a machine whose speed drifts is no argument, and prints medians and their ratio.</summary>
internal static class Pair
{
    private const int Runs = 5;

    /// <returns>The median of our seconds.</returns>
    public static double Compare(string name, Func<Measured> ours, string peer, Func<Measured> theirs, double bound, int runs = Runs)
    {
        var (a, b) = (new List<Measured>(), new List<Measured>());
        for (int run = -1; run < runs; run++)
        {
            (Measured one, Measured other) = (ours(), theirs());
            if (run < 0)
                continue; // warms up
            a.Add(one);
            b.Add(other);
        }

        double ratio = Median(a.Select(run => run.Seconds).Zip(b.Select(run => run.Seconds), (one, other) => one / other));
        Print(name, a);
        Print(peer, b);
        Console.WriteLine($"  ratio {ratio:0.00}, bound {bound:0.00}: {(ratio <= bound ? "met" : "MISSED")}");
        return Median(a.Select(run => run.Seconds));
    }

    public static void Alone(string name, Func<Measured> ours, Func<double, string> judge)
    {
        ours();
        List<Measured> runs = [.. Enumerable.Range(0, Runs).Select(_ => ours())];
        Print(name, runs);
        Console.WriteLine($"  {judge(Median(runs.Select(run => run.Seconds)))}");
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Print(string name, List<Measured> runs) => Console.WriteLine(
        $"  {name,-44} {Median(runs.Select(run => run.Seconds)),8:0.000} s  (min {runs.Min(run => run.Seconds):0.000}, max {runs.Max(run => run.Seconds):0.000})"
        + (runs.Max(run => run.PeakMegabytes) is > 0 and var peak ? $"  peak {peak:0} MB" : ""));
}
