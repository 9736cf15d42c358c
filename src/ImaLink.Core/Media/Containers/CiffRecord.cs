namespace ImaLink.Media.Containers;

/// <summary>
/// A record of Canon's CIFF (the structure of CRW): what it holds lies at a place of the file, also where it is so
/// short that it stands in the directory itself.
/// </summary>
/// <param name="Tag">Its type without the bits that tell where it lies.</param>
/// <param name="Position">Where it lies.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="IsInline">True if it stands in the directory.</param>
internal readonly record struct CiffRecord(int Tag, long Position, long Length, bool IsInline)
{
    private const int EntrySize = 10;
    private const int MostEntries = 100_000;
    private const int MostDepth = 16;

    /// <summary>
    /// All records of a file that are no directories: a tree whose directories stand at the end of the blocks which
    /// they describe.
    /// </summary>
    public static IEnumerable<CiffRecord> All(IByteSource file)
    {
        var head = new byte[6];
        if (!file.TryRead(0, head))
            return [];
        var order = new TiffHeader { LittleEndian = head[0] == 'I' };
        var start = (long)order.UInt32(head.AsSpan(2));
        return Walk(file, order, start, file.Length - start, 0, [], new Counter());
    }

    private static IEnumerable<CiffRecord> Walk(
        IByteSource file, TiffHeader order, long start, long length, int depth, HashSet<long> visited, Counter counter)
    {
        var bytes = new byte[EntrySize];
        if (depth > MostDepth || length < 4 || !file.TryRead(start + length - 4, bytes.AsSpan(0, 4)))
            yield break;
        var directory = start + order.UInt32(bytes);
        if (!visited.Add(directory) || !file.TryRead(directory, bytes.AsSpan(0, 2)))
            yield break;
        var count = order.UInt16(bytes);
        for (var i = 0; i < count && counter.Entries < MostEntries; i++, counter.Entries++)
        {
            var at = directory + 2 + i * EntrySize;
            if (!file.TryRead(at, bytes))
                yield break;
            var tag = order.UInt16(bytes);
            if ((tag & 0x8000) != 0)
                yield break;
            if ((tag & 0x4000) != 0)
            {
                yield return new CiffRecord(tag & 0x3FFF, at + 2, EntrySize - 2, IsInline: true);
                continue;
            }

            var (offset, size) = (start + order.UInt32(bytes.AsSpan(6)), order.UInt32(bytes.AsSpan(2)));
            if (((tag >> 8) & 0x38) is not (0x28 or 0x30))
            {
                yield return new CiffRecord(tag & 0x3FFF, offset, size, IsInline: false);
                continue;
            }

            foreach (var record in Walk(file, order, offset, size, depth + 1, visited, counter))
                yield return record;
        }
    }

    private sealed class Counter
    {
        public int Entries { get; set; }
    }
}
