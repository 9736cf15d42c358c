namespace ImaLink.Media.Containers;

/// <summary>The properties of the items of a HEIF file ('iprp', ISO/IEC 23008-12, 9.3): size, colours, how it is turned.</summary>
internal sealed class HeifProperties
{
    private const int MaxAssociations = 1 << 16;
    private const int MaxProperties = 1 << 12;

    private readonly IByteSource _file;
    private readonly List<Box> _properties = [];
    private readonly Dictionary<long, List<int>> _associations = [];

    private HeifProperties(IByteSource file) => _file = file;

    /// <summary>Reads an 'iprp' box.</summary>
    public static HeifProperties Read(IByteSource file, in Box properties)
    {
        var read = new HeifProperties(file);
        var hasContainer = false;
        foreach (var box in read.Boxes(properties))
        {
            if (box.Is("ipma"u8))
                read.ReadAssociations(box);
            if (!box.Is("ipco"u8) || hasContainer)
                continue;
            hasContainer = true;
            read._properties.AddRange(read.Boxes(box));
        }

        return read;
    }

    /// <summary>The properties of an item, in the order in which the file associates them: that of turning and mirroring.</summary>
    public IEnumerable<Box> Of(long item) => _associations.TryGetValue(item, out var indexes)
        ? indexes.Where(index => index > 0 && index <= _properties.Count).Select(index => _properties[index - 1]) // they are counted from 1
        : [];

    /// <summary>
    /// How an item has to be turned, as EXIF says it: what 'irot' and 'imir' do one after the other.
    /// </summary>
    public int OrientationOf(long item)
    {
        var (isMirrored, quarters) = (false, 0); // left and right exchanged first, then turned clockwise
        foreach (var property in Of(item))
        {
            var value = new BoxFields(_file, property).Next(1);
            if (property.Is("irot"u8))
                quarters -= (int)(value & 3); // counts anticlockwise
            else if (property.Is("imir"u8)) // 0 exchanges top and bottom, 1 left and right
                (isMirrored, quarters) = (!isMirrored, (value & 1) == 0 ? 2 - quarters : -quarters);
        }

        return (isMirrored, quarters & 3) switch
        {
            (false, 0) => 1,
            (true, 0) => 2,
            (false, 2) => 3,
            (true, 2) => 4,
            (true, 3) => 5,
            (false, 1) => 6,
            (true, 1) => 7,
            _ => 8,
        };
    }

    /// <summary>Width and height of an item; null where it states none.</summary>
    public (int Width, int Height)? SizeOf(long item)
    {
        (int, int)? size = null;
        foreach (var property in Of(item))
        {
            if (!property.Is("ispe"u8))
                continue;
            var fields = new BoxFields(_file, property);
            fields.Next(4);
            var (width, height) = (fields.Next(4), fields.Next(4));
            if (fields.IsComplete && width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue)
                size = ((int)width, (int)height);
        }

        return size;
    }

    private void ReadAssociations(in Box box)
    {
        var fields = new BoxFields(_file, box);
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
                if (!_associations.TryGetValue(id, out var indexes))
                    _associations[id] = indexes = [];
                if (indexes.Count < MaxProperties)
                    indexes.Add(index);
            }
        }
    }

    private IEnumerable<Box> Boxes(Box parent)
    {
        var position = parent.Start;
        for (var i = 0; i < MaxProperties && Box.Read(_file, position, parent.End) is { IsOpen: false } box; i++)
        {
            if (box.End > parent.End)
                yield break;
            yield return box;
            position = box.End;
        }
    }
}
