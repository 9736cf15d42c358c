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
        while (JpegCodes.TryNext(file, ref position, out var code))
        {
            if (code == StartOfData)
            {
                data.Add(position, file.Length - position);
                return;
            }

            if (code != JpegCodes.StartOfScan && !JpegCodes.StandsAlone(code) && !JpegCodes.SkipSegment(file, code, ref position))
                return;
        }
    }

    /// <summary>A bare JPEG XL codestream has nothing but image data.</summary>
    public static void ReadWhole(FileBytes file, ImageData data) => data.Add(0, file.Length);
}
