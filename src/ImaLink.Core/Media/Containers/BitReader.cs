namespace ImaLink.Media.Containers;

/// <summary>Bits from the highest on, and numbers in Exponential-Golomb code; after the end all of them are 0.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>True once more was taken than there is.</summary>
    public readonly bool IsOver => _position > _bytes.Length * 8;

    /// <summary>The next bits as a number; at most 31.</summary>
    public int Take(int count)
    {
        var value = 0;
        for (; count > 0; count--, _position++)
            value = value << 1 | (_position < _bytes.Length * 8 ? _bytes[_position / 8] >> 7 - _position % 8 & 1 : 0);
        return value;
    }

    /// <summary>The next number of as many zeros, a one, and as many bits.</summary>
    public int TakeNumber()
    {
        var zeros = 0;
        while (zeros < 31 && !IsOver && Take(1) == 0)
            zeros++;
        return zeros < 31 ? (1 << zeros) - 1 + Take(zeros) : 0;
    }
}
