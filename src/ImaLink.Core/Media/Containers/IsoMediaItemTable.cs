namespace ImaLink.Media.Containers;

/// <summary>
/// The items of a HEIF 'meta' box (ISO/IEC 14496-12, 8.11) by ascending id: what they are and where they lie.
/// </summary>
internal sealed class IsoMediaItemTable
{
    /// <summary>More extents than any picture has; one of zero bytes costs a hostile file nothing.</summary>
    private const int MostExtents = 1_000_000;

    private const int MostReferences = 1 << 16;
    private const int MostJoined = 4 << 20;

    private readonly IByteSource _file;
    private readonly List<(uint Type, long From, long To)> _references = [];

    private IsoMediaItemTable(IByteSource file) => _file = file;

    public SortedDictionary<long, Item> Items { get; } = [];

    /// <summary>Where the 'idat' box begins; -1 if there is none.</summary>
    public long ItemData { get; private set; } = -1;

    /// <summary>Where it ends, by its own words.</summary>
    public long ItemDataEnd { get; private set; }

    /// <summary>The item that a viewer shows; 0 if none is named.</summary>
    public long Primary { get; private set; }

    /// <summary>The box of properties.</summary>
    public Box? Properties { get; private set; }

    /// <summary>The items that are thumbnails of the primary one.</summary>
    public IReadOnlyList<long> Thumbnails { get; private set; } = [];

    /// <summary>The items of which the primary one is made, in their order.</summary>
    public IReadOnlyList<long> Tiles { get; private set; } = [];

    /// <summary>The items that an item describes, as EXIF and XMP do.</summary>
    public ILookup<long, long> Described { get; private set; } = Array.Empty<long>().ToLookup(id => id);

    /// <summary>True where a hostile file lists more extents than are read.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Reads a 'meta' box.</summary>
    public static IsoMediaItemTable Read(IByteSource file, in Box meta)
    {
        var table = new IsoMediaItemTable(file);

        // QuickTime's 'meta' lacks the version that all others have: its first box begins at once.
        var first = Box.Read(file, meta.Start, meta.End);
        table.ReadBoxes(meta with { Start = meta.Start + (first?.Is("hdlr"u8) == true ? 0 : 4) });
        table.Resolve();
        return table;
    }

    /// <summary>The content of an item, its parts joined; empty where it lies elsewhere, and cut where it is larger than any block.</summary>
    public ByteRange Content(ByteRange data, Item item)
    {
        var origin = item.Construction == 1 ? ItemData : 0;
        if (item.Construction > 1 || origin < 0)
            return default;
        if (item.Extents is [var only])
            return data.Slice(origin + only.Offset, only.Length);
        using var joined = new MemoryStream();
        foreach (var (offset, length) in item.Extents)
        {
            if (joined.Length >= MostJoined)
                break;
            joined.Write(data.Slice(origin + offset, length).ToArray((int)(MostJoined - joined.Length)));
        }

        return ByteRange.Of(joined.ToArray());
    }

    private void ReadBoxes(in Box parent)
    {
        for (var position = parent.Start; Box.Read(_file, position, parent.End) is { IsOpen: false } box;)
        {
            // It counts where it begins, however long it claims to be.
            if (box.Is("idat"u8))
                (ItemData, ItemDataEnd) = (box.Start, box.End);
            if (box.End > parent.End)
                return;
            if (box.Is("iinf"u8))
                ReadInfo(box);
            else if (box.Is("iloc"u8))
                ReadLocations(box);
            else if (box.Is("pitm"u8))
                ReadPrimary(box);
            else if (box.Is("iprp"u8))
                Properties = box;
            else if (box.Is("iref"u8))
                ReadReferences(box);
            position = box.End;
        }
    }

    private void ReadPrimary(in Box box)
    {
        var fields = new BoxFields(_file, box);
        var version = fields.Next(4) >> 24;
        Primary = fields.Next(version == 0 ? 2 : 4);
    }

    private void ReadReferences(in Box references)
    {
        var fields = new BoxFields(_file, references);
        var idSize = fields.Next(4) >> 24 == 0 ? 2 : 4;
        for (var position = fields.Position; Box.Read(_file, position, references.End) is { IsOpen: false } box;)
        {
            if (box.End > references.End)
                return;
            if (box.Is("thmb"u8) || box.Is("dimg"u8) || box.Is("cdsc"u8))
                ReadReference(box, idSize);
            position = box.End;
        }
    }

