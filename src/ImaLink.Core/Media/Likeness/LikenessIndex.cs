using System.Numerics;

namespace ImaLink.Media.Likeness;

/// <summary>
/// Finds which of many pictures look like one, without comparing it with all: the first 64 bits are cut into four bands of 16. Of two
/// pictures that differ in n bits at least one band differs in a quarter of them or fewer, so only what lies at such values of a band is looked at.
/// </summary>
internal sealed class LikenessIndex
{
    private const int Bands = 4;
    private const int Values = 1 << 16;

    private readonly LikenessHash[] _hashes;
    private readonly ulong[] _dealt;
    private readonly int[][] _starts = new int[Bands][];
    private readonly int[][] _items = new int[Bands][];
    private readonly ulong[][] _firsts = new ulong[Bands][];
    private readonly int _distance;
    private readonly ushort[] _flips;

    /// <summary>Sorts the pictures by their bands.</summary>
    /// <param name="hashes">Their hashes.</param>
    /// <param name="distance">In how many of the first 64 bits pictures that look alike may differ.</param>
    internal LikenessIndex(LikenessHash[] hashes, int distance)
    {
        (_hashes, _distance) = (hashes, distance);
        _dealt = Array.ConvertAll(hashes, hash => Deal(hash.First));
        _flips = [.. Enumerable.Range(0, Values).Select(value => (ushort)value).Where(value => BitOperations.PopCount(value) <= distance / Bands)];
        Parallel.For(0, Bands, Sort);
    }

    /// <summary>The pictures behind one in their order that look like it.</summary>
    /// <param name="item">The number of the picture.</param>
    /// <param name="found">Takes their numbers, in no order.</param>
    internal void Behind(int item, List<int> found)
    {
        found.Clear();
        ulong first = _dealt[item];
        for (int band = 0; band < Bands; band++)
        {
            (int[] starts, int[] items, ulong[] firsts) = (_starts[band], _items[band], _firsts[band]);
            ushort value = Band(first, band);
            foreach (ushort flip in _flips)
            {
                int near = value ^ flip;
                for (int at = starts[near]; at < starts[near + 1]; at++)
                {
                    ulong differing = first ^ firsts[at];
                    if (BitOperations.PopCount(differing) <= _distance && items[at] > item && IsFirstBand(differing, band) && _hashes[item].Confirms(_hashes[items[at]]))
                        found.Add(items[at]);
                }
            }
        }
    }

    /// <summary>Whether no earlier band has led to the same picture.</summary>
    private bool IsFirstBand(ulong differing, int band)
    {
        for (int earlier = 0; earlier < band; earlier++)
            if (BitOperations.PopCount(Band(differing, earlier)) <= _distance / Bands)
                return false;
        return true;
    }

    /// <summary>By counting, so that those of one value stay in their order.</summary>
    private void Sort(int band)
    {
        var starts = new int[Values + 1];
        foreach (ulong first in _dealt)
            starts[Band(first, band) + 1]++;
        for (int value = 0; value < Values; value++)
            starts[value + 1] += starts[value];
        int[] next = starts[..Values], items = new int[_hashes.Length];
        var firsts = new ulong[_hashes.Length];
        for (int item = 0; item < _hashes.Length; item++)
        {
            int at = next[Band(_dealt[item], band)]++;
            (items[at], firsts[at]) = (item, _dealt[item]);
        }

        (_starts[band], _items[band], _firsts[band]) = (starts, items, firsts);
    }

    /// <summary>
    /// The bits dealt out among the bands, one after the other. Coarse features are much alike in many pictures: a band of nothing else would have few
    /// values, with very many pictures each.
    /// </summary>
    private static ulong Deal(ulong first)
    {
        ulong dealt = 0;
        for (int bit = 0; bit < 64; bit++)
            dealt |= (first >> bit & 1) << (bit % Bands * 16 + bit / Bands);
        return dealt;
    }

    private static ushort Band(ulong first, int band) => (ushort)(first >> (16 * band));
}
