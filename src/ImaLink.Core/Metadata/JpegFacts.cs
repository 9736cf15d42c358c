namespace ImaLink.Metadata;

/// <summary>Facts out of the segments before a JPEG's image data: frame header, EXIF, XMP.</summary>
internal static class JpegFacts
{
    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        JpegFrame? frame = null;
        var exif = new ImageFacts();
        ByteRange xmp = default;
        byte last = 0;
        Span<byte> start = stackalloc byte[XmpFacts.JpegHeader.Length];
        foreach (var segment in JpegSegments.Walk(data))
        {
            last = segment.Marker;
            if (JpegFrame.IsFrame(last))
                frame ??= JpegFrame.Read(segment);
            else if (segment.TryGetExif(out var block))
                exif = ExifFacts.Read(block, warnings).Or(exif);
            else if (last == JpegSegments.App1 && xmp.Length == 0
                && segment.Content.TryRead(0, start) && start.SequenceEqual(XmpFacts.JpegHeader))
                xmp = segment.Content.Slice(start.Length, segment.Content.Length - start.Length);
        }

        if (last is not (JpegSegments.StartOfScan or JpegSegments.EndOfImage))
            warnings.Add("The JPEG segments are cut off or damaged.");
        // The size that counts is the frame's; EXIF may still have that of the picture before it was cropped.
        var facts = exif with
        {
            Width = frame is { Width: > 0 } w ? w.Width : null,
            Height = frame is { Height: > 0 } h ? h.Height : null,
        };
        return XmpFacts.Complete(facts, xmp, warnings);
    }
}
