using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata.Embedding;

/// <summary>The box that tells where the items of a HEIF file lie ('iloc', ISO/IEC 14496-12, 8.11.3), to be written again with other places.</summary>
internal sealed class ItemLocations
{
    private const int MostItems = 65_536, MostExtents = 1_000_000;

    private readonly List<Item> _items = [];
    private readonly int _version, _offsetSize, _lengthSize, _baseSize, _indexSize;

    private ItemLocations(int version, int sizes)
    {
        (_version, _offsetSize, _lengthSize, _baseSize) = (version, sizes >> 12 & 15, sizes >> 8 & 15, sizes >> 4 & 15);
        _indexSize = version == 0 ? 0 : sizes & 15;
    }

    private int IdSize => _version < 2 ? 2 : 4;

    /// <summary>Reads that of a 'meta' box; null where it is damaged, or has fields into which no place fits.</summary>
    public static ItemLocations? Read(ByteRange file, in Box meta)
    {
        var inner = meta with { Start = meta.Start + 4 };
        if (Box.Below(file, inner, "iloc").Take(2).ToArray() is not [var box])
            return null;
        var fields = new BoxFields(file, box);
        var locations = new ItemLocations((int)(fields.Next(4) >> 24), (int)fields.Next(2));
        return locations.IsUsable && locations.ReadItems(fields) ? locations : null;
    }

    private bool IsUsable => _version <= 2 && _offsetSize is 4 or 8 && _lengthSize is 4 or 8 && _baseSize is 0 or 4 or 8 && _indexSize is 0 or 4 or 8;

    private bool ReadItems(BoxFields fields)
    {
        int extents = 0;
        long count = fields.Next(IdSize);
        for (long left = count; left > 0 && fields.IsComplete && _items.Count < MostItems; left--)
        {
            var item = new Item { Id = fields.Next(IdSize), Method = _version == 0 ? 0 : (int)fields.Next(2), Source = fields.Next(2), Base = fields.Next(_baseSize) };
            for (long parts = fields.Next(2); parts > 0 && fields.IsComplete; parts--)
            {
                if (++extents > MostExtents)
                    return false;
                item.Extents.Add((fields.Next(_indexSize), fields.Next(_offsetSize), fields.Next(_lengthSize)));
            }

            _items.Add(item);
        }

        return fields.IsComplete && _items.Count == count;
    }

    /// <summary>Says that an item lies in one piece at a place of the file; one that is not there is added.</summary>
    public void Move(long id, long offset, long length)
    {
        if (_items.Find(item => item.Id == id) is not { } found)
            _items.Add(found = new Item { Id = id });
        (found.Method, found.Base) = (0, 0);
        found.Extents.Clear();
        found.Extents.Add((0, offset, length));
    }

    /// <summary>Says of what lies behind a part of the file that it lies so much farther.</summary>
    /// <param name="except">An item whose place was told already.</param>
    /// <param name="from">Where the part begins.</param>
    /// <param name="place">Where it ends.</param>
    /// <param name="distance">How much farther.</param>
    /// <returns>False where an item lies within that part.</returns>
    public bool Shift(long except, long from, long place, long distance)
    {
        foreach (Item item in _items.Where(item => item is { Method: 0, Source: 0 } && item.Id != except))
        {
            bool isBehind = item.Extents.TrueForAll(extent => item.Base + extent.Offset >= place);
            if (!isBehind && !item.Extents.TrueForAll(extent => item.Base + extent.Offset + extent.Length <= from))
                return false;
            if (!isBehind || item.Extents.Count == 0)
                continue;
            if (item.Base >= place)
                item.Base += distance;
            else
                item.Extents = item.Extents.ConvertAll(extent => (extent.Index, extent.Offset + distance, extent.Length));
        }

        return true;
    }

    /// <summary>The box.</summary>
    /// <exception cref="OverflowException">A place does not fit into its field.</exception>
    public byte[] ToBox()
    {
        using var box = new MemoryStream();
        box.Write([0, 0, 0, 0, .. "iloc"u8, (byte)_version, 0, 0, 0, (byte)(_offsetSize << 4 | _lengthSize), (byte)(_baseSize << 4 | _indexSize)]);
        Number(_items.Count, IdSize);
        foreach (Item item in _items)
        {
            Number(item.Id, IdSize);
            if (_version > 0)
                Number(item.Method, 2);
            Number(item.Source, 2);
            Number(item.Base, _baseSize);
            Number(item.Extents.Count, 2);
            foreach ((long index, long offset, long length) in item.Extents)
            {
                Number(index, _indexSize);
                Number(offset, _offsetSize);
                Number(length, _lengthSize);
            }
        }

        byte[] bytes = box.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)bytes.Length);
        return bytes;

        void Number(long number, int size)
        {
            Span<byte> field = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(field, number);
            if (number < 0 || (size < 8 && number >> (8 * size) != 0))
                throw new OverflowException();
            box.Write(field[(8 - size)..]);
        }
    }

    private sealed class Item
    {
        public long Id { get; init; }

        /// <summary>0: places count from the beginning of the file.</summary>
        public int Method { get; set; }

        /// <summary>0: it lies in this file.</summary>
        public long Source { get; init; }

        public long Base { get; set; }

        public List<(long Index, long Offset, long Length)> Extents { get; set; } = [];
    }
}
