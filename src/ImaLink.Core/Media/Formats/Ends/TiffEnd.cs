using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>
/// TIFF, BigTIFF and the raw formats built on them: every directory, every value that lies elsewhere, every strip, tile and
/// JPEG stream must lie in the file.
/// </summary>
internal sealed class TiffEnd
{
    private const int MostWork = 4_000_000;
    private const int WorkOfDirectory = 64;
    private const int MostDepth = 16;

    /// <summary>Panasonic's mark for an offset that stands in a tag of its own.</summary>
    private const long ElsewhereMark = uint.MaxValue;
    private const ushort GpsIfd = 0x8825;
    private const ushort InteroperabilityIfd = 0xA005;

    private readonly FileBytes _file;
    private readonly FileReach _reach;
    private readonly bool _isLittle, _isBig;
    private readonly HashSet<long> _visited = [];
    private int _work;

    private TiffEnd(FileBytes file, FileReach reach, bool isLittle, bool isBig) => (_file, _reach, _isLittle, _isBig) = (file, reach, isLittle, isBig);

    public static void Read(FileBytes file, FileReach reach) => Read(file, reach, isPanasonic: false);

    /// <summary>Reads a file; Panasonic's directory gives no lengths that are true of the picture.</summary>
    public static void Read(FileBytes file, FileReach reach, bool isPanasonic)
    {
        Span<byte> head = stackalloc byte[16];
        if (!file.TryRead(0, head[..8]) || head[0] is not ((byte)'I' or (byte)'M'))
            return;
        var walk = new TiffEnd(file, reach, head[0] == 'I', head[2] + head[3] == 43 && head[0] == head[1]);
        if (walk._isBig && !file.TryRead(8, head[8..]))
            reach.Lacks("its header is missing");
        else
            walk.Chain(walk._isBig ? walk.UInt64(head[8..]) : walk.UInt32(head[4..]), 0);
        if (!isPanasonic)
            reach.EndsWithClaims(file);
    }

    private void Chain(long offset, int depth)
    {
        while (offset > 0 && depth <= MostDepth && !_reach.IsCut && _work < MostWork && _visited.Add(offset))
            offset = Walk(offset, depth);
    }

    /// <summary>Walks a directory, and all that it leads to.</summary>
    /// <returns>The next one of its chain; 0 at the end.</returns>
    private long Walk(long offset, int depth)
    {
        var (countSize, entrySize) = _isBig ? (8, 20) : (2, TiffEntry.Size);
        Span<byte> bytes = stackalloc byte[20];
        if (!_reach.Claim(offset, countSize, "a directory") || !_file.TryRead(offset, bytes[..countSize]))
            return 0;
        var count = _isBig ? UInt64(bytes) : UInt16(bytes);
        if (count is <= 0 or > ushort.MaxValue)
            return 0;
        _work += WorkOfDirectory + (int)count;
        if (!_reach.Claim(offset + countSize, count * entrySize, "a directory"))
            return 0;
        var images = new Dictionary<ushort, Entry>();
        var position = offset + countSize;
        for (var end = position + count * entrySize; position < end && _file.TryRead(position, bytes[..entrySize]); position += entrySize)
        {
            if (Entry.Read(this, bytes, position) is not { } entry)
                continue;
            if (entry.IsElsewhere && !_reach.Claim(entry.Position, entry.Length, "a value"))
                return 0;
            if (entry.Tag is TiffTag.SubIfds or TiffTag.ExifIfd or TiffTag.OtherIfd or GpsIfd or InteroperabilityIfd)
            {
                foreach (var below in Numbers(entry))
                    Chain(below, depth + 1);
            }

            images[entry.Tag] = entry;
        }

        foreach (var (offsets, counts) in TiffDirectory.ImageTags)
        {
            if (images.TryGetValue(offsets, out var starts) && images.TryGetValue(counts, out var lengths))
                ClaimImage(starts, lengths);
        }

        return _file.TryRead(position, bytes[..(_isBig ? 8 : 4)]) ? (_isBig ? UInt64(bytes) : UInt32(bytes)) : 0;
    }

    private void ClaimImage(Entry starts, Entry lengths)
    {
        using var all = Numbers(lengths).GetEnumerator();
        foreach (var start in Numbers(starts))
        {
            if (start == ElsewhereMark)
                return;
            if (!all.MoveNext() || !_reach.Claim(start, all.Current, "its picture"))
                return;
        }
    }

    /// <summary>The elements of an entry, through a small window; none where they are no integers.</summary>
    private IEnumerable<long> Numbers(Entry entry)
    {
        var window = new byte[1024];
        for (var done = 0L; done < entry.Length && entry.IsInteger;)
        {
            var length = (int)Math.Min(window.Length, entry.Length - done);
            if (!_file.TryRead(entry.Position + done, window.AsSpan(0, length)))
                yield break;
            for (var at = 0; at < length; at += entry.ElementSize)
            {
                if (++_work > MostWork)
                    yield break;
                yield return Number(window.AsSpan(at, entry.ElementSize));
            }

            done += length;
        }
    }

    private long Number(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        8 => UInt64(bytes),
        4 => UInt32(bytes),
        2 => UInt16(bytes),
        _ => bytes[0],
    };

    private ushort UInt16(ReadOnlySpan<byte> bytes) => _isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private uint UInt32(ReadOnlySpan<byte> bytes) => _isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private long UInt64(ReadOnlySpan<byte> bytes) => _isLittle ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes);

    /// <summary>An entry of a directory, of either kind of TIFF.</summary>
    private readonly record struct Entry(ushort Tag, ushort Type, int ElementSize, long Length, long Position, bool IsElsewhere)
    {
        public bool IsInteger => Type is 1 or 3 or 4 or 7 or 13 or 16 or 18;

        public static Entry? Read(TiffEnd file, ReadOnlySpan<byte> bytes, long position)
        {
            var type = file.UInt16(bytes[2..]);
            var size = type switch
            {
                1 or 2 or 6 or 7 or 129 => 1,
                3 or 8 => 2,
                4 or 9 or 11 or 13 => 4,
                5 or 10 or 12 or 16 or 17 or 18 => 8,
                _ => 0,
            };
            var count = file._isBig ? file.UInt64(bytes[4..]) : file.UInt32(bytes[4..]);
            if (size == 0 || count < 0 || count > long.MaxValue / 16)
                return null;
            var (inline, place) = file._isBig ? (8, position + 12) : (4, position + 8);
            var isElsewhere = count * size > inline;
            if (isElsewhere)
                place = file._isBig ? file.UInt64(bytes[12..]) : file.UInt32(bytes[8..]);
            return new Entry(file.UInt16(bytes), type, size, count * size, place, isElsewhere);
        }
    }
}
