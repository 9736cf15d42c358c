namespace ImaLink.Media.Containers;

/// <summary>The fields of a box, one after the other: big-endian numbers of 0 to 8 bytes.</summary>
internal struct BoxFields(IByteSource file, Box box)
{
    /// <summary>Where the next field begins.</summary>
    public long Position { get; private set; } = box.Start;

    /// <summary>False once a field was asked for that the box does not hold.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The next field of a size that the box itself states; null, and moved on, where no number has that size.</summary>
    public long? NextNumber(int size)
    {
        if (size is 0 or 4 or 8)
            return Next(size);
        Position += size;
        IsComplete &= Position <= box.End;
        return null;
    }

    /// <summary>The next field; 0 where there is none.</summary>
    public long Next(int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes = bytes[..size];
        if (!IsComplete || Position + size > box.End || !file.TryRead(Position, bytes))
        {
            IsComplete = false;
            return 0;
        }

        Position += size;
        var number = 0L;
        foreach (var value in bytes)
            number = (number << 8) | value;
        return number;
    }
}
