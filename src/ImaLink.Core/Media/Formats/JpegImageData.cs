using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// JPEG (ITU-T T.81, annex B): the entropy-coded data of all scans with their SOS headers, stuffing and restart
/// markers, up to and without EOI. Tables, frame headers, application segments and comments are no image data,
/// and neither is what follows the last stand-alone code before such a segment (HOTHASH 1).
/// </summary>
internal static class JpegImageData
{
    private const long None = -1;

    public static void Read(FileBytes file, ImageData data)
    {
        // Image data from run to code is certain: every code in it is followed by another stand-alone code.
        // Whether code itself, and what follows it, belongs to it is known when the next code is met.
        var run = None;
        var code = None;
        var position = 2L;
        var blockStart = position;
        ReadOnlySpan<byte> block = default;

        while (true)
        {
            var found = block[(int)(position - blockStart)..].IndexOf((byte)0xFF);
            var at = found < 0 ? block.Length : (int)(position - blockStart) + found + 1;
            while (at < block.Length && block[at] == 0xFF)
                at++;
            if (at >= block.Length)
            {
                // The next code lies beyond this block. What is certain is hashed while it is in memory; the
                // rest is kept there if it is small, and read again if it turns out to be image data.
                position = blockStart + block.Length - (found < 0 ? 0 : 1);
                if (code != None)
                {
                    data.Add(run, code - run);
                    run = code;
                }

                blockStart = code != None && position - code < file.BlockSize / 2 ? code : position;
                block = file.Peek(blockStart, (int)(position - blockStart) + 2);
                if (blockStart + block.Length < position + 2)
                    return;
                continue;
            }

            var next = blockStart + at - 1;
            var marker = block[at];
            position = next + 2;
            if (marker is 0x00 or (>= 0xD0 and <= 0xD7) or 0xDA)
            {
                if (code == None)
                    run = next;
                code = next;
                continue;
            }

            var standsAlone = StandsAlone(marker);
            if (code != None)
                data.Add(run, (standsAlone ? next : code) - run);
            code = None;
            if (marker is 0xD9 or 0x93 || (!standsAlone && !SkipSegment(file, marker, ref position)))
                return;
            blockStart = position;
            block = default;
        }
    }

    /// <summary>
    /// True for codes that no length follows (beside those of a scan): TEM, SOI, EOI, JPEG 2000's own.
    /// </summary>
    internal static bool StandsAlone(byte marker) =>
        marker is 0x00 or 0x01 or (>= 0x30 and <= 0x3F) or 0x4F or 0x92 or 0x93 or (>= 0xD0 and <= 0xDA);

    /// <summary>
    /// Moves on from behind a marker to behind its segment; false where that is not wholly in the file.
    /// </summary>
    internal static bool SkipSegment(FileBytes file, byte marker, ref long position)
    {
        Span<byte> field = stackalloc byte[4];
        field = field[..(marker is 0x74 or 0x75 or 0x77 ? 4 : 2)];
        if (!file.TryRead(position, field))
            return false;
        var length = field.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(field)
            : BinaryPrimitives.ReadUInt16BigEndian(field);
        position += length;
        return length >= field.Length && position <= file.Length;
    }
}
