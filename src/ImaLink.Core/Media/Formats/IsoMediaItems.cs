using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>The coded images of a HEIF 'meta' box (ISO/IEC 23008-12), by ascending item id (HOTHASH 7.1).</summary>
internal sealed class IsoMediaItems(FileBytes file, ImageData data)
{
    /// <summary>A picture has one 'meta' box, a sequence another.</summary>
    private const int MostBoxes = 1000;

    private readonly HashSet<uint> _codecs =
        [Box.Named("hvc1"u8), Box.Named("av01"u8), Box.Named("avc1"u8), Box.Named("lhv1"u8), Box.Named("hvt1"u8)];

    private int _boxes;

    /// <summary>Adds the images of a 'meta' box.</summary>
    public void Read(in Box meta)
    {
        if (++_boxes > MostBoxes)
            data.GiveUp();
        else
            Add(IsoMediaItemTable.Read(file, meta));
    }

    private void Add(IsoMediaItemTable table)
    {
        if (table.IsTooLarge)
            data.GiveUp();
        foreach (var item in table.Items.Values)
        {
            if (!IsImage(item, table))
                continue;
            foreach (var (offset, length) in item.Extents)
                data.Add(offset + (item.Construction == 1 ? table.ItemData : 0), length);
        }
    }

    private bool IsImage(IsoMediaItemTable.Item item, IsoMediaItemTable table) =>
        item is { IsProtected: false, DataReference: 0, Extents.Count: > 0 } && _codecs.Contains(item.Type)
        && (item.Construction == 0 || (item.Construction == 1 && table.ItemData >= 0));
}
