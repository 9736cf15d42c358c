using System.Text;

namespace ImaLink.Media.Metadata;

/// <summary>Field types of TIFF 6.0 and BigTIFF.</summary>
internal enum TiffType : ushort
{
    Byte = 1,
    Ascii = 2,
    Short = 3,
    Long = 4,
    Rational = 5,
    SByte = 6,
    Undefined = 7,
    SShort = 8,
    SLong = 9,
    SRational = 10,
    Float = 11,
    Double = 12,
    Ifd = 13,
    Long8 = 16,
    SLong8 = 17,
    Ifd8 = 18,

    /// <summary>UTF-8 text of EXIF 3.0.</summary>
    Utf8 = 129,
}

/// <content>The values of entries, as numbers and text.</content>
internal sealed partial class TiffTree
{
    private const int MaxTextLength = 2048;

    public bool TryGetInteger(TiffEntry entry, int index, out long value)
    {
        value = 0;
        if (!TryReadElement(entry, index, out var raw))
            return false;
        switch (entry.Type)
        {
            case TiffType.Byte or TiffType.Undefined or TiffType.Short or TiffType.Long or TiffType.Ifd:
                value = (long)raw;
                return true;
            case TiffType.Long8 or TiffType.Ifd8 or TiffType.SLong8:
                value = (long)raw;
                return value >= 0 || entry.Type == TiffType.SLong8;
            case TiffType.SByte:
                value = (sbyte)raw;
                return true;
            case TiffType.SShort:
                value = (short)raw;
                return true;
            case TiffType.SLong:
                value = (int)raw;
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// The number at an index, whatever numeric type it has; null for x/0, NaN, infinity or no number.
    /// </summary>
    public double? GetNumber(TiffEntry entry, int index = 0)
    {
        if (TryGetInteger(entry, index, out var integer))
            return integer;
        if (!TryReadElement(entry, index, out var raw))
            return null;

        double value;
        switch (entry.Type)
        {
            case TiffType.Rational:
                value = (double)First(raw) / Second(raw);
                break;
            case TiffType.SRational:
                value = (double)(int)First(raw) / (int)Second(raw);
                break;
            case TiffType.Float:
                value = BitConverter.UInt32BitsToSingle((uint)raw);
                break;
            case TiffType.Double:
                value = BitConverter.UInt64BitsToDouble(raw);
                break;
            default:
                return null;
        }

        return double.IsFinite(value) ? value : null;
    }

    /// <summary>Text up to its first NUL, without blanks around it; null if there is none.</summary>
    public string? GetText(TiffEntry entry)
    {
        if (entry.Type is not (TiffType.Ascii or TiffType.Utf8 or TiffType.Byte or TiffType.Undefined))
            return null;
        Span<byte> buffer = stackalloc byte[MaxTextLength];
        var bytes = buffer[..(int)Math.Min(entry.Count, MaxTextLength)];
        if (!Data.TryRead(entry.ValuePosition, bytes))
            return null;
        var end = bytes.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>Bytes of one element, 0 for an unknown type.</summary>
    private static int SizeOf(TiffType type) => type switch
    {
        TiffType.Byte or TiffType.Ascii or TiffType.SByte or TiffType.Undefined or TiffType.Utf8 => 1,
        TiffType.Short or TiffType.SShort => 2,
        TiffType.Long or TiffType.SLong or TiffType.Float or TiffType.Ifd => 4,
        TiffType.Rational or TiffType.SRational or TiffType.Double => 8,
        TiffType.Long8 or TiffType.SLong8 or TiffType.Ifd8 => 8,
        _ => 0,
    };

    private bool TryReadElement(TiffEntry entry, int index, out ulong raw)
    {
        raw = 0;
        var size = SizeOf(entry.Type);
        Span<byte> bytes = stackalloc byte[8];
        if (index >= entry.Count || !Data.TryRead(entry.ValuePosition + (long)index * size, bytes[..size]))
            return false;
        raw = size switch
        {
            1 => bytes[0],
            2 => UInt16(bytes),
            4 => UInt32(bytes),
            _ => UInt64(bytes),
        };
        return true;
    }

    // A rational is two 32-bit numbers, the numerator first in the file whatever the byte order.
    private uint First(ulong raw) => (uint)(_littleEndian ? raw : raw >> 32);

    private uint Second(ulong raw) => (uint)(_littleEndian ? raw >> 32 : raw);
}
