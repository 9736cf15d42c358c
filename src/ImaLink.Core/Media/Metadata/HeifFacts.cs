using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The items of a HEIF 'meta' box (ISO/IEC 23008-12) that describe the picture: EXIF and XMP of the primary item, and its size. How it is
/// turned, properties say.
/// </summary>
internal static class HeifFacts
{
    private const int MaxBlocks = 64;

    /// <summary>Takes the blocks of a 'meta' box; gives size and orientation of its picture, if it holds one.</summary>
    public static ImageFacts? Read(ByteRange data, in Box meta, FactBlocks blocks)
    {
        var table = IsoMediaItemTable.Read(data, meta);
        foreach (var item in OfPrimary(table, item => item.Type == Box.Named("Exif"u8)))
            blocks.AddExif(SkipOffset(table.Content(data, item)));
        foreach (var item in OfPrimary(table, item => item.Type == Box.Named("mime"u8) && IsXmp(data, item)))
            blocks.AddXmp(table.Content(data, item));
        if (table.Properties is not { } box || table.Primary == 0)
            return null;
        var properties = HeifProperties.Read(data, box);
        var size = properties.SizeOf(table.Primary);
        return new() { Width = size?.Width, Height = size?.Height, Orientation = properties.OrientationOf(table.Primary) };
    }

    /// <summary>
    /// The items of a kind that speak of the primary one: those that describe it, then those that do not say what they describe; where there
    /// is neither, those of its tiles. What describes another picture is none of this one's.
    /// </summary>
    private static IEnumerable<IsoMediaItemTable.Item> OfPrimary(IsoMediaItemTable table, Func<IsoMediaItemTable.Item, bool> isWanted)
    {
        var items = table.Items.Where(it => it.Value is { IsProtected: false, DataReference: 0 } && isWanted(it.Value)).Take(MaxBlocks).ToList();
        var own = items.FindAll(it => table.Primary == 0 || !table.Described[it.Key].Any() || table.Described[it.Key].Contains(table.Primary));
        if (own.Count == 0)
            own = items.FindAll(it => table.Described[it.Key].Any(table.Tiles.Contains));
        return own.OrderBy(it => table.Described[it.Key].Contains(table.Primary) ? 0 : 1).Select(it => it.Value);
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
