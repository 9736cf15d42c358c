using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ImaLink.Media.Containers;

/// <summary>
/// The codes of a JPEG or of a JPEG 2000 codestream (ITU-T T.81, B.1.1): FF, possibly repeated to fill up, and a byte that is not
/// FF. All that look into such a file, for the picture in it, for its end, for facts or for previews, find them by this; which
/// codes count is their own.
/// </summary>
internal static class JpegCodes
{
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;

    /// <summary>
    /// True for codes that no length follows: stuffing, TEM, restarts, SOI, EOI, JPEG 2000's own. A scan has one, though
    /// where it is hashed that counts as data.
    /// </summary>
    public static bool StandsAlone(byte code) =>
        code is 0x00 or 0x01 or (>= 0x30 and <= 0x3F) or 0x4F or 0x92 or 0x93 or (>= 0xD0 and <= 0xD9);

    /// <summary>Finds the first code in a block of memory.</summary>
    /// <param name="block">The block.</param>
    /// <param name="at">
    /// Where to begin; then the index of the byte behind FF, or, where no code is complete, the index at which to go on once more
    /// of the file lies at hand.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFind(ReadOnlySpan<byte> block, ref int at)
    {
        var found = block[at..].IndexOf((byte)0xFF);
        if (found < 0)
        {
            at = block.Length;
            return false;
        }

        at += found + 1;
        while (at < block.Length && block[at] == 0xFF)
            at++;
        if (at < block.Length)
            return true;
        at--;
        return false;
    }

    /// <summary>Moves behind the next code, whatever it is; false where none lies within so many bytes.</summary>
    public static bool TryNext<TSource>(TSource file, ref long position, out byte code, long within = long.MaxValue)
        where TSource : IByteSource =>
        TryNext(file, ref position, out code, skipsStuffing: false, within);

    /// <summary>Moves behind the next marker: a code that is more than FF 00, which stands for FF as a part of the data.</summary>
    public static bool TryNextMarker<TSource>(TSource file, ref long position, out byte code, long within = long.MaxValue)
        where TSource : IByteSource =>
        TryNext(file, ref position, out code, skipsStuffing: true, within);

    /// <summary>The length of the segment whose code lies right before a position, with the number that tells it; null where that is cut off or impossible.</summary>
    /// <param name="file">The file; the segment may reach beyond its end.</param>
    /// <param name="code">The code.</param>
    /// <param name="position">The place behind the code.</param>
    /// <param name="fieldLength">Length of that number: four bytes in some segments of JPEG 2000, else two.</param>
    public static long? SegmentLength<TSource>(TSource file, byte code, long position, out int fieldLength)
        where TSource : IByteSource
    {
        fieldLength = code is 0x74 or 0x75 or 0x77 ? 4 : 2;
        Span<byte> field = stackalloc byte[4];
        field = field[..fieldLength];
        if (!file.TryRead(position, field))
            return null;
        var length = fieldLength == 4 ? BinaryPrimitives.ReadUInt32BigEndian(field) : BinaryPrimitives.ReadUInt16BigEndian(field);
        return length < fieldLength ? null : length;
    }

    /// <summary>Moves from behind a code to behind its segment; false where that is not wholly in the file.</summary>
    public static bool SkipSegment<TSource>(TSource file, byte code, ref long position)
        where TSource : IByteSource
    {
        if (SegmentLength(file, code, position, out _) is not { } length)
            return false;
        position += length;
        return position <= file.Length;
    }

    /// <remarks>Compiled at once as well as can be: it sees every byte of a photo, and runs for long before the first call has returned often.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryNext<TSource>(TSource file, ref long position, out byte code, bool skipsStuffing, long within)
        where TSource : IByteSource
    {
        var end = position + Math.Min(within, file.Length - position);
        while (position < end)
        {
            var block = file.Peek(position, 2, within);
            if (block.Length < 2)
                break;
            var at = 0;
            while (TryFind(block, ref at))
            {
                code = block[at++];
                if (skipsStuffing && code == 0)
                    continue;
                position += at;
                return position <= end;
            }

            position += at;
        }

        code = 0;
        return false;
    }
}
