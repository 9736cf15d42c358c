using System.Buffers;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>The ranges that two entries of a directory name together: where each lies, and how long it is.</summary>
internal static class TiffRanges
{
    /// <summary>Adds the ranges in the order of the array; offsets without a length are left out.</summary>
    /// <param name="file">The file.</param>
    /// <param name="data">Takes the ranges.</param>
    /// <param name="order">The byte order.</param>
    /// <param name="offsets">The entry of the offsets.</param>
    /// <param name="counts">The entry of the lengths.</param>
    /// <param name="origin">Where offsets count from.</param>
    public static void Add(
        FileBytes file, ImageData data, in TiffHeader order, in TiffEntry offsets, in TiffEntry counts, long origin = 0)
    {
        // Borrowed: a hostile file has many directories, each with the longest arrays that there may be.
        var starts = Borrow(offsets);
        var lengths = Borrow(counts);
        var pairs = Math.Min(offsets.ReadNumbers(file, order, starts), counts.ReadNumbers(file, order, lengths));
        for (var i = 0; i < pairs; i++)
            data.Add(origin + starts[i], lengths[i]);
        ArrayPool<long>.Shared.Return(starts);
        ArrayPool<long>.Shared.Return(lengths);
    }

    private static long[] Borrow(in TiffEntry entry) =>
        ArrayPool<long>.Shared.Rent((int)Math.Min(entry.Count, TiffEntry.MostOffsets));
}