    private void ReadReference(in Box box, int idSize)
    {
        var fields = new BoxFields(_file, box);
        var from = fields.Next(idSize);
        for (var left = fields.Next(2); left > 0 && fields.IsComplete && _references.Count < MostReferences; left--)
        {
            var to = fields.Next(idSize);
            if (fields.IsComplete)
                _references.Add((box.Name, from, to));
        }
    }

    /// <summary>
    /// Which references matter is known once all boxes are read. They are followed one step and no further, so that those in a circle do no harm.
    /// </summary>
    private void Resolve()
    {
        Tiles = [.. _references.Where(it => it.Type == Box.Named("dimg"u8) && it.From == Primary).Select(it => it.To)];
        Thumbnails = [.. _references.Where(it => it.Type == Box.Named("thmb"u8) && it.To == Primary).Select(it => it.From)];
        Described = _references.Where(it => it.Type == Box.Named("cdsc"u8)).ToLookup(it => it.From, it => it.To);
    }

    private void ReadInfo(in Box box)
    {
        var fields = new BoxFields(_file, box);
        var version = fields.Next(4) >> 24;
        fields.Next(version == 0 ? 2 : 4);
        for (var position = fields.Position; Box.Read(_file, position, box.End) is { IsOpen: false } entry;)
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
        var fields = new BoxFields(_file, entry);
        var version = fields.Next(4) >> 24;
        var id = fields.Next(version == 3 ? 4 : 2);
        var isProtected = fields.Next(2) != 0;

        // Before version 2 the type is a media type in text: none that a coded image has.
        var type = version >= 2 ? fields.Next(4) : 0;
        if (!fields.IsComplete)
            return;
        var item = Of(id);
        (item.Type, item.IsProtected, item.Entry) = ((uint)type, isProtected, entry with { Start = fields.Position });
    }

    private void ReadLocations(in Box box)
    {
        var fields = new BoxFields(_file, box);
        var version = fields.Next(4) >> 24;
        var sizes = fields.Next(2);
        var (offsetSize, lengthSize) = ((int)(sizes >> 12) & 15, (int)(sizes >> 8) & 15);
        var (baseSize, indexSize) = ((int)(sizes >> 4) & 15, version is 1 or 2 ? (int)sizes & 15 : 0);
        var idSize = version < 2 ? 2 : 4;
        var extents = new List<(long Offset, long Length)>();
        var count = 0;
        for (var left = fields.Next(idSize); left > 0 && fields.IsComplete; left--)
        {
            var item = Of(fields.Next(idSize));
            item.Construction = version is 1 or 2 ? (int)fields.Next(2) & 15 : 0;
            item.DataReference = fields.Next(2);
            var origin = fields.NextNumber(baseSize) ?? 0;
            extents.Clear();
            for (var parts = fields.Next(2); parts > 0 && fields.IsComplete; parts--)
            {
                if (++count > MostExtents)
                {
                    IsTooLarge = true;
                    return;
                }

                fields.NextNumber(indexSize);
                var offset = fields.NextNumber(offsetSize) ?? 0;
                if (fields.NextNumber(lengthSize) is not { } length)
                    return;
                extents.Add((unchecked(origin + offset), length));
            }

            // An item whose list breaks off has none of it.
            if (!fields.IsComplete)
                return;
            item.Extents.Clear();
            item.Extents.AddRange(extents);
        }
    }

    private Item Of(long id) => Items.TryGetValue(id, out var item) ? item : Items[id] = new Item();

    /// <summary>What a 'meta' box says of one item.</summary>
    internal sealed class Item
    {
        public uint Type { get; set; }

        public bool IsProtected { get; set; }

        /// <summary>What stands behind the type: a name and, for type 'mime', the media type.</summary>
        public Box Entry { get; set; }

        /// <summary>0: offsets count from the beginning of the file; 1: from that of the 'idat' box.</summary>
        public int Construction { get; set; }

        /// <summary>0: the data is in this file.</summary>
        public long DataReference { get; set; }

        public List<(long Offset, long Length)> Extents { get; } = [];
    }
}
