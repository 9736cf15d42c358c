using System.Buffers.Binary;
using System.Text;

namespace ImaLink.Metadata;

/// <summary>What a directory of a TIFF structure is for.</summary>
internal enum IfdKind
{
    /// <summary>The first one (IFD0).</summary>
    Main,

    /// <summary>One that follows in the chain: a thumbnail (IFD1) or a further page.</summary>
    Next,

    /// <summary>One that a SubIFDs entry points to: RAW image, previews.</summary>
    Sub,

    /// <summary>The EXIF directory.</summary>
    Exif,

    /// <summary>The GPS directory.</summary>
    Gps,

    /// <summary>A maker's own directory.</summary>
    Maker,
}

/// <summary>One directory entry; its value is read when it is asked for.</summary>
internal readonly record struct TiffEntry(Ifd Ifd, ushort Tag, TiffType Type, long Count, long ValuePosition);

/// <summary>One directory of a TIFF structure.</summary>
internal sealed class Ifd(IfdKind kind)
{
    public IfdKind Kind { get; } = kind;

    public List<TiffEntry> Entries { get; } = [];

    public TiffEntry? Find(ushort tag)
    {
        foreach (var entry in Entries)
        {
            if (entry.Tag == tag)
                return entry;
        }

        return null;
    }
}

/// <summary>Field types of TIFF 6.0 and BigTIFF.</summary>
internal enum TiffType : ushort
{
    Byte = 1,
    Ascii = 2,
    Short = 3,
    Long = 4,
    Rational = 5,
    SByte = 6,
    Undefined = 7,
    SShort = 8,
    SLong = 9,
    SRational = 10,
    Float = 11,
    Double = 12,
    Ifd = 13,
    Long8 = 16,
    SLong8 = 17,
    Ifd8 = 18,

    /// <summary>UTF-8 text of EXIF 3.0.</summary>
    Utf8 = 129,
}

/// <summary>
/// The directories of a TIFF structure (TIFF, EXIF, most RAW formats, BigTIFF), in the order in which ExifTool visits
/// them: a directory that an entry points to is visited at that entry. Everything is bounded: number and depth of
/// directories, entries in each, and no directory is visited twice.
/// </summary>
internal sealed class TiffTree
{
    private const int MaxIfds = 64;
    private const int MaxDepth = 6;
    private const int MaxEntriesPerIfd = 4096;
    private const int MaxTextLength = 2048;

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

    public bool TryGetInteger(TiffEntry entry, int index, out long value)
    {
        value = 0;
        if (!TryReadElement(entry, index, out var raw))
            return false;
        switch (entry.Type)
        {
            case TiffType.Byte or TiffType.Undefined or TiffType.Short or TiffType.Long or TiffType.Ifd:
                value = (long)raw;
                return true;
            case TiffType.Long8 or TiffType.Ifd8 or TiffType.SLong8:
                value = (long)raw;
                return value >= 0 || entry.Type == TiffType.SLong8;
            case TiffType.SByte:
                value = (sbyte)raw;
                return true;
            case TiffType.SShort:
                value = (short)raw;
                return true;
            case TiffType.SLong:
                value = (int)raw;
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// The number at an index, whatever numeric type it has; null for x/0, NaN, infinity or no number.
    /// </summary>
    public double? GetNumber(TiffEntry entry, int index = 0)
    {
        if (TryGetInteger(entry, index, out var integer))
            return integer;
        if (!TryReadElement(entry, index, out var raw))
            return null;

        double value;
        switch (entry.Type)
        {
            case TiffType.Rational:
                value = (double)First(raw) / Second(raw);
                break;
            case TiffType.SRational:
                value = (double)(int)First(raw) / (int)Second(raw);
                break;
            case TiffType.Float:
                value = BitConverter.UInt32BitsToSingle((uint)raw);
                break;
            case TiffType.Double:
                value = BitConverter.UInt64BitsToDouble(raw);
                break;
            default:
                return null;
        }

        return double.IsFinite(value) ? value : null;
    }

    /// <summary>Text up to its first NUL, without blanks around it; null if there is none.</summary>
    public string? GetText(TiffEntry entry)
    {
        if (entry.Type is not (TiffType.Ascii or TiffType.Utf8 or TiffType.Byte or TiffType.Undefined))
            return null;
        Span<byte> buffer = stackalloc byte[MaxTextLength];
        var bytes = buffer[..(int)Math.Min(entry.Count, MaxTextLength)];
        if (!Data.TryRead(entry.ValuePosition, bytes))
            return null;
        var end = bytes.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>Bytes of one element, 0 for an unknown type.</summary>
    private static int SizeOf(TiffType type) => type switch
    {
        TiffType.Byte or TiffType.Ascii or TiffType.SByte or TiffType.Undefined or TiffType.Utf8 => 1,
        TiffType.Short or TiffType.SShort => 2,
        TiffType.Long or TiffType.SLong or TiffType.Float or TiffType.Ifd => 4,
        TiffType.Rational or TiffType.SRational or TiffType.Double => 8,
        TiffType.Long8 or TiffType.SLong8 or TiffType.Ifd8 => 8,
        _ => 0,
    };

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

    private bool TryReadElement(TiffEntry entry, int index, out ulong raw)
    {
        raw = 0;
        var size = SizeOf(entry.Type);
        Span<byte> bytes = stackalloc byte[8];
        if (index >= entry.Count || !Data.TryRead(entry.ValuePosition + (long)index * size, bytes[..size]))
            return false;
        raw = size switch
        {
            1 => bytes[0],
            2 => UInt16(bytes),
            4 => UInt32(bytes),
            _ => UInt64(bytes),
        };
        return true;
    }

    // A rational is two 32-bit numbers, the numerator first in the file whatever the byte order.
    private uint First(ulong raw) => (uint)(_littleEndian ? raw : raw >> 32);

    private uint Second(ulong raw) => (uint)(_littleEndian ? raw >> 32 : raw);

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
