using ImaLink.Media.Containers;

namespace ImaLink.Media.Previews;

/// <summary>
/// A JPEG XL file without the boxes whose metadata is compressed by Brotli ('brob'): the decoder that is at hand ends at them. It sees free space in
/// their place.
/// </summary>
internal sealed class UnpackedJpegXl : Stream
{
    private const int MaxBoxes = 1 << 12;
    private const int NameOffset = 4;

    private readonly Stream _file;
    private readonly List<long> _names;

    private UnpackedJpegXl(Stream file, List<long> names) => (_file, _names) = (file, names);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _file.Length;

    public override long Position { get => _file.Position; set => _file.Position = value; }

    /// <summary>The file without them; null where it has none.</summary>
    public static UnpackedJpegXl? Of(Stream file)
    {
        using var reader = new ByteReader(file);
        var data = new ByteRange(reader);
        var names = new List<long>();
        var position = 0L;
        for (var i = 0; i < MaxBoxes && Box.Read(data, position, data.Length) is { } box; i++)
        {
            if (box.Is("brob"u8))
                names.Add(position + NameOffset);
            position = box.End;
        }

        file.Position = 0;
        return names.Count > 0 ? new UnpackedJpegXl(file, names) : null;
    }

    public override int Read(Span<byte> buffer)
    {
        var start = _file.Position;
        var read = _file.Read(buffer);
        foreach (var name in _names)
        {
            for (var i = 0; i < 4; i++)
            {
                if (name + i - start is >= 0 and var at && at < read)
                    buffer[(int)at] = "free"u8[i];
            }
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
