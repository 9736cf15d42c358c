namespace ImaLink.Media.Containers;

/// <summary>
/// One directory of a TIFF or BigTIFF structure, read entry by entry. All that look into such a structure, for the picture in it, for its end, for
/// facts or for previews, read its directories by this; the order in which they visit them is their own.
/// </summary>
internal readonly struct TiffIfd
{
    private readonly IByteSource _file;
    private readonly TiffHeader _order;
    private readonly long _origin;
    private readonly long _start;

    private TiffIfd(IByteSource file, in TiffHeader order, long origin, long start, long count) =>
        (_file, _order, _origin, _start, Count) = (file, order, origin, start, count);

    /// <summary>How many entries it says to have; below 0 where a hostile BigTIFF says so.</summary>
    public long Count { get; }

    /// <summary>Where the entries end.</summary>
    public long End => _start + Count * EntrySize;

    /// <summary>The offset of the next directory of its chain; 0 where there is none.</summary>
    public long Next
    {
        get
        {
            Span<byte> bytes = stackalloc byte[8];
            bytes = bytes[..(_order.IsBig ? 8 : 4)];
            return _file.TryRead(End, bytes) ? _order.Offset(bytes) : 0;
        }
    }

    private int EntrySize => _order.IsBig ? 20 : 12;

    /// <summary>Opens the directory at a position; null where the file ends before it.</summary>
    /// <param name="file">The file, or the block that holds the structure.</param>
    /// <param name="order">The byte order, and the kind of structure.</param>
    /// <param name="position">Where the directory begins.</param>
    /// <param name="origin">Where the offsets of values count from.</param>
    public static TiffIfd? Open(IByteSource file, in TiffHeader order, long position, long origin = 0)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes = bytes[..CountSize(order)];
        return file.TryRead(position, bytes)
            ? new TiffIfd(file, order, origin, position + bytes.Length, order.IsBig ? order.Int64(bytes) : order.UInt16(bytes))
            : null;
    }

    /// <summary>Size of the number that a directory begins with.</summary>
    public static int CountSize(in TiffHeader order) => order.IsBig ? 8 : 2;

    /// <summary>Reads an entry; false where the file ends before.</summary>
    public bool TryRead(long index, out TiffEntry entry)
    {
        Span<byte> bytes = stackalloc byte[20];
        bytes = bytes[..EntrySize];
        var position = _start + index * EntrySize;
        var isThere = index < Count && _file.TryRead(position, bytes);
        entry = isThere ? TiffEntry.Read(_order, bytes, position, _origin) : default;
        return isThere;
    }
}
