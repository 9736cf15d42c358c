using System.Text;
using ImaLink.Media.Containers;
using ImaLink.Media.Formats;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The items of a HEIF 'meta' box (ISO/IEC 23008-12) that describe the picture: EXIF, XMP, and the size of the primary
/// item.
/// </summary>
internal static class HeifFacts
{
    private const int MaxBlock = 4 << 20;
    private const int MaxAssociations = 1 << 16;
    private const int MaxProperties = 1 << 12;

    /// <summary>Takes the blocks of a 'meta' box; gives the size of its picture, if it holds one.</summary>
    public static (int Width, int Height)? Read(ByteRange data, in Box meta, FactBlocks blocks)
    {
        var table = IsoMediaItemTable.Read(data, meta);
        foreach (var item in table.Items.Values.Where(item => item is { IsProtected: false, DataReference: 0 }))
        {
            if (item.Type == Box.Named("Exif"u8))
                blocks.AddExif(SkipOffset(Content(data, table, item)));
            else if (item.Type == Box.Named("mime"u8) && IsXmp(data, item))
                blocks.AddXmp(Content(data, table, item));
        }

        return table.Properties is { } properties && table.Primary > 0
            ? ReadSize(data, properties, table.Primary)
            : null;
    }

    /// <summary>What an EXIF block of these containers begins with: the distance to its TIFF header.</summary>
    public static ByteRange SkipOffset(ByteRange block) =>
        block.TryReadUInt32BigEndian(0, out var offset) && offset < block.Length - 4
            ? block.Slice(4 + offset, block.Length - 4 - offset)
            : block;

    private static ByteRange Content(ByteRange data, IsoMediaItemTable table, IsoMediaItemTable.Item item)
    {
        var origin = item.Construction == 1 ? table.ItemData : 0;
        if (item.Construction > 1 || origin < 0)
            return default;
        if (item.Extents is [var only])
            return data.Slice(origin + only.Offset, only.Length);
        using var joined = new MemoryStream();
        foreach (var (offset, length) in item.Extents)
        {
            if (joined.Length >= MaxBlock)
                break;
            joined.Write(data.Slice(origin + offset, length).ToArray((int)(MaxBlock - joined.Length)));
        }

        return ByteRange.Of(joined.ToArray());
    }

    // Behind the type come a name and the media type, both ended by NUL.
    private static bool IsXmp(ByteRange data, IsoMediaItemTable.Item item)
    {
        Span<byte> bytes = stackalloc byte[(int)Math.Clamp(item.Entry.End - item.Entry.Start, 0, 256)];
        if (!data.TryRead(item.Entry.Start, bytes))
            return false;
        var texts = Encoding.Latin1.GetString(bytes).Split('\0');
        return texts.Length > 1 && texts[1] == "application/rdf+xml";
    }

    private static (int, int)? ReadSize(IByteSource file, in Box properties, long item)
    {
        Box? container = null;
        var indexes = new List<int>();
        foreach (var box in Boxes(file, properties))
        {
            if (box.Is("ipco"u8))
                container ??= box;
            else if (box.Is("ipma"u8))
                ReadAssociations(file, box, item, indexes);
        }

        if (container is null)
            return null;
        var index = 0; // properties are counted from 1
        (int, int)? size = null;
        foreach (var property in Boxes(file, container.Value))
        {
            index++;
            if (property.Is("ispe"u8) && indexes.Contains(index))
                size = ReadExtent(file, property) ?? size;
        }

        return size;
    }

    private static (int, int)? ReadExtent(IByteSource file, in Box property)
    {
        var fields = new BoxFields(file, property);
        fields.Next(4);
        var (width, height) = (fields.Next(4), fields.Next(4));
        return fields.IsComplete && width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue
            ? ((int)width, (int)height)
            : null;
    }

    private static void ReadAssociations(IByteSource file, in Box box, long item, List<int> indexes)
    {
        var fields = new BoxFields(file, box);
        var flags = fields.Next(4);
        var (idSize, indexSize) = ((flags >> 24) == 0 ? 2 : 4, (flags & 1) == 0 ? 1 : 2);
        var left = Math.Min(fields.Next(4), MaxAssociations);
        for (; left > 0 && fields.IsComplete; left--)
        {
            var id = fields.Next(idSize);
            for (var count = fields.Next(1); count > 0 && fields.IsComplete; count--)
            {
                // The highest bit says that the property is essential.
                var index = (int)fields.Next(indexSize) & (indexSize == 1 ? 0x7F : 0x7FFF);
                if (id == item && indexes.Count < MaxProperties)
                    indexes.Add(index);
            }
        }
    }

    private static IEnumerable<Box> Boxes(IByteSource file, Box parent)
    {
        var position = parent.Start;
        for (var i = 0; i < MaxProperties && Box.Read(file, position, parent.End) is { IsOpen: false } box; i++)
        {
            if (box.End > parent.End)
                yield break;
            yield return box;
            position = box.End;
        }
    }
}
