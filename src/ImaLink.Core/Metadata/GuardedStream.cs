namespace ImaLink.Metadata;

/// <summary>
/// What a third-party reader gets instead of the file: it may read a limited number of bytes in all, and what the
/// file itself throws is kept, so that it is not mistaken for damage by a reader that catches everything.
/// </summary>
internal sealed class GuardedStream(Stream inner, long budget) : Stream
{
    private long _budget = budget;

    /// <summary>What reading the file threw.</summary>
    public Exception? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_budget <= 0)
            throw new InvalidDataException("More of the file was asked for than metadata can take.");
        try
        {
            var read = inner.Read(buffer, offset, (int)Math.Min(count, _budget));
            _budget -= read;
            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e;
            throw;
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
