using ImaLink.Media.Containers;
using ImaLink.Media.Metadata;

namespace ImaLink.Media.Previews;

/// <summary>The JPEGs that RAW formats with structures of their own hold beside the image.</summary>
internal static class ContainerPreviews
{
    private const int CrwFullSize = 0x2007;
    private const int CrwThumbnail = 0x2008;

    /// <summary>All of them, in no order; some may be damaged.</summary>
    public static IEnumerable<ByteRange> In(ByteRange data, string format, ReadOnlySpan<byte> start)
    {
        if (start.SequenceEqual("FUJIFILM"u8))
            return InRaf(data);
        if (start.StartsWith("\0MR"u8))
            return InMrw(data);
        if (start.StartsWith("FOVb"u8))
            return InX3f(data);
        if (start[6..].SequenceEqual("HE"u8))
            return InCrw(data);
        return format == "CR3" ? Cr3Previews.In(data) : [];
    }

    private static IEnumerable<ByteRange> InRaf(ByteRange data)
    {
        if (RafFacts.FindJpeg(data) is not { } jpeg)
            yield break;
        yield return jpeg;
        foreach (var segment in JpegSegments.Walk(jpeg))
        {
            if (segment.TryGetExif(out var exif) && TiffTree.Read(exif, []) is { } tree)
            {
                foreach (var thumbnail in EmbeddedPreview.Jpegs(tree))
                    yield return thumbnail;
            }
        }
    }

    private static IEnumerable<ByteRange> InMrw(ByteRange data) =>
        MrwFacts.FindExif(data) is { } exif && TiffTree.Read(exif, []) is { } tree
            ? EmbeddedPreview.Jpegs(tree).Concat(MakerPreviews.In(tree))
            : [];

    private static IEnumerable<ByteRange> InX3f(ByteRange data) =>
        X3fSection.All(data).Select(section => X3fFacts.FindJpeg(data, section)).OfType<ByteRange>();

    private static IEnumerable<ByteRange> InCrw(ByteRange data) =>
        CiffRecord.All(data).Where(record => record is { IsInline: false, Tag: CrwFullSize or CrwThumbnail })
            .Select(record => data.Slice(record.Position, record.Length));
}
