using System.Buffers.Binary;

namespace ImaLink.Media.Containers;

/// <summary>
/// The numbers of a table in a box, read one after the other through a small window, so that a table of any
/// length needs no memory and reading it does not disturb what is at hand of the media data.
/// </summary>
internal sealed class BoxTable
{
    private const int WindowLength = 4096;
    private const int HalfByte = -1;

    private readonly FileBytes _file;
    private readonly long _start;
    private readonly long _end;
    private readonly int _width;
    private readonly long _constant;
    private readonly byte[] _window = new byte[WindowLength];
    private long _position;
    private int _at;
    private int _filled;
    private bool _isSecondHalf;

    private BoxTable(FileBytes file, in Box box, int header, int width, long constant = 0)
    {
        (_file, _start, _end, _width, _constant) = (file, box.Start + header, box.End, width, constant);
        Restart();
    }

    /// <summary>Number of entries.</summary>
    public long Count { get; private init; }

    /// <summary>
    /// Opens a table of several numbers an entry, whose number of entries stands right before them; null where the box is too short for it.
    /// </summary>
    public static BoxTable? Open(FileBytes file, in Box box, int header, int width, int perEntry)
    {
        if (Number(file, box, header - 4) is not { } count || box.Start + header + count * width * perEntry > box.End)
            return null;
        return new BoxTable(file, box, header, width) { Count = count };
    }

    /// <summary>Opens a table of one number an entry: as many of them as the box holds, if it says that there are more.</summary>
    public static BoxTable? Open(FileBytes file, in Box box, int header, int width) =>
        Number(file, box, header - 4) is { } count
            ? new BoxTable(file, box, header, width) { Count = Math.Clamp((box.End - box.Start - header) / width, 0, count) } : null;

    /// <summary>
    /// Opens a table of sample sizes: one size for all ('stsz'), or one each, possibly of few bits ('stz2'); as many as the box holds.
    /// </summary>
    public static BoxTable? OpenSizes(FileBytes file, in Box box)
    {
        const int Header = 12;
        if (Number(file, box, 4) is not { } size || Number(file, box, 8) is not { } count)
            return null;
        if (box.Is("stsz"u8) && size > 0)
            return new BoxTable(file, box, Header, width: 0, size) { Count = count };
        var bits = box.Is("stsz"u8) ? 32 : (int)(size & 0xFF);
        if (bits is not (4 or 8 or 16 or 32))
            return null;
        count = Math.Clamp((box.End - box.Start - Header) * 8 / bits, 0, count);

        // Two sizes of four bits share a byte; the reference takes the byte for the second (HOTHASH 7.2).
        return new BoxTable(file, box, Header, bits == 4 ? HalfByte : bits / 8) { Count = count };
    }

    /// <summary>Goes back to the first entry.</summary>
    public void Restart() => (_position, _at, _filled, _isSecondHalf) = (_start, 0, 0, false);

    /// <summary>The next number; 0 beyond the last.</summary>
    public long Next()
    {
        if (_width == HalfByte)
        {
            var half = Take(1);
            if (half.IsEmpty)
                return 0;
            _isSecondHalf = !_isSecondHalf;
            if (!_isSecondHalf)
                return half[0];
            _at--;
            return half[0] >> 4;
        }

        var bytes = Take(_width);
        return bytes.Length switch
        {
            8 => BinaryPrimitives.ReadInt64BigEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            1 => bytes[0],
            _ => 0,
        };
    }

    /// <summary>The sum of the next so many numbers.</summary>
    public long Sum(long count)
    {
        if (_width == 0)
            return count * _constant;
        var sum = 0L;
        for (var i = 0L; i < count; i++)
            sum += Next();
        return sum;
    }

    private ReadOnlySpan<byte> Take(int width)
    {
        if (_at + width > _filled)
        {
            _position += _at;
            (_at, _filled) = (0, (int)Math.Clamp(_end - _position, 0, WindowLength));
            if (_filled < width || !_file.TryRead(_position, _window.AsSpan(0, _filled)))
            {
                _filled = 0;
                return default;
            }
        }

        _at += width;
        return _window.AsSpan(_at - width, width);
    }

    private static long? Number(FileBytes file, in Box box, int offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        return box.Start + offset + 4 <= box.End && file.TryRead(box.Start + offset, bytes)
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : null;
    }
}
