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
            var at = (int)(position - blockStart);
            if (!JpegCodes.TryFind(block, ref at))
            {
                // The next code lies beyond this block. What is certain is hashed while it is in memory; the
                // rest is kept there if it is small, and read again if it turns out to be image data.
                position = blockStart + at;
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
            if (marker is 0x00 or (>= 0xD0 and <= 0xD7) or JpegCodes.StartOfScan)
            {
                if (code == None)
                    run = next;
                code = next;
                continue;
            }

            var standsAlone = JpegCodes.StandsAlone(marker);
            if (code != None)
                data.Add(run, (standsAlone ? next : code) - run);
            code = None;
            if (marker is JpegCodes.EndOfImage or 0x93 || (!standsAlone && !JpegCodes.SkipSegment(file, marker, ref position)))
                return;
            blockStart = position;
            block = default;
        }
    }
}
