using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts out of the segments before a JPEG's image data: frame header, EXIF, XMP, IPTC.</summary>
internal static class JpegFacts
{
    private const int ExvHeaderLength = 7;

    public static ImageFacts Read(ByteRange data, List<string> warnings) => Read(data, warnings, isPicture: true);

    /// <summary>Facts of an EXV: the segments of a JPEG without its picture, so that EXIF knows the size.</summary>
    public static ImageFacts ReadExv(ByteRange data, List<string> warnings) =>
        Read(data.Slice(ExvHeaderLength - 2, data.Length), warnings, isPicture: false);

    private static ImageFacts Read(ByteRange data, List<string> warnings, bool isPicture)
    {
        JpegFrame? frame = null;
        var exif = new ImageFacts();
        var blocks = new FactBlocks(warnings);
        byte last = 0;
        foreach (var segment in JpegSegments.Walk(data))
        {
            last = segment.Marker;
            if (JpegFrame.IsFrame(last))
                frame ??= JpegFrame.Read(segment);
            else if (segment.TryGetExif(out var block))
                exif = ExifFacts.Read(block, warnings).Or(exif);
            else if (last == JpegSegments.App1
                && (segment.TrySkip(XmpFacts.JpegHeader, out var packet) || segment.TrySkip(XmpFacts.JpegHeaderWithBlank, out packet)))
                blocks.AddXmp(packet);
            else if (last == JpegSegments.App1 && segment.TrySkip(ExtendedXmp.JpegHeader, out var part))
                blocks.AddExtendedXmp(part);
            else if (last == JpegSegments.App13 && segment.TrySkip(PhotoshopResources.JpegHeader, out var resources))
                PhotoshopResources.Read(resources, blocks, iptcOnly: true);
        }

        if (last is not (JpegCodes.StartOfScan or JpegCodes.EndOfImage))
            warnings.Add("The JPEG segments are cut off or damaged.");
        blocks.AddFacts(exif);
        return isPicture ? blocks.Complete(frame?.Width, frame?.Height) : blocks.Complete();
    }
}
