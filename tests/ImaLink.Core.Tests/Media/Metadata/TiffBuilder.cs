using System.Buffers.Binary;
using System.Text;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Builds TIFF structures of a few bytes: directories with entries, in either byte order.</summary>
internal sealed class TiffBuilder(bool littleEndian = true)
{
    private readonly List<(ushort Tag, ushort Type, uint Count, byte[] Value, TiffBuilder? Child)> _entries = [];

    public static (uint, uint)[] Degrees(uint degrees, uint minutes, uint seconds) =>
        [(degrees, 1), (minutes, 1), (seconds, 1)];

    public TiffBuilder Ascii(ushort tag, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + "\0");
        return Raw(tag, 2, (uint)bytes.Length, bytes);
    }

    public TiffBuilder Byte(ushort tag, byte value) => Raw(tag, 1, 1, [value]);

    public TiffBuilder Short(ushort tag, ushort value) => Raw(tag, 3, 1, Number16(value));

    public TiffBuilder Long(ushort tag, uint value) => Raw(tag, 4, 1, Number32(value));

    public TiffBuilder Rational(ushort tag, params (uint Over, uint Under)[] values) => Raw(
        tag, 5, (uint)values.Length, [.. values.SelectMany(v => Number32(v.Over).Concat(Number32(v.Under)))]);

    public TiffBuilder Raw(ushort tag, ushort type, uint count, byte[] value)
    {
        _entries.Add((tag, type, count, value, null));
        return this;
    }

    /// <summary>An entry that points to a further directory.</summary>
    public TiffBuilder Pointer(ushort tag, TiffBuilder child)
    {
        _entries.Add((tag, 4, 1, [], child));
        return this;
    }

    /// <summary>
    /// The structure: header, this directory, what belongs to it, and <paramref name="tail"/> at the end.
    /// </summary>
    public byte[] Build(byte[]? tail = null, uint next = 0)
    {
        var output = new List<byte>();
        output.AddRange(littleEndian ? "II"u8 : "MM"u8);
        output.AddRange(Number16(42));
        output.AddRange(Number32(8));
        Write(output, next);
        output.AddRange(tail ?? []);
        return [.. output];
    }

    /// <summary>This directory alone behind what a maker writes before it, whose offsets count from the beginning of that.</summary>
    public byte[] BuildAfter(byte[] head)
    {
        var output = new List<byte>(head);
        Write(output, 0);
        return [.. output];
    }

    /// <summary>A JPEG of nothing but headers, with the structure as its EXIF.</summary>
    public static byte[] Jpeg(byte[]? exif, int width = 40, int height = 30, byte[]? app1 = null)
    {
        var output = new List<byte> { 0xff, 0xd8 };
        if (exif is not null)
            AddSegment(output, 0xe1, [.. "Exif\0\0"u8, .. exif]);
        if (app1 is not null)
            AddSegment(output, 0xe1, app1);
        byte[] size = [(byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width];
        AddSegment(output, 0xc0, [8, .. size, 1, 1, 0x11, 0]);
        AddSegment(output, 0xda, [1, 1, 0, 0, 63, 0]);
        output.AddRange([0, 0xff, 0xd9]);
        return [.. output];
    }

    private static void AddSegment(List<byte> output, byte marker, byte[] content) =>
        output.AddRange([0xff, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);

    private void Write(List<byte> output, uint next)
    {
        var at = output.Count;
        var dataAt = at + 2 + _entries.Count * 12 + 4;
        var data = new List<byte>();
        output.AddRange(Number16((ushort)_entries.Count));
        foreach (var (tag, type, count, value, child) in _entries)
        {
            output.AddRange(Number16(tag));
            output.AddRange(Number16(type));
            output.AddRange(Number32(count));
            if (child is not null)
            {
                output.AddRange(Number32((uint)(dataAt + data.Count)));
                child.WriteAt(data, dataAt);
            }
            else if (value.Length > 4)
            {
                output.AddRange(Number32((uint)(dataAt + data.Count)));
                data.AddRange(value);
            }
            else
            {
                output.AddRange([.. value, .. new byte[4 - value.Length]]);
            }
        }

        output.AddRange(Number32(next));
        output.AddRange(data);
    }

    // A child's offsets count from the beginning of the whole, so it is written behind as many zeros and cut out.
    private void WriteAt(List<byte> data, int dataAt)
    {
        var padded = new List<byte>(new byte[dataAt + data.Count]);
        Write(padded, 0);
        data.AddRange(padded.Skip(dataAt + data.Count));
    }

    private byte[] Number16(ushort value)
    {
        var bytes = new byte[2];
        if (littleEndian)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    private byte[] Number32(uint value)
    {
        var bytes = new byte[4];
        if (littleEndian)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
