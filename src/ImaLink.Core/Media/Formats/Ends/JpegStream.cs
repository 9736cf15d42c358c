using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>One JPEG picture in a file, from its first marker to behind its end mark.</summary>
internal static class JpegStream
{
    /// <summary>Takes a segment: its marker, where its content begins, and how long that is.</summary>
    public delegate void Segment(byte marker, long position, int length);

    /// <summary>Whether a picture begins at a place.</summary>
    public static bool Begins(FileBytes file, long position)
    {
        Span<byte> head = stackalloc byte[3];
        return file.TryRead(position, head) && head.SequenceEqual<byte>([0xFF, 0xD8, 0xFF]);
    }

    /// <summary>Whether the last bytes of the file are an end mark.</summary>
    public static bool EndsWithMark(FileBytes file)
    {
        Span<byte> tail = stackalloc byte[2];
        return file.TryRead(file.Length - 2, tail) && tail.SequenceEqual<byte>([0xFF, JpegCodes.EndOfImage]);
    }

    /// <summary>The place behind the end mark of the picture that begins at a place; null where it has none.</summary>
    public static long? End(FileBytes file, long start, Segment? segment)
    {
        var isInScan = false;
        var position = start + 2;
        while (JpegCodes.TryNextMarker(file, ref position, out var marker))
        {
            if (marker == JpegCodes.EndOfImage)
                return position;
            if (JpegCodes.StandsAlone(marker) || (isInScan && !MayFollowScan(marker)))
                continue; // within a scan a damaged byte
            if (JpegCodes.SegmentLength(file, marker, position, out var field) is not { } length || position + length > file.Length)
            {
                if (isInScan && position + 2 <= file.Length)
                    continue;
                return null;
            }

            segment?.Invoke(marker, position + field, (int)length - field);
            isInScan |= marker == JpegCodes.StartOfScan;
            position += length;
        }

        return null;
    }

    /// <summary>Tables, further scans, segments of programs and comments stand between scans; frames do not.</summary>
    private static bool MayFollowScan(byte marker) => marker is 0xC4 or 0xCC or (>= JpegCodes.StartOfScan and <= 0xDF) or (>= 0xE0 and <= 0xEF) or 0xFE;
}
