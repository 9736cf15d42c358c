namespace ImaLink.Photos;

/// <summary>
/// XML whose pieces are small: a reader takes each tag, with all that it states, and each text into memory. Between two <c>&lt;</c> stands no more than
/// a piece can have, whatever the file claims to be.
/// </summary>
internal sealed class MarkupStream(Stream inner) : Stream
{
    private const int LongestPiece = 1 << 20;
    private int _piece;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        int last = buffer[..count].LastIndexOf((byte)'<');
        _piece = last < 0 ? _piece + count : count - last;
        return _piece <= LongestPiece ? count : throw new System.Xml.XmlException("a tag or a text is absurdly long");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
