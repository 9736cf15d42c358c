using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The items of a HEIF 'meta' box (ISO/IEC 23008-12) that describe the picture: EXIF, XMP, and the size of the primary
/// item.
/// </summary>
internal static class HeifFacts
{
    /// <summary>Takes the blocks of a 'meta' box; gives the size of its picture, if it holds one.</summary>
    public static (int Width, int Height)? Read(ByteRange data, in Box meta, FactBlocks blocks)
    {
        var table = IsoMediaItemTable.Read(data, meta);
        foreach (var item in table.Items.Values.Where(item => item is { IsProtected: false, DataReference: 0 }))
        {
            if (item.Type == Box.Named("Exif"u8))
                blocks.AddExif(SkipOffset(table.Content(data, item)));
            else if (item.Type == Box.Named("mime"u8) && IsXmp(data, item))
                blocks.AddXmp(table.Content(data, item));
        }

        return table.Properties is { } properties && table.Primary > 0
            ? HeifProperties.Read(data, properties).SizeOf(table.Primary)
            : null;
    }

    /// <summary>What an EXIF block of these containers begins with: the distance to its TIFF header.</summary>
    public static ByteRange SkipOffset(ByteRange block) =>
        block.TryReadUInt32BigEndian(0, out var offset) && offset < block.Length - 4
            ? block.Slice(4 + offset, block.Length - 4 - offset)
            : block;

    // Behind the type come a name and the media type, both ended by NUL.
    private static bool IsXmp(ByteRange data, IsoMediaItemTable.Item item)
    {
        Span<byte> bytes = stackalloc byte[(int)Math.Clamp(item.Entry.End - item.Entry.Start, 0, 256)];
        if (!data.TryRead(item.Entry.Start, bytes))
            return false;
        var texts = Encoding.Latin1.GetString(bytes).Split('\0');
        return texts.Length > 1 && texts[1] == "application/rdf+xml";
    }
}
