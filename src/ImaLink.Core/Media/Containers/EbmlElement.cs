using System.Numerics;

namespace ImaLink.Media.Containers;

/// <summary>An element of EBML (RFC 8794), which Matroska and WebM are made of.</summary>
/// <param name="Id">Its name, with the bit that marks its length.</param>
/// <param name="Start">Where its content begins.</param>
/// <param name="Length">Length of its content, as it says; null where it was written before that was known.</param>
internal readonly record struct EbmlElement(long Id, long Start, long? Length)
{
    /// <summary>Where the next element begins; at the end of everything if no length is known.</summary>
    public long End => Length is { } length ? Start + length : long.MaxValue;

    /// <summary>Reads the element at a position; null where there is none.</summary>
    public static EbmlElement? Read<TSource>(TSource file, long position)
        where TSource : IByteSource =>
        Number(file, ref position, keepsMark: true) is { } id && Number(file, ref position, keepsMark: false) is { } length
            ? new EbmlElement(id, position, length < 0 ? null : length)
            : null;

    /// <summary>A number whose first byte tells its length; -1 where all its bits say that it is not known.</summary>
    private static long? Number<TSource>(TSource file, ref long position, bool keepsMark)
        where TSource : IByteSource
    {
        Span<byte> bytes = stackalloc byte[8];
        if (!file.TryRead(position, bytes[..1]) || bytes[0] == 0)
            return null;
        var length = BitOperations.LeadingZeroCount((uint)bytes[0]) - 23;
        if (!file.TryRead(position, bytes[..length]))
            return null;
        long number = keepsMark ? bytes[0] : bytes[0] & (1 << 8 - length) - 1;
        var isUnknown = !keepsMark && number == (1 << 8 - length) - 1;
        foreach (var value in bytes[1..length])
        {
            number = number << 8 | value;
            isUnknown &= value == 0xFF;
        }

        position += length;
        return isUnknown ? -1 : number;
    }
}
