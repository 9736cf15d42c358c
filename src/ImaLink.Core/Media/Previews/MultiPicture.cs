using ImaLink.Media.Containers;

namespace ImaLink.Media.Previews;

/// <summary>
/// The pictures that cameras put behind a JPEG for their screens and for televisions (CIPA DC-007, Multi-Picture Format). Who saves the picture anew
/// loses them, so they are rarely those of another.
/// </summary>
internal static class MultiPicture
{
    private const int MostPictures = 16;

    /// <summary>The large thumbnails that a segment names; null if it is none of this format.</summary>
    public static IEnumerable<ByteRange>? In(ByteRange file, JpegSegment segment)
    {
        if (segment.Marker != JpegSegments.App2 || !segment.TrySkip(MultiPictureEntry.Header, out var block))
            return null;
        return MultiPictureEntry.Read(file, block.Start - file.Start).Take(MostPictures)
            .Where(picture => picture.IsLargeThumbnail).Select(picture => file.Slice(picture.Start, picture.Length));
    }
}
