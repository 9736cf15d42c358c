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
            if (last != JpegSegments.App1)
                continue;
            var content = segment.Content;
            if (content.TryRead(0, start[..6]) && start[..5].SequenceEqual("Exif\0"u8))
                exif = ExifFacts.Read(content.Slice(6, content.Length - 6), warnings).Or(exif);
            else if (content.TryRead(0, start) && start.SequenceEqual(XmpFacts.JpegHeader) && xmp.Length == 0)
                xmp = content.Slice(start.Length, content.Length - start.Length);
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
