namespace ImaLink.Media.Containers;

/// <summary>One entry of a TIFF directory (TIFF 6.0, section 2).</summary>
/// <param name="Tag">What the value means.</param>
/// <param name="Type">How one element of it is stored.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="Position">Where in the file the value lies, inside the entry or elsewhere.</param>
/// <param name="IsElsewhere">True if it lies outside of the entry.</param>
internal readonly record struct TiffEntry(ushort Tag, TiffType Type, long Count, long Position, bool IsElsewhere)
{
    /// <summary>Arrays of offsets that are longer than this are no image data (HOTHASH 2.3).</summary>
    public const int MostOffsets = 100_000;

    /// <summary>Length of the value in bytes; 0 where the type is unknown.</summary>
    public long Length => Count * ElementSize;

    /// <summary>Size of one element in bytes; 0 where the type is unknown.</summary>
    public int ElementSize => SizeOf(Type);

    /// <summary>True for the types that an offset may have.</summary>
    public bool IsInteger => Type is TiffType.Byte or TiffType.Short or TiffType.Long or TiffType.SByte or TiffType.SShort or TiffType.SLong or TiffType.Ifd;

    /// <summary>Reads one entry from its bytes, which stand at a position; values elsewhere count from an origin.</summary>
    public static TiffEntry Read(in TiffHeader order, ReadOnlySpan<byte> bytes, long position, long origin)
    {
        var type = (TiffType)order.UInt16(bytes[2..]);
        if (!order.KnowsLongTypes && type is TiffType.Long8 or TiffType.SLong8 or TiffType.Ifd8)
            type = TiffType.Unknown;
        var count = order.Offset(bytes[4..]);
        var (inline, field) = order.IsBig ? (8, 12) : (4, 8);
        var isElsewhere = count * SizeOf(type) > inline;
        return new TiffEntry(order.UInt16(bytes), type, count, isElsewhere ? origin + order.Offset(bytes[field..]) : position + field, isElsewhere);
    }

    private static int SizeOf(TiffType type) => type switch
    {
        TiffType.Byte or TiffType.Ascii or TiffType.SByte or TiffType.Undefined or TiffType.Utf8 => 1,
        TiffType.Short or TiffType.SShort => 2,
        TiffType.Long or TiffType.SLong or TiffType.Float or TiffType.Ifd => 4,
        TiffType.Rational or TiffType.SRational or TiffType.Double => 8,
        TiffType.Long8 or TiffType.SLong8 or TiffType.Ifd8 => 8,
        _ => 0,
    };

    /// <summary>The elements as numbers, at most so many; empty where the format is none of an integer.</summary>
    public long[] ReadNumbers(IByteSource file, in TiffHeader order, int most)
    {
        var numbers = new long[(int)Math.Min(most, Count)];
        return ReadNumbers(file, order, numbers) == numbers.Length ? numbers : [];
    }

    /// <summary>
    /// Fills a span with the elements as numbers, through a small window, so that an array of any length needs no further
    /// memory.
    /// </summary>
    /// <returns>How many there are; 0 where the format is none of an integer, or the value is not wholly in the file.</returns>
    public int ReadNumbers(IByteSource file, in TiffHeader order, Span<long> numbers)
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
    public string ReadText(IByteSource file)
    {
        var bytes = new byte[(int)Math.Min(Length, 64)];
        if (!file.TryRead(Position, bytes))
            return "";
        var end = Array.IndexOf(bytes, (byte)0);
        return System.Text.Encoding.Latin1.GetString(bytes, 0, end < 0 ? bytes.Length : end).TrimEnd();
    }

    private long Number(in TiffHeader order, ReadOnlySpan<byte> element) => Type switch
    {
        TiffType.Short => order.UInt16(element),
        TiffType.SShort => (short)order.UInt16(element),
        TiffType.SLong => (int)order.UInt32(element),
        TiffType.Long or TiffType.Ifd => order.UInt32(element),
        TiffType.SByte => (sbyte)element[0],
        _ => element[0],
    };
}
