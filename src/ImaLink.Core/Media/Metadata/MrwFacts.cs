using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of Minolta's MRW: the segments PRD (size of the picture) and TTW (EXIF).</summary>
internal static class MrwFacts
{
    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var blocks = new FactBlocks(warnings);
        (int? width, int? height) = (null, null);
        Span<byte> size = stackalloc byte[4];
        foreach (var segment in MrwSegment.Walk(data))
        {
            var content = data.Slice(segment.Start, segment.Length);
            if (segment.Is("\0TTW"u8))
                blocks.AddExif(content);
            else if (segment.Is("\0PRD"u8) && content.TryRead(12, size))
                (height, width) = (segment.Order.UInt16(size), segment.Order.UInt16(size[2..]));
        }

        return blocks.Complete(width, height);
    }

    /// <summary>The EXIF block, which holds the preview too; null if there is none.</summary>
    public static ByteRange? FindExif(ByteRange data)
    {
        foreach (var segment in MrwSegment.Walk(data))
        {
            if (segment.Is("\0TTW"u8))
                return data.Slice(segment.Start, segment.Length);
        }

        return null;
    }
}
