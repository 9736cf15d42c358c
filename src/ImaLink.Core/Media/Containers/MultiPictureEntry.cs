namespace ImaLink.Media.Containers;

/// <summary>One of the pictures in a JPEG that its segment "MPF" lists (CIPA DC-007, Multi-Picture Format); the first is the main one.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct MultiPictureEntry(uint Kind, long Start, long Length)
{
    /// <summary>One of the pictures that were taken at once from several places, for a view in three dimensions.</summary>
    public const uint Disparity = 0x020002;

    private const int Size = 16;
    private const int MostEntries = 256;
    private const uint KindMask = 0xFFFFFF;

    /// <summary>True for the picture of the size of a screen or a television.</summary>
    public bool IsLargeThumbnail => Kind >> 16 == 1;

    /// <summary>The header of the segment that lists them.</summary>
    public static ReadOnlySpan<byte> Header => "MPF\0"u8;

    /// <summary>The pictures of a list.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">The place behind the segment's header, from which the places of the pictures count.</param>
    public static IEnumerable<MultiPictureEntry> Read(IByteSource file, long start)
    {
        if (TiffHeader.Read(file, start) is not { } header || TiffIfd.Open(file, header, start + header.FirstDirectory, start) is not { } directory)
            yield break;
        var bytes = new byte[Size];
        for (var i = 0; directory.TryRead(i, out var entry); i++)
        {
            if (entry.Tag != TiffTag.MultiPictureEntries)
                continue;
            for (var n = 0L; n < Math.Min(entry.Length / Size, MostEntries) && file.TryRead(entry.Position + n * Size, bytes); n++)
                yield return Entry(header, bytes, start);
            yield break;
        }
    }

    private static MultiPictureEntry Entry(in TiffHeader order, ReadOnlySpan<byte> bytes, long start) =>
        new(order.UInt32(bytes) & KindMask, start + order.UInt32(bytes[8..]), order.UInt32(bytes[4..]));
}
