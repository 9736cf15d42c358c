namespace ImaLink.Formats;

/// <summary>The coded images of a HEIF 'meta' box (ISO/IEC 23008-12), by ascending item id (HOTHASH 7.1).</summary>
internal sealed class IsoMediaItems(FileBytes file, ImageData data)
{
    /// <summary>More extents than any picture has; one of zero bytes costs a hostile file nothing.</summary>
    private const int MostExtents = 1_000_000;

    /// <summary>A picture has one 'meta' box, a sequence another.</summary>
    private const int MostBoxes = 1000;

    private readonly HashSet<uint> _codecs =
        [Box.Named("hvc1"u8), Box.Named("av01"u8), Box.Named("avc1"u8), Box.Named("lhv1"u8), Box.Named("hvt1"u8)];

    private readonly SortedDictionary<long, Item> _items = [];
    private long _itemData;
    private int _boxes;

    /// <summary>Adds the images of a 'meta' box.</summary>
    public void Read(in Box meta)
    {
        if (++_boxes > MostBoxes)
        {
            data.GiveUp();
            return;
        }

        _items.Clear();
        _itemData = -1;

        // QuickTime's 'meta' lacks the version that all others have: its first box begins at once.
        var first = Box.Read(file, meta.Start, meta.End);
        ReadBoxes(meta with { Start = meta.Start + (first?.Is("hdlr"u8) == true ? 0 : 4) });
        foreach (var item in _items.Values.Where(IsImage))
        {
            foreach (var (offset, length) in item.Extents)
                data.Add(offset + (item.Construction == 1 ? _itemData : 0), length);
        }
    }

    private bool IsImage(Item item) =>
        item is { IsProtected: false, DataReference: 0, Extents.Count: > 0 } && _codecs.Contains(item.Type)
        && (item.Construction == 0 || (item.Construction == 1 && _itemData >= 0));

    private void ReadBoxes(in Box parent)
    {
        for (var position = parent.Start; Box.Read(file, position, parent.End) is { IsOpen: false } box;)
        {
            if (box.End > parent.End)
                return;
            if (box.Is("iinf"u8))
                ReadInfo(box);
            else if (box.Is("iloc"u8))
                ReadLocations(box);
            else if (box.Is("idat"u8))
                _itemData = box.Start;
            position = box.End;
        }
    }

    private void ReadInfo(in Box box)
    {
        var fields = new BoxFields(file, box);
        var version = fields.Next(4) >> 24;
        fields.Next(version == 0 ? 2 : 4);
        for (var position = fields.Position; Box.Read(file, position, box.End) is { IsOpen: false } entry;)
        {
            if (entry.End > box.End)
                return;
            if (entry.Is("infe"u8))
                ReadEntry(entry);
            position = entry.End;
        }
    }

    private void ReadEntry(in Box entry)
    {
        var fields = new BoxFields(file, entry);
        var version = fields.Next(4) >> 24;
        var id = fields.Next(version == 3 ? 4 : 2);
        var isProtected = fields.Next(2) != 0;

        // Before version 2 the type is a media type in text: none that a coded image has.
        var type = version >= 2 ? fields.Next(4) : 0;
        if (!fields.IsComplete)
            return;
        var item = Of(id);
        (item.Type, item.IsProtected) = ((uint)type, isProtected);
    }

    private void ReadLocations(in Box box)
    {
        var fields = new BoxFields(file, box);
        var version = fields.Next(4) >> 24;
        var sizes = fields.Next(2);
        var (offsetSize, lengthSize) = ((int)(sizes >> 12) & 15, (int)(sizes >> 8) & 15);
        var (baseSize, indexSize) = ((int)(sizes >> 4) & 15, version is 1 or 2 ? (int)sizes & 15 : 0);
        if (new[] { offsetSize, lengthSize, baseSize, indexSize }.Any(size => size is not (0 or 4 or 8)))
            return;
        var extents = 0;
        for (var left = fields.Next(version == 2 ? 4 : 2); left > 0 && fields.IsComplete; left--)
        {
            var item = Of(fields.Next(version == 2 ? 4 : 2));
            item.Construction = version is 1 or 2 ? (int)fields.Next(2) & 15 : 0;
            item.DataReference = fields.Next(2);
            var origin = fields.Next(baseSize);
            item.Extents.Clear();
            for (var parts = fields.Next(2); parts > 0 && fields.IsComplete; parts--)
            {
                if (++extents > MostExtents)
                {
                    data.GiveUp();
                    return;
                }

                fields.Next(indexSize);
                var offset = fields.Next(offsetSize);
                item.Extents.Add((unchecked(origin + offset), fields.Next(lengthSize)));
            }
        }
    }

    private Item Of(long id) => _items.TryGetValue(id, out var item) ? item : _items[id] = new Item();

    /// <summary>What a 'meta' box says of one item.</summary>
    private sealed class Item
    {
        public uint Type { get; set; }

        public bool IsProtected { get; set; }

        /// <summary>0: offsets count from the beginning of the file; 1: from that of the 'idat' box.</summary>
        public int Construction { get; set; }

        /// <summary>0: the data is in this file.</summary>
        public long DataReference { get; set; }

        public List<(long Offset, long Length)> Extents { get; } = [];
    }
}
