namespace ImaLink.Media.Containers;

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
        if (!Data.TryRead(entry.Position, bytes))
            return null;
        var end = bytes.IndexOf((byte)0);
        var text = TextBytes.Decode(end < 0 ? bytes : bytes[..end]).Trim();
        return text.Length == 0 ? null : text;
    }

    private bool TryReadElement(TiffEntry entry, int index, out ulong raw)
    {
        raw = 0;
        var size = entry.ElementSize;
        Span<byte> bytes = stackalloc byte[8];
        if (index >= entry.Count || !Data.TryRead(entry.Position + (long)index * size, bytes[..size]))
            return false;
        raw = size switch
        {
            1 => bytes[0],
            2 => _order.UInt16(bytes),
            4 => _order.UInt32(bytes),
            _ => (ulong)_order.Int64(bytes),
        };
        return true;
    }

    // A rational is two 32-bit numbers, the numerator first in the file whatever the byte order.
    private uint First(ulong raw) => (uint)(_order.LittleEndian ? raw : raw >> 32);

    private uint Second(ulong raw) => (uint)(_order.LittleEndian ? raw >> 32 : raw);
}
