using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>
/// JPEG: an end mark behind its scans, and what the file says to lie behind that: further pictures (CIPA DC-007, "MPF"), the
/// items of a container directory (Ultra HDR, motion photos), appended pictures and boxes. A file that ends right behind its
/// picture is whole even where an editor kept words about more: a still is often all that is left of a motion photo.
/// </summary>
internal static class JpegEnd
{
    private const int MostPictures = 64;
    private const int MostGap = 64 * 1024;

    public static void Read(FileBytes file, FileReach reach)
    {
        var words = new JpegClaims(file);
        if (JpegStream.End(file, 0, words.Note) is not { } end)
        {
            // Damage in the middle is none at the end.
            if (JpegStream.EndsWithMark(file))
                reach.Ends();
            else
                reach.Lacks("its picture has no end mark" + ZeroTail.Words(file));
            return;
        }

        reach.Ends();
        if (end == file.Length)
            return;
        words.Claim(end, reach);
        for (var pictures = 0; pictures < MostPictures && !reach.IsCut; pictures++)
        {
            var next = ZeroTail.Skip(file, end, MostGap);
            if (!JpegStream.Begins(file, next))
                break;
            if (JpegStream.End(file, next, null) is not { } nextEnd)
            {
                if (!JpegStream.EndsWithMark(file))
                    reach.Lacks("a picture behind the first one has no end mark");
                return;
            }

            end = nextEnd;
        }

        IsoMediaEnd.ReadAppended(file, end, MostGap, reach);
    }
}
