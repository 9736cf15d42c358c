using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Media.Containers;

/// <summary>Sees the bytes of a file, each once and in order.</summary>
internal delegate void BytesSeen(long offset, ReadOnlySpan<byte> bytes);

/// <summary>
/// A file as a reader of image data sees it: any place may be looked at, through one block of memory.
/// Where every byte is wanted (to be hashed or copied) a look ahead reads everything up to there, so a reader
/// that goes forward shares that one pass over the medium; a look back goes to the copy, where there is one.
/// </summary>
internal sealed class FileBytes : IByteSource, IDisposable
{
    /// <summary>Small enough to stay in a core's cache between reading, hashing and copying.</summary>
    public const int DefaultBlockSize = 256 * 1024;

    /// <summary>How much is read where only a few bytes are wanted from here and there.</summary>
    private const int DirectoryBlockSize = 16 * 1024;

    private readonly SafeFileHandle _source;
    private readonly Stream? _copy;
    private readonly BytesSeen? _everyByte;
    private readonly Action<int>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly long _end;
    private byte[] _block;
    private long _start;
    private int _filled;
    private long _seen;
    private long _origin;
    private long _wholeLength;

    public FileBytes(
        SafeFileHandle source, Stream? copy = null, BytesSeen? everyByte = null, Action<int>? progress = null,
        int blockSize = DefaultBlockSize, CancellationToken cancellationToken = default)
    {
        (_source, _copy, _everyByte, _progress) = (source, copy, everyByte, progress);
        _cancellationToken = cancellationToken;
        Length = LengthOf(source);
        BlockSize = blockSize;

        // Enough to see that the file grows; one that grows as fast as it is read would have no end.
        _end = Length + blockSize;
        _block = ArrayPool<byte>.Shared.Rent(blockSize);
    }

    /// <summary>
    /// The length of a file in bytes; pipes and devices have none and are refused like unreadable files.
    /// </summary>
    public static long LengthOf(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file);
        }
        catch (NotSupportedException e)
        {
            throw new IOException("This is no file that can be read at any place.", e);
        }
    }

    /// <summary>Length in bytes: the file's at the beginning, and what was read once all of it was: at most about a block more.</summary>
    public long Length { get; private set; }

    /// <summary>The most bytes that one look can show.</summary>
    public int BlockSize { get; }

    /// <summary>How often it was looked at: the measure of a reader's work, whatever the machine.</summary>
    public long Looks { get; private set; }

    private bool InOnePass => _everyByte is not null || _copy is not null;

    /// <summary>
    /// The bytes from a position on: as many as lie at hand, but at least <paramref name="count"/> (not above
    /// <see cref="BlockSize"/>); fewer only where the file ends. Valid until the next look.
    /// </summary>
    /// <param name="position">Where to look.</param>
    /// <param name="count">How many bytes are needed.</param>
    /// <param name="useful">How many can be of use; many more are not read for them from here and there.</param>
    public ReadOnlySpan<byte> Peek(long position, int count, long useful = long.MaxValue)
    {
        var part = _origin > 0 ? Length - position : long.MaxValue;
        if (part <= 0)
            return default;
        Looks++;
        position += _origin;
        var offset = position - _start;
        if (offset < 0 || offset + count > _filled)
        {
            var most = Math.Clamp(useful, Math.Min(count + DirectoryBlockSize, BlockSize), BlockSize);
            Load(position, count, (int)most);
            offset = position - _start;
        }

        return offset < _filled ? _block.AsSpan((int)offset, (int)Math.Min(_filled - offset, part)) : default;
    }

    /// <summary>
    /// Shows only a part of the file, as if it were a file of its own, until <see cref="Widen"/>. A part ends with the
    /// file at the latest.
    /// </summary>
    public void Narrow(long start, long length)
    {
        (_origin, _wholeLength) = (start, Length);
        Length = Math.Clamp(Length - start, 0, length);
    }

    /// <summary>Shows the whole file again.</summary>
    public void Widen() => (_origin, Length) = (0, _wholeLength);

    /// <summary>Fills <paramref name="destination"/> from a position on; false where the file ends before.</summary>
    public bool TryRead(long position, Span<byte> destination)
    {
        while (!destination.IsEmpty && position >= 0 && position < Length)
        {
            var bytes = Peek(position, 1, destination.Length);
            if (bytes.IsEmpty)
                return false;
            bytes = bytes[..Math.Min(bytes.Length, destination.Length)];
            bytes.CopyTo(destination);
            destination = destination[bytes.Length..];
            position += bytes.Length;
        }

        return destination.IsEmpty;
    }

    /// <summary>Reads what is left of the one pass.</summary>
    public void ReadToEnd()
    {
        do
        {
            (_start, _filled) = (_seen, 0);
        }
        while (Append(BlockSize));
        Length = _seen;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_block);
        _block = [];
    }

    private void Load(long position, int count, int most)
    {
        while (InOnePass && _seen < position)
        {
            (_start, _filled) = (_seen, 0);
            if (!Append(BlockSize))
                break;
        }

        var kept = position >= _start ? (int)Math.Max(0, _start + _filled - position) : 0;
        if (kept > 0)
            _block.AsSpan(_filled - kept, kept).CopyTo(_block);
        (_start, _filled) = (position, kept);
        while (_filled < count && Append(most))
        {
        }
    }

    /// <summary>Reads on behind what the block holds; false at the end of the file.</summary>
    private bool Append(int most)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var position = _start + _filled;
        if (position >= _end)
            return false;
        var room = _block.AsSpan(0, most)[_filled..];
        var read = !InOnePass ? RandomAccess.Read(_source, room, position)
            : position == _seen ? ReadOn(_block.AsSpan(_filled, BlockSize - _filled))
            : position < _seen ? ReadAgain(position, room[..(int)Math.Min(room.Length, _seen - position)])
            : 0;
        _filled += read;
        if (!InOnePass && read > 0)
            _progress?.Invoke(read);
        return read > 0;
    }

    private int ReadOn(Span<byte> destination)
    {
        var read = RandomAccess.Read(_source, destination, _seen);
        if (read == 0)
            return 0;
        var offset = _seen;
        _seen += read;
        _copy?.Write(destination[..read]);
        _everyByte?.Invoke(offset, destination[..read]);
        _progress?.Invoke(read);
        return read;
    }

    private int ReadAgain(long position, Span<byte> destination)
    {
        if (_copy is null)
            return RandomAccess.Read(_source, destination, position);
        _copy.Position = position;
        var read = _copy.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        _copy.Position = _seen;
        return read;
    }
}
