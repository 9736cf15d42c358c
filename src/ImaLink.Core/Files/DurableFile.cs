using Microsoft.Win32.SafeHandles;

namespace ImaLink.Files;

/// <summary>
/// A file that <see cref="DurableFiles"/> writes: a seekable stream, unbuffered, whose <see cref="Commit"/> returns only
/// when the bytes are on the medium. Made by one thread, used by one thread.
/// </summary>
public sealed class DurableFile : Stream
{
    private readonly DurableFiles _owner;
    private long _position;

    internal DurableFile(DurableFiles owner, string path, SafeFileHandle handle, long position)
    {
        (_owner, FullName, Handle, _position) = (owner, path, handle, position);
    }

    /// <summary>Full path of the file.</summary>
    public string FullName { get; }

    /// <summary>The open file.</summary>
    public SafeFileHandle Handle { get; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => RandomAccess.GetLength(Handle);

    /// <inheritdoc/>
    public override long Position { get => _position; set => _position = value; }

    /// <summary>Makes everything written so far durable.</summary>
    /// <exception cref="ImaLinkException">The medium refused.</exception>
    public void Commit() => _owner.FlushFile(Handle, FullName);

    /// <inheritdoc/>
    /// <exception cref="ImaLinkException">The file could not be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _owner.WriteAt(Handle, buffer, _position, FullName);
        _position += buffer.Length;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = RandomAccess.Read(Handle, buffer, _position);
        _position += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    public override void SetLength(long value) => RandomAccess.SetLength(Handle, value);

    /// <summary>Does nothing: nothing is buffered here. Durability is <see cref="Commit"/>'s.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Handle.Dispose();
        base.Dispose(disposing);
    }
}
