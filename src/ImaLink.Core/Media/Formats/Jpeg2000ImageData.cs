using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// JPEG 2000 and JPEG XL: the codestream boxes of a container, or a bare codestream. Metadata boxes do not
/// count (HOTHASH 8 and 9).
/// </summary>
internal static class Jpeg2000ImageData
{
    private const byte StartOfData = 0x93;

    /// <summary>JP2, JPX, JPM, JPH and the container of JPEG XL.</summary>
    public static void ReadBoxes(FileBytes file, ImageData data)
    {
        // A box that is cut off ends the walk with nothing of it.
        for (var position = 12L; Box.Read(file, position, file.Length) is { } box && box.End <= file.Length;)
        {
            if (box.Is("jp2c"u8) || box.Is("jxlc"u8) || box.Is("jxlp"u8) || box.Is("jbrd"u8))
                data.Add(box.Start, box.End - box.Start);
            position = box.End;
        }
    }

    /// <summary>A bare JPEG 2000 codestream: everything behind the header of its first tile-part.</summary>
    public static void ReadCodestream(FileBytes file, ImageData data)
    {
        var position = 2L;
        while (NextCode(file, ref position, out var marker))
        {
            if (marker == StartOfData)
            {
                data.Add(position, file.Length - position);
                return;
            }

            if (!JpegImageData.StandsAlone(marker) && !JpegImageData.SkipSegment(file, marker, ref position))
                return;
        }
    }

    /// <summary>A bare JPEG XL codestream has nothing but image data.</summary>
    public static void ReadWhole(FileBytes file, ImageData data) => data.Add(0, file.Length);

    private static bool NextCode(FileBytes file, ref long position, out byte marker)
    {
        marker = 0;
        while (true)
        {
            var block = file.Peek(position, 2);
            var at = block.IndexOf((byte)0xFF);
            if (block.Length < 2)
                return false;
            if (at < 0)
            {
                position += block.Length;
                continue;
            }

            while (at < block.Length && block[at] == 0xFF)
                at++;
            if (at == block.Length)
            {
                position += at - 1;
                continue;
            }

            marker = block[at];
            position += at + 1;
            return true;
        }
    }
}
