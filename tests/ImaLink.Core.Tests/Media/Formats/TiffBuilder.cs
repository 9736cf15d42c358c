using System.Buffers.Binary;
using System.Text;

namespace ImaLink.Tests.Media.Formats;

/// <summary>
/// Builds a TIFF from its end: data and directories are appended, and each says where it came to lie.
/// </summary>
internal sealed class TiffBuilder(bool littleEndian = true, ushort magic = 42)
{
    private readonly List<byte> _bytes = [.. new byte[16]];

    public TiffBuilder Sign(int offset, params byte[] bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
            _bytes[offset + i] = bytes[i];
        return this;
    }

    public long Data(params byte[] bytes)
    {
        var offset = _bytes.Count;
        _bytes.AddRange(bytes);
        return offset;
    }

    public long Directory(params TiffTestEntry[] entries) => Directory(0, entries);

    public long Directory(long next, params TiffTestEntry[] entries)
    {
        var values = entries.Select(entry => entry.Bytes(littleEndian)).ToArray();
        var places = values.Select(value => value.Length > 4 ? Data(value) : 0).ToArray();
        var offset = Data(Number(entries.Length, 2));
        for (var i = 0; i < entries.Length; i++)
        {
            Data(Number(entries[i].Tag, 2));
            Data(Number(entries[i].Format, 2));
            Data(Number(entries[i].Count, 4));
            Data(places[i] > 0 ? Number(places[i], 4) : [.. values[i], .. new byte[4 - values[i].Length]]);
        }

        Data(Number(next, 4));
        return offset;
    }

    public byte[] Build(long firstDirectory)
    {
        Sign(0, littleEndian ? "II"u8.ToArray() : "MM"u8.ToArray());
        Sign(2, Number(magic, 2));
        Sign(4, Number(firstDirectory, 4));
        return [.. _bytes];
    }

    private byte[] Number(long value, int size) => TiffTestEntry.Number(value, size, littleEndian);
}

/// <summary>An entry of a directory: 2 text, 3 short, 4 long.</summary>
internal sealed record TiffTestEntry(ushort Tag, ushort Format, params long[] Values)
{
    private string? Text { get; init; }

    public int Count => Text is null ? Values.Length : Text.Length + 1;

    public static TiffTestEntry Of(ushort tag, string text) => new(tag, 2) { Text = text };

    public static TiffTestEntry Long(ushort tag, params long[] values) => new(tag, 4, values);

    public static TiffTestEntry Short(ushort tag, params long[] values) => new(tag, 3, values);

    public static TiffTestEntry Bytes(ushort tag, params byte[] values) => new(tag, 7, [.. values.Select(v => (long)v)]);

    public byte[] Bytes(bool littleEndian) => Text is not null
        ? [.. Encoding.ASCII.GetBytes(Text), 0]
        : [.. Values.SelectMany(value => Number(value, Format == 3 ? 2 : Format == 4 ? 4 : 1, littleEndian))];

    public static byte[] Number(long value, int size, bool littleEndian)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        var number = bytes[..size];
        return littleEndian ? number : [.. number.Reverse()];
    }
}
