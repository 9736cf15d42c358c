using System.Globalization;
using CsCheck;

namespace ImaLink.Tests;

/// <summary>
/// Takes the place of CsCheck's Sample in these tests: the same samples in every run, or those of the seed in IMALINK_SEED. What fails is
/// given back to CsCheck, which looks for something smaller that fails too, and says how to repeat it.
/// </summary>
internal static class FixedSeed
{
    private static ulong Seed { get; } =
        ulong.TryParse(Environment.GetEnvironmentVariable("IMALINK_SEED"), CultureInfo.InvariantCulture, out ulong given) ? given : 1;

    /// <summary>
    /// How many sequences of what people do are tried: IMALINK_SEQUENCES of them, where it is set; else a third as many in a culture of its own
    /// as in the run that has none, as what a culture breaks is broken in each.
    /// </summary>
    public static int Sequences(int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("IMALINK_SEQUENCES"), CultureInfo.InvariantCulture, out int wanted) ? wanted
        : CultureTests.Culture is null ? otherwise : Math.Max(1, otherwise / 3);

    public static void Sample<T>(this Gen<T> gen, Action<T> check, long iter = 100, int threads = 1)
    {
        (string Seed, Exception Trouble)? failed = null;
        Parallel.For(0, iter, new ParallelOptions { MaxDegreeOfParallelism = threads }, (number, loop) =>
        {
            var random = new PCG(1, Seed + ((ulong)number * 0x9E3779B97F4A7C15));
            string seed = random.ToString();
            T sample = gen.Generate(random, null!, out _);
            try
            {
                check(sample);
            }
            catch (Exception e)
            {
                failed = (seed, e);
                loop.Stop();
            }
        });
        if (failed is not { } failure)
            return;
        Check.Sample(gen, check, seed: failure.Seed, iter: Math.Min(iter, 50), threads: threads);
        throw new InvalidOperationException($"Failed once, with the seed {failure.Seed}, and not again: {failure.Trouble.Message}", failure.Trouble);
    }

    public static void Sample<T1, T2>(this Gen<(T1, T2)> gen, Action<T1, T2> check, long iter = 100, int threads = 1) =>
        gen.Sample(sample => check(sample.Item1, sample.Item2), iter, threads);

    public static void Sample<T1, T2, T3>(this Gen<(T1, T2, T3)> gen, Action<T1, T2, T3> check, long iter = 100, int threads = 1) =>
        gen.Sample(sample => check(sample.Item1, sample.Item2, sample.Item3), iter, threads);
}
