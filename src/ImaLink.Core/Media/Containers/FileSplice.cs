using System.Buffers;

namespace ImaLink.Media.Containers;

/// <summary>A file that is made of parts of another one and of new bytes, in the order in which they are told. Memory does not grow with the parts.</summary>
/// <param name="source">The other file.</param>
internal sealed class FileSplice(ByteRange source)
{
    private const int BlockSize = 256 * 1024;

    private readonly List<(long Start, long Length, byte[]? Bytes)> _pieces = [];

    /// <summary>Length in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Goes on with a part of the other file.</summary>
    /// <exception cref="InvalidDataException">The other file ends before.</exception>
    public void Copy(long start, long end)
    {
        if (start < 0 || end < start || end > source.Length)
            throw new InvalidDataException("The file ends early.");
        if (_pieces is [.., (var last, var length, null)] && last + length == start)
            _pieces[^1] = (last, end - last, null);
        else
            _pieces.Add((start, end - start, null));
        Length += end - start;
    }

    /// <summary>Goes on with new bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _pieces.Add((0, bytes.Length, bytes.ToArray()));
        Length += bytes.Length;
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="IOException">The other file became shorter, or cannot be read.</exception>
    public void WriteTo(Stream target, CancellationToken token = default)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            foreach ((long start, long length, byte[]? bytes) in _pieces)
            {
                if (bytes is not null)
                    target.Write(bytes);
                for (long done = 0; bytes is null && done < length; done += BlockSize)
                {
                    token.ThrowIfCancellationRequested();
                    Span<byte> part = block.AsSpan(0, (int)Math.Min(BlockSize, length - done));
                    if (!source.TryRead(start + done, part))
                        throw new EndOfStreamException("it became shorter while it was read");
                    target.Write(part);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>The file, in memory.</summary>
    public byte[] ToArray()
    {
        using var bytes = new MemoryStream();
        WriteTo(bytes);
        return bytes.ToArray();
    }
}
