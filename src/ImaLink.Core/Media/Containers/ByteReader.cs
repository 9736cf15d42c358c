using System.Buffers;
using System.Buffers.Binary;

namespace ImaLink.Media.Containers;

/// <summary>
/// Reads at any position of a seekable stream through a few cached pages. Nothing is ever allocated by a length that
/// the file states, and a read outside the file is an answer (false), not an exception. What the stream itself
/// throws passes through.
/// </summary>
internal sealed class ByteReader : IDisposable
{
    // Directories of a camera file lie in three or four places; a page each keeps a jump back from reading again.
    private const int PageSize = 16 * 1024;
    private const int PageCount = 4;

    private readonly Stream _stream;
    private readonly byte[]?[] _pages = new byte[PageCount][];
    private readonly long[] _starts = new long[PageCount];
    private readonly int[] _filled = new int[PageCount];
    private readonly byte[] _border = new byte[16];
    private int _next;

    public ByteReader(Stream stream)
    {
        _stream = stream;
        Length = stream.Length;
        Array.Fill(_starts, -1);
    }

    public long Length { get; }

    /// <summary>Fills <paramref name="destination"/> from the position; false where that leaves the file.</summary>
    public bool TryRead(long position, Span<byte> destination)
    {
        if (position < 0 || position > Length - destination.Length)
            return false;
        if (destination.Length > PageSize)
            return TryReadUncached(position, destination);

        while (!destination.IsEmpty)
        {
            var page = FindPage(position);
            var inPage = (int)(position - _starts[page]);
            var count = Math.Min(destination.Length, _filled[page] - inPage);
            if (count <= 0)
                return false; // the file became shorter while it was read
            _pages[page].AsSpan(inPage, count).CopyTo(destination);
            destination = destination[count..];
            position += count;
        }

        return true;
    }

    /// <summary>
    /// As <see cref="TryRead"/>, but reads exactly the bytes asked for: for walks that leap over image data.
    /// </summary>
    public bool TryReadUncached(long position, Span<byte> destination)
    {
        if (position < 0 || position > Length - destination.Length)
            return false;
        _stream.Position = position;
        return _stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) == destination.Length;
    }

    /// <summary>
    /// The bytes from a position on that lie at hand: at least <paramref name="count"/> (at most 16); fewer only where the file ends.
    /// Valid until the next read.
    /// </summary>
    public ReadOnlySpan<byte> Peek(long position, int count)
    {
        if (position < 0 || position >= Length)
            return default;
        var page = FindPage(position);
        var inPage = (int)Math.Min(position - _starts[page], _filled[page]);
        var bytes = _pages[page].AsSpan(inPage, _filled[page] - inPage);
        if (bytes.Length >= count || position + bytes.Length >= Length)
            return bytes;
        var border = _border.AsSpan(0, (int)Math.Min(count, Length - position));
        return TryRead(position, border) ? border : default;
    }

    public void Dispose()
    {
        for (var i = 0; i < PageCount; i++)
        {
            if (_pages[i] is { } page)
                ArrayPool<byte>.Shared.Return(page);
            _pages[i] = null;
            _starts[i] = -1;
        }
    }

    private int FindPage(long position)
    {
        var start = position - position % PageSize;
        var found = Array.IndexOf(_starts, start);
        if (found >= 0)
            return found;

        var page = _next;
        _next = (_next + 1) % PageCount;
        var buffer = _pages[page] ??= ArrayPool<byte>.Shared.Rent(PageSize);
        _starts[page] = -1;
        _stream.Position = start;
        _filled[page] = _stream.ReadAtLeast(buffer.AsSpan(0, PageSize), PageSize, throwOnEndOfStream: false);
        _starts[page] = start;
        return page;
    }
}

/// <summary>A part of a file: positions are relative to its start, and nothing outside it can be read.</summary>
internal readonly record struct ByteRange(ByteReader Reader, long Start, long Length) : IByteSource
{
    public ByteRange(ByteReader reader)
        : this(reader, 0, reader.Length)
    {
    }

    /// <summary>Bytes in memory, read like a part of a file.</summary>
    public static ByteRange Of(byte[] bytes) => new(new ByteReader(new MemoryStream(bytes, writable: false)));

    /// <summary>True where exactly the bytes asked for are read: for walks that leap over image data.</summary>
    public bool IsSparse { get; init; }

    public bool TryRead(long position, Span<byte> destination) =>
        position >= 0 && position <= Length - destination.Length
        && (IsSparse ? Reader.TryReadUncached(Start + position, destination) : Reader.TryRead(Start + position, destination));

    public ReadOnlySpan<byte> Peek(long position, int count, long useful)
    {
        if (position < 0 || position >= Length)
            return default;
        var bytes = Reader.Peek(Start + position, count);
        return bytes[..(int)Math.Min(bytes.Length, Length - position)];
    }

    /// <summary>The part of this part; what lies beyond the end is cut off.</summary>
    public ByteRange Slice(long position, long length)
    {
        position = Math.Clamp(position, 0, Length);
        return new(Reader, Start + position, Math.Clamp(length, 0, Length - position));
    }

    /// <summary>The first bytes, at most <paramref name="limit"/> of them.</summary>
    public byte[] ToArray(int limit)
    {
        var bytes = new byte[(int)Math.Min(limit, Length)];
        return TryRead(0, bytes) ? bytes : [];
    }

    public bool TryReadUInt32BigEndian(long position, out uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        var ok = TryRead(position, bytes);
        value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return ok;
    }
}
