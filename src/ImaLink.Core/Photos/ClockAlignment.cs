namespace ImaLink.Photos;

/// <summary>How far one camera's clock is from another's, and what speaks for it.</summary>
/// <param name="Shift">What is added to the times of the first, so that they fit those of the second.</param>
/// <param name="Coinciding">How many of its moments are then moments of the second as well.</param>
/// <param name="Moments">How many moments could coincide at most.</param>
/// <param name="NextBest">How many coincide with the best shift that is another one.</param>
public sealed record ClockDifference(TimeSpan Shift, int Coinciding, int Moments, int NextBest)
{
    /// <summary>Whether it is so much better than every other that it is no chance.</summary>
    public bool IsClear => Coinciding >= 6 && Coinciding >= (1.5 * NextBest) + 2;
}

/// <summary>
/// Finds how far a camera's clock is wrong from when photos were taken: two people who are together often take one at the same moment. Of all shifts that
/// would make any two photos simultaneous, that counts which makes most of them so, within half a minute. A burst is one moment.
/// </summary>
public static class ClockAlignment
{
    /// <summary>How far apart photos of one moment may be.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(30);

    // All pairs are looked at: 8 bytes each.
    private const long MaxPairs = 16_000_000;
    private const int Candidates = 64;

    /// <summary>The best shift; null where one of them has no photo, or both have too many to compare.</summary>
    /// <param name="wrong">Times of the camera whose clock is wrong.</param>
    /// <param name="right">Times of the camera that it is to fit.</param>
    /// <param name="cancellationToken">To stop it.</param>
    public static ClockDifference? Estimate(IEnumerable<DateTime> wrong, IEnumerable<DateTime> right, CancellationToken cancellationToken = default)
    {
        long[] own = Moments(wrong), other = Moments(right);
        if (own.Length == 0 || other.Length == 0 || (long)own.Length * other.Length > MaxPairs)
            return null;
        long[] differences = new long[own.Length * other.Length];
        for (int i = 0; i < own.Length; i++)
        {
            for (int j = 0; j < other.Length; j++)
                differences[(i * other.Length) + j] = other[j] - own[i];
        }

        cancellationToken.ThrowIfCancellationRequested();
        Array.Sort(differences);
        List<(long Shift, int Count)> best = [];
        foreach (long shift in Peaks(differences))
        {
            cancellationToken.ThrowIfCancellationRequested();
            best.Add((shift, Coinciding(own, other, shift).Count));
        }

        (long found, int most) = best.MaxBy(candidate => candidate.Count);
        List<long> exact = Coinciding(own, other, found);
        // What lies close to it is the same shift, less well met.
        int next = best.Where(candidate => Math.Abs(candidate.Shift - found) > 4 * Moment.Ticks).Select(candidate => candidate.Count).DefaultIfEmpty().Max();
        exact.Sort();
        long median = exact[exact.Count / 2];
        return new(TimeSpan.FromSeconds(Math.Round(new TimeSpan(median).TotalSeconds)), most, Math.Min(own.Length, other.Length), next);
    }

    /// <summary>The times in order, without those that follow another closely.</summary>
    private static long[] Moments(IEnumerable<DateTime> times)
    {
        var moments = new List<long>();
        long last = long.MinValue / 2;
        foreach (long time in times.Select(time => time.Ticks).Order())
        {
            if (time - last > Moment.Ticks)
                moments.Add(time);
            last = time;
        }

        return [.. moments];
    }

    /// <summary>The shifts within whose reach most pairs lie, none close to another.</summary>
    private static List<long> Peaks(long[] differences)
    {
        long reach = Moment.Ticks;
        var fullest = new PriorityQueue<long, int>();
        (int Count, long Middle) window = default;
        for (int first = 0, last = 0; first < differences.Length; first++)
        {
            while (last < differences.Length && differences[last] - differences[first] <= 2 * reach)
                last++;
            // Only the fullest of neighbouring windows is kept.
            (int Count, long Middle) here = (last - first, differences[first] + ((differences[last - 1] - differences[first]) / 2));
            bool isNeighbour = window.Count > 0 && here.Middle - window.Middle <= reach;
            if (!isNeighbour)
                Keep(window);
            if (!isNeighbour || here.Count > window.Count)
                window = here;
        }

        Keep(window);
        return [.. fullest.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => item.Element).Select(item => item.Element)];

        void Keep((int Count, long Middle) peak)
        {
            if (peak.Count > 0)
                fullest.Enqueue(peak.Middle, peak.Count);
            if (fullest.Count > Candidates)
                fullest.Dequeue();
        }
    }

    /// <summary>The differences of the moments that coincide when shifted, each with one other.</summary>
    private static List<long> Coinciding(long[] own, long[] other, long shift)
    {
        var found = new List<long>();
        for (int i = 0, j = 0; i < own.Length && j < other.Length;)
        {
            long apart = other[j] - (own[i] + shift);
            if (Math.Abs(apart) <= Moment.Ticks)
                found.Add(other[j++] - own[i++]);
            else if (apart < 0)
                j++;
            else
                i++;
        }

        return found;
    }
}
