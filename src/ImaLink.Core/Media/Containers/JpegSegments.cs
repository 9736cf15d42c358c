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

    private const int MaxSegments = 4096;

    /// <summary>Strays between two segments are skipped as every decoder does it, up to here.</summary>
    private const int MaxStray = 64 * 1024;

    /// <summary>
    /// Walks the segments up to the image data; the last one is StartOfScan or EndOfImage in a sound file, and
    /// anything else where the file is damaged.
    /// </summary>
    public static IEnumerable<JpegSegment> Walk(ByteRange data) =>
        Places(data).Select(place => new JpegSegment(place.Marker, data.Slice(place.Start, place.Length)));

    /// <summary>As <see cref="Walk"/>, but tells where the content of each segment lies; it may reach beyond the end.</summary>
    public static IEnumerable<(byte Marker, long Start, long Length)> Places<TSource>(TSource data)
        where TSource : IByteSource
    {
        long position = 2;
        for (var i = 0; i < MaxSegments && JpegCodes.TryNextMarker(data, ref position, out var marker, MaxStray); i++)
        {
            if (marker == JpegCodes.EndOfImage)
            {
                yield return (marker, position, 0);
                yield break;
            }

            if (JpegCodes.StandsAlone(marker))
                continue;
            if (JpegCodes.SegmentLength(data, marker, position, out var field) is not { } length)
                yield break;
            yield return (marker, position + field, length - field);
            if (marker == JpegCodes.StartOfScan)
                yield break;
            position += length;
        }
    }
}
