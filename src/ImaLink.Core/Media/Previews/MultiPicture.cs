using ImaLink.Media.Containers;

namespace ImaLink.Media.Previews;

/// <summary>
/// The pictures that cameras put behind a JPEG for their screens and for televisions (CIPA DC-007, Multi-Picture Format). Who saves the picture anew
/// loses them, so they are rarely those of another.
/// </summary>
internal static class MultiPicture
{
    private const int EntryLength = 16;
    private const int MostEntries = 16;
    private const uint LargeThumbnail = 1;

    /// <summary>The large thumbnails that a segment names; null if it is none of this format.</summary>
    public static IEnumerable<ByteRange>? In(ByteRange file, JpegSegment segment)
    {
        if (segment.Marker != JpegSegments.App2 || !segment.TrySkip("MPF\0"u8, out var block))
            return null;
        // Offsets count from the beginning of the structure, and lead beyond the segment.
        var all = file.Slice(block.Start - file.Start, file.Length);
        return TiffTree.Read(all, []) is { } tree && tree.Ifds.FirstOrDefault()?.Find(TiffTag.MultiPictureEntries) is { } entries ? In(tree, entries) : [];
    }

    private static IEnumerable<ByteRange> In(TiffTree tree, TiffEntry entries)
    {
        for (var i = 0; i < Math.Min(entries.Count / EntryLength, MostEntries); i++)
        {
            var at = entries.Position + i * EntryLength;
            var kind = tree.ReadUInt32(at) & 0xFFFFFF;
            if (kind >> 16 == LargeThumbnail)
                yield return tree.Data.Slice(tree.ReadUInt32(at + 8), tree.ReadUInt32(at + 4));
        }
    }
}
