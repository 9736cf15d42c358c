using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>JPEG 2000 and JPEG XL: boxes with lengths; the codestream of the one has an end mark, that of the other has none.</summary>
internal static class Jpeg2000End
{
    private const int MostBoxes = 1_000_000;
    private const string NoEndMark = "its picture has no end mark";

    public static void ReadBoxes(FileBytes file, FileReach reach)
    {
        Span<byte> number = stackalloc byte[4];
        var (hasPicture, hasParts, hasLastPart) = (false, false, false);
        var position = 0L;
        for (var boxes = 0; boxes < MostBoxes && position < file.Length; boxes++)
        {
            if (Box.Read(file, position, file.Length) is not { } box)
            {
                if (file.Length - position < 8)
                    reach.Lacks("a box begins at its end");
                break;
            }

            if (!box.IsOpen && !reach.Claim(position, box.End - position, "its box", IsoMediaEnd.IsName(box.Name) ? box.Name : 0))
                return;
            hasPicture |= box.Is("jp2c"u8) || box.Is("jxlc"u8) || box.Is("jxlp"u8) || box.Is("page"u8) || box.Is("mdat"u8);
            if (box.Is("jxlp"u8) && file.TryRead(box.Start, number))
            {
                hasParts = true;
                hasLastPart |= (number[0] & 0x80) != 0;
            }

            if (box.IsOpen)
            {
                // A codestream that goes on to the end of the file.
                if (box.Is("jp2c"u8) && !JpegStream.EndsWithMark(file))
                    reach.Lacks(NoEndMark + ZeroTail.Words(file));
                else if (box.Is("jp2c"u8))
                    reach.Ends();
                return;
            }

            position = box.End;
        }

        if (!hasPicture)
            reach.Lacks("its picture is missing");
        else if (hasParts && !hasLastPart)
            reach.Lacks("the last part of its picture is missing");
        else
            reach.Ends();
        ZeroTail.Suspect(file, reach);
    }

    /// <summary>A bare JPEG 2000 codestream: tile-parts with lengths, up to its end mark.</summary>
    public static void ReadCodestream(FileBytes file, FileReach reach)
    {
        const ushort StartOfTilePart = 0xFF90;
        const ushort EndOfCodestream = 0xFFD9;
        if (JpegStream.EndsWithMark(file))
        {
            reach.Ends();
            return;
        }

        Span<byte> bytes = stackalloc byte[12];
        var position = 2L;
        for (var parts = 0; parts < MostBoxes && file.TryRead(position, bytes[..4]); parts++)
        {
            var marker = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            if (marker == EndOfCodestream)
            {
                reach.Ends();
                return;
            }

            long length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) + 2;
            if (marker == StartOfTilePart && file.TryRead(position, bytes))
                length = BinaryPrimitives.ReadUInt32BigEndian(bytes[6..]);
            if (length < 2 || !reach.Claim(position, length, "a part of its picture"))
                break;
            position += length;
        }

        reach.Lacks(NoEndMark + ZeroTail.Words(file));
    }
}
