using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The directories of a TIFF structure (TIFF, EXIF, most RAW formats, BigTIFF), in the order in which ExifTool visits
/// them: a directory that an entry points to is visited at that entry. Everything is bounded: number and depth of
/// directories, entries in each, and no directory is visited twice.
/// </summary>
internal sealed partial class TiffTree
{
    private const int MaxIfds = 64;
    private const int MaxDepth = 6;
    private const int MaxEntriesPerIfd = 4096;

    private const ushort SubIfds = 0x014a;
    private const ushort ExifIfd = 0x8769;
    private const ushort GpsIfd = 0x8825;

    private readonly bool _littleEndian;
    private readonly bool _big;
    private readonly HashSet<long> _visited = [];
    private readonly List<string> _warnings;
    private long _shift;

    private TiffTree(ByteRange data, bool littleEndian, bool big, List<string> warnings)
    {
        Data = data;
        _littleEndian = littleEndian;
        _big = big;
        _warnings = warnings;
    }

    public ByteRange Data { get; }

    public List<Ifd> Ifds { get; } = [];

    /// <summary>All entries in the order of the visit.</summary>
    public List<TiffEntry> Entries { get; } = [];

    /// <summary>Reads a structure; null where its header is damaged.</summary>
    /// <param name="data">The structure.</param>
    /// <param name="warnings">Takes what could not be read.</param>
    /// <param name="kind">What its first directory is: some containers store an EXIF or GPS directory alone.</param>
    public static TiffTree? Read(ByteRange data, List<string> warnings, IfdKind kind = IfdKind.Main)
    {
        Span<byte> header = stackalloc byte[8];
        if (!data.TryRead(0, header) || header[0] != header[1] || header[0] is not ((byte)'I' or (byte)'M'))
        {
            warnings.Add("The EXIF or TIFF header is damaged.");
            return null;
        }

        var littleEndian = header[0] == 'I';
        // The magic number is 42 in TIFF and 43 in BigTIFF; some RAW formats have their own and are TIFF otherwise.
        var big = header[littleEndian ? 2 : 3] == 43 && header[littleEndian ? 3 : 2] == 0;
        var tree = new TiffTree(data, littleEndian, big, warnings);
        var first = big ? tree.ReadUInt64(8) : tree.ReadUInt32(4);
        tree.VisitChain(first, kind);
        if (tree.Ifds.Count == 0)
            warnings.Add("The first directory of the EXIF or TIFF structure lies outside of it.");
        return tree;
    }

    /// <summary>
    /// Reads the one directory at a position, as makers' notes have it; null if there is none. Its offsets count from
    /// the beginning of the structure plus <paramref name="shift"/>: notes that a program moved kept the old ones.
    /// </summary>
    public Ifd? ReadMaker(long position, long shift)
    {
        var count = Ifds.Count;
        _shift = shift;
        Visit(position, IfdKind.Maker, MaxDepth, out _);
        _shift = 0;
        return Ifds.Count > count ? Ifds[count] : null;
    }

    /// <summary>The 32-bit number at a position; 0 outside of the structure.</summary>
    public long ReadUInt32(long position)
    {
        Span<byte> bytes = stackalloc byte[4];
        return Data.TryRead(position, bytes) ? UInt32(bytes) : 0;
    }

    private void VisitChain(long position, IfdKind kind)
    {
        while (position > 0 && Ifds.Count < MaxIfds && Visit(position, kind, 0, out position))
        {
            if (kind == IfdKind.Main)
                kind = IfdKind.Next;
        }
    }

    private bool Visit(long position, IfdKind kind, int depth, out long next)
    {
        next = 0;
        if (position <= 0 || Ifds.Count >= MaxIfds || !_visited.Add(position))
            return false;

        var countSize = _big ? 8 : 2;
        var entrySize = _big ? 20 : 12;
        Span<byte> bytes = stackalloc byte[20];
        if (!Data.TryRead(position, bytes[..countSize]))
        {
            _warnings.Add($"A {kind} directory lies outside the file.");
            return false;
        }

        var count = _big ? ReadUInt64(position) : UInt16(bytes);
        if (count is <= 0 or > MaxEntriesPerIfd)
        {
            _warnings.Add($"A {kind} directory is damaged.");
            return false;
        }

        var ifd = new Ifd(kind);
        Ifds.Add(ifd);
        for (var i = 0; i < count; i++)
        {
            var at = position + countSize + (long)i * entrySize;
            if (!Data.TryRead(at, bytes[..entrySize]))
            {
                _warnings.Add($"A {kind} directory is cut off.");
                return true;
            }

            VisitEntry(ifd, bytes, at, depth);
        }

        var end = position + countSize + count * entrySize;
        if (kind is IfdKind.Main or IfdKind.Next)
            next = _big ? ReadUInt64(end) : ReadUInt32(end);
        return true;
    }

    private void VisitEntry(Ifd ifd, ReadOnlySpan<byte> bytes, long at, int depth)
    {
        var type = (TiffType)UInt16(bytes[2..]);
        var size = SizeOf(type);
        if (size == 0)
            return;
        var count = _big ? (long)UInt64(bytes[4..]) : UInt32(bytes[4..]);
        var inline = _big ? 8 : 4;
        var valueAt = at + (_big ? 12 : 8);
        if (count < 0 || count > Data.Length)
            return;
        if (count * size > inline)
            valueAt = _big ? (long)UInt64(bytes[12..]) : UInt32(bytes[8..]) + _shift;
        if (valueAt < 0 || valueAt > Data.Length)
            return;

        var entry = new TiffEntry(ifd, UInt16(bytes), type, count, valueAt);
        ifd.Entries.Add(entry);
        Entries.Add(entry);
        if (depth >= MaxDepth)
            return;
        switch (entry.Tag)
        {
            case ExifIfd:
                VisitPointers(entry, IfdKind.Exif, 1, depth);
                break;
            case GpsIfd:
                VisitPointers(entry, IfdKind.Gps, 1, depth);
                break;
            case SubIfds:
                VisitPointers(entry, IfdKind.Sub, 16, depth);
                break;
        }
    }

    private void VisitPointers(TiffEntry entry, IfdKind kind, int limit, int depth)
    {
        for (var i = 0; i < Math.Min(entry.Count, limit); i++)
        {
            if (TryGetInteger(entry, i, out var position))
                Visit(position, kind, depth + 1, out _);
        }
    }

    private long ReadUInt64(long position)
    {
        Span<byte> bytes = stackalloc byte[8];
        return Data.TryRead(position, bytes) ? (long)UInt64(bytes) : 0;
    }

    private ushort UInt16(ReadOnlySpan<byte> bytes) => _littleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes)
        : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private uint UInt32(ReadOnlySpan<byte> bytes) => _littleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
        : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private ulong UInt64(ReadOnlySpan<byte> bytes) => _littleEndian
        ? BinaryPrimitives.ReadUInt64LittleEndian(bytes)
        : BinaryPrimitives.ReadUInt64BigEndian(bytes);
}
