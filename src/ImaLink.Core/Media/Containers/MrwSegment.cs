namespace ImaLink.Media.Containers;

/// <summary>A segment of the header of Minolta's MRW, which Sony keeps inside of its own raw files too.</summary>
/// <param name="Name">Its four bytes as a big-endian number.</param>
/// <param name="Start">Where its content begins.</param>
/// <param name="Length">Length of its content, as the segment says: it may reach beyond the end of the file.</param>
/// <param name="Order">The byte order of its numbers.</param>
internal readonly record struct MrwSegment(uint Name, long Start, long Length, TiffHeader Order)
{
    /// <summary>Far more than the header of any camera has.</summary>
    private const int MostSegments = 1024;

    private const int HeadLength = 8;

    /// <summary>Where the next segment begins.</summary>
    public long End => Start + Length;

    /// <summary>Where a header ends, by its own words; null where none begins.</summary>
    public static long? HeaderEnd(IByteSource file, long start = 0)
    {
        Span<byte> bytes = stackalloc byte[HeadLength];
        return file.TryRead(start, bytes) && bytes.StartsWith("\0MR"u8) ? start + HeadLength + OrderOf(bytes).UInt32(bytes[4..]) : null;
    }

    /// <summary>The segments of a header, up to its end or to where it breaks off.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where the header begins.</param>
    /// <param name="limit">Where what holds it ends.</param>
    public static IEnumerable<MrwSegment> Walk(IByteSource file, long start = 0, long limit = long.MaxValue)
    {
        if (HeaderEnd(file, start) is not { } end)
            yield break;
        var bytes = new byte[HeadLength];
        file.TryRead(start, bytes);
        var order = OrderOf(bytes);
        var position = start + HeadLength;
        for (var i = 0; i < MostSegments && position < end && position + HeadLength <= limit && file.TryRead(position, bytes); i++)
        {
            var segment = new MrwSegment(Box.Named(bytes), position + HeadLength, order.UInt32(bytes.AsSpan(4)), order);
            yield return segment;
            position = segment.End;
        }
    }

    /// <summary>True for the segment of a name.</summary>
    public bool Is(ReadOnlySpan<byte> name) => Name == Box.Named(name);

    private static TiffHeader OrderOf(ReadOnlySpan<byte> head) => new() { LittleEndian = head[3] == 'I' };
}
