using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>One entry of a TIFF directory (TIFF 6.0, section 2).</summary>
/// <param name="Tag">What the value means.</param>
/// <param name="Format">How one element of it is stored: 1 byte … 13 IFD.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="Position">Where in the file the value lies, inside the entry or elsewhere.</param>
internal readonly record struct TiffEntry(ushort Tag, ushort Format, uint Count, long Position)
{
    /// <summary>Size of an entry in bytes.</summary>
    public const int Size = 12;

    /// <summary>Arrays of offsets that are longer than this are no image data (HOTHASH 2.3).</summary>
    public const int MostOffsets = 100_000;

    private const ushort Utf8Text = 129;

    /// <summary>Length of the value in bytes; 0 where the format is unknown.</summary>
    public long Length => Count * (long)ElementSize;

    /// <summary>Size of one element in bytes; 0 where the format is unknown.</summary>
    public int ElementSize => Format switch
    {
        1 or 2 or 6 or 7 or Utf8Text => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 => 8,
        _ => 0,
    };

    /// <summary>True if the value lies outside of the entry.</summary>
    public bool IsElsewhere => Length > 4;

    /// <summary>True for the formats that an offset may have.</summary>
    public bool IsInteger => Format is 1 or 3 or 4 or 6 or 8 or 9 or 13;

    /// <summary>Reads one entry from its twelve bytes at a position.</summary>
    public static TiffEntry Read(in TiffHeader order, ReadOnlySpan<byte> bytes, long position, long origin)
    {
        var entry = new TiffEntry(
            order.UInt16(bytes), order.UInt16(bytes[2..]), order.UInt32(bytes[4..]), position + 8);
        return entry.IsElsewhere ? entry with { Position = origin + order.UInt32(bytes[8..]) } : entry;
    }

    /// <summary>The elements as numbers, at most so many; empty where the format is none of an integer.</summary>
    public long[] ReadNumbers(FileBytes file, in TiffHeader order, int most)
    {
        var numbers = new long[(int)Math.Min(most, Count)];
        return ReadNumbers(file, order, numbers) == numbers.Length ? numbers : [];
    }

    /// <summary>
    /// Fills a span with the elements as numbers, through a small window, so that an array of any length needs no further
    /// memory.
    /// </summary>
    /// <returns>How many there are; 0 where the format is none of an integer, or the value is not wholly in the file.</returns>
    public int ReadNumbers(FileBytes file, in TiffHeader order, Span<long> numbers)
    {
        var count = (int)Math.Min(numbers.Length, Count);
        if (!IsInteger || Count > MostOffsets || Position + count * ElementSize > file.Length)
            return 0;
        Span<byte> window = stackalloc byte[1024];
        for (var done = 0; done < count;)
        {
            var bytes = window[..Math.Min(window.Length, (count - done) * ElementSize)];
            if (!file.TryRead(Position + done * ElementSize, bytes))
                return 0;
            for (; !bytes.IsEmpty; bytes = bytes[ElementSize..])
                numbers[done++] = Number(order, bytes);
        }

        return count;
    }

    /// <summary>The value as text, up to its first zero byte; at most 64 characters.</summary>
    public string ReadText(FileBytes file)
    {
        var bytes = new byte[(int)Math.Min(Length, 64)];
        if (!file.TryRead(Position, bytes))
            return "";
        var end = Array.IndexOf(bytes, (byte)0);
        return System.Text.Encoding.Latin1.GetString(bytes, 0, end < 0 ? bytes.Length : end).TrimEnd();
    }

    private long Number(in TiffHeader order, ReadOnlySpan<byte> element) => Format switch
    {
        3 => order.UInt16(element),
        8 => (short)order.UInt16(element),
        9 => (int)order.UInt32(element),
        4 or 13 => order.UInt32(element),
        6 => (sbyte)element[0],
        _ => element[0],
    };
}
