using System.Buffers.Binary;

namespace ImaLink.Media.Containers;

/// <summary>One segment: its marker and what follows the length.</summary>
internal readonly record struct JpegSegment(byte Marker, ByteRange Content)
{
    /// <summary>The EXIF block, if this is the segment that carries it.</summary>
    public bool TryGetExif(out ByteRange block)
    {
        // The byte after the NUL is padding; not all writers leave it zero.
        Span<byte> start = stackalloc byte[6];
        var found = Marker == JpegSegments.App1 && Content.TryRead(0, start) && start[..5].SequenceEqual("Exif\0"u8);
        block = found ? Content.Slice(6, Content.Length - 6) : default;
        return found;
    }

    /// <summary>What follows after a text at the beginning, if the segment begins with it.</summary>
    public bool TrySkip(ReadOnlySpan<byte> start, out ByteRange rest)
    {
        Span<byte> bytes = stackalloc byte[start.Length];
        var found = Content.TryRead(0, bytes) && bytes.SequenceEqual(start);
        rest = found ? Content.Slice(start.Length, Content.Length - start.Length) : default;
        return found;
    }
}

/// <summary>The segments before a JPEG's image data.</summary>
internal static class JpegSegments
{
    public const byte App0 = 0xe0;
    public const byte App1 = 0xe1;
    public const byte App2 = 0xe2;
    public const byte App13 = 0xed;
    public const byte StartOfScan = 0xda;
    public const byte EndOfImage = 0xd9;

    private const int MaxSegments = 4096;

    /// <summary>
    /// Walks the segments up to the image data; the last one is StartOfScan or EndOfImage in a sound file, and
    /// anything else where the file is damaged.
    /// </summary>
    public static IEnumerable<JpegSegment> Walk(ByteRange data)
    {
        long position = 2;
        for (var i = 0; i < MaxSegments && TryFindMarker(data, ref position, out var marker); i++)
        {
            if (marker is 0x01 or (>= 0xd0 and <= 0xd8))
                continue; // these have no content
            if (marker == EndOfImage)
            {
                yield return new(marker, default);
                yield break;
            }

            if (!TryReadLength(data, position, out var length))
                yield break;
            yield return new(marker, data.Slice(position + 2, length - 2));
            if (marker == StartOfScan)
                yield break;
            position += length;
        }
    }

    private static bool TryReadLength(ByteRange data, long position, out int length)
    {
        Span<byte> bytes = stackalloc byte[2];
        var ok = data.TryRead(position, bytes);
        length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return ok && length >= 2;
    }

    /// <summary>Moves past the next marker, over fill bytes and strays as every decoder does.</summary>
    private static bool TryFindMarker(ByteRange data, ref long position, out byte marker)
    {
        const int maxStray = 64 * 1024;
        marker = 0;
        Span<byte> one = stackalloc byte[1];
        var afterFill = false;
        for (var i = 0; i < maxStray && data.TryRead(position, one); i++)
        {
            position++;
            if (afterFill && one[0] is not (0 or 0xff))
            {
                marker = one[0];
                return true;
            }

            afterFill = one[0] == 0xff;
        }

        return false;
    }
}
