using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>One JPEG picture in a file, from its first marker to behind its end mark.</summary>
internal static class JpegStream
{
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

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
        return file.TryRead(file.Length - 2, tail) && tail.SequenceEqual<byte>([0xFF, EndOfImage]);
    }

    /// <summary>The place behind the end mark of the picture that begins at a place; null where it has none.</summary>
    public static long? End(FileBytes file, long start, Segment? segment)
    {
        Span<byte> field = stackalloc byte[2];
        var isInScan = false;
        var position = start + 2;
        while (NextMarker(file, ref position) is { } marker)
        {
            if (marker == EndOfImage)
                return position;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
                continue;
            if (isInScan && !MayFollowScan(marker))
                continue; // a damaged byte
            if (!file.TryRead(position, field))
                return null;
            int length = BinaryPrimitives.ReadUInt16BigEndian(field);
            if (length < 2 || position + length > file.Length)
            {
                if (isInScan)
                    continue;
                return null;
            }

            segment?.Invoke(marker, position + 2, length - 2);
            isInScan |= marker == StartOfScan;
            position += length;
        }

        return null;
    }

    /// <summary>Tables, further scans, segments of programs and comments stand between scans; frames do not.</summary>
    private static bool MayFollowScan(byte marker) => marker is 0xC4 or 0xCC or (>= StartOfScan and <= 0xDF) or (>= 0xE0 and <= 0xEF) or 0xFE;

    /// <summary>The next marker, and the place behind it; between them FF 00 and repeated FF are none.</summary>
    /// <remarks>Compiled at once as well as can be: it sees every byte of a photo, and runs for long before the first call has returned often.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte? NextMarker(FileBytes file, ref long position)
    {
        while (true)
        {
            var block = file.Peek(position, 2, useful: FileBytes.DefaultBlockSize);
            if (block.Length < 2)
                return null;
            var at = 0;
            while (true)
            {
                var found = block[at..].IndexOf((byte)0xFF);
                if (found < 0 || at + found + 1 >= block.Length)
                {
                    position += found < 0 ? block.Length : at + found;
                    break;
                }

                at += found + 1;
                if (block[at] is 0 or 0xFF)
                    continue;
                position += at + 1;
                return block[at];
            }
        }
    }
}
