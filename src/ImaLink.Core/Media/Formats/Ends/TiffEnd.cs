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

    private readonly FileBytes _file;
    private readonly FileReach _reach;
    private readonly TiffHeader _order;
    private readonly HashSet<long> _visited = [];
    private int _work;

    private TiffEnd(FileBytes file, FileReach reach, in TiffHeader order) => (_file, _reach, _order) = (file, reach, order);

    public static void Read(FileBytes file, FileReach reach) => Read(file, reach, isPanasonic: false);

    /// <summary>Reads a file; Panasonic's directory gives no lengths that are true of the picture.</summary>
    public static void Read(FileBytes file, FileReach reach, bool isPanasonic)
    {
        Span<byte> head = stackalloc byte[16];
        if (!file.TryRead(0, head[..8]) || head[0] is not ((byte)'I' or (byte)'M'))
            return;
        var order = new TiffHeader { LittleEndian = head[0] == 'I', IsBig = head[2] + head[3] == 43 && head[0] == head[1], KnowsLongTypes = true };
        var walk = new TiffEnd(file, reach, order);
        if (order.IsBig && !file.TryRead(8, head[8..]))
            reach.Lacks("its header is missing");
        else
            walk.Chain(order.Offset(head[(order.IsBig ? 8 : 4)..]), 0);
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
        if (!_reach.Claim(offset, TiffIfd.CountSize(_order), "a directory") || TiffIfd.Open(_file, _order, offset) is not { } directory)
            return 0;
        if (directory.Count is <= 0 or > ushort.MaxValue)
            return 0;
        _work += WorkOfDirectory + (int)directory.Count;
        var start = offset + TiffIfd.CountSize(_order);
        if (!_reach.Claim(start, directory.End - start, "a directory"))
            return 0;
        var images = new Dictionary<ushort, TiffEntry>();
        for (var i = 0; directory.TryRead(i, out var entry); i++)
        {
            if (entry.ElementSize == 0 || entry.Count is < 0 or > long.MaxValue / 16)
                continue;
            if (entry.IsElsewhere && !_reach.Claim(entry.Position, entry.Length, "a value"))
                return 0;
            if (entry.Tag is TiffTag.SubIfds or TiffTag.ExifIfd or TiffTag.OtherIfd or TiffTag.GpsIfd or TiffTag.InteroperabilityIfd)
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

        return directory.Next;
    }

    private void ClaimImage(in TiffEntry starts, in TiffEntry lengths)
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
    private IEnumerable<long> Numbers(TiffEntry entry)
    {
        var window = new byte[1024];
        for (var done = 0L; done < entry.Length && IsInteger(entry.Type);)
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
        8 => _order.Int64(bytes),
        4 => _order.UInt32(bytes),
        2 => _order.UInt16(bytes),
        _ => bytes[0],
    };

    private static bool IsInteger(TiffType type) => type is TiffType.Byte or TiffType.Short or TiffType.Long or TiffType.Undefined
        or TiffType.Ifd or TiffType.Long8 or TiffType.Ifd8;
}
