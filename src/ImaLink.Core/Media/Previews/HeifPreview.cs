using ImaLink.Media.Containers;
using ImaLink.Media.Formats;
using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>
/// A HEIF picture in little memory, of which decoding the whole takes ten bytes for each pixel: the thumbnail that phones and cameras put
/// beside it, or the tiles of which it is made, one after the other.
/// </summary>
internal sealed class HeifPreview
{
    private const int MaxBoxes = 64;
    private const int MaxThumbnail = 4 << 20;
    private const int MaxTile = 64 << 20;
    private const int MaxTiles = 4096;

    /// <summary>Long side of what the tiles make: enough to shrink it well.</summary>
    private const int Intermediate = 4 * PreviewRenderer.MaxSide;

    private readonly ByteRange _data;
    private readonly string _path;
    private readonly FormatInfo _format;
    private readonly CancellationToken _token;
    private readonly IsoMediaItemTable _table;
    private readonly HeifProperties _properties;

    private HeifPreview(ByteRange data, string path, FormatInfo format, IsoMediaItemTable table, in Box properties, CancellationToken token)
    {
        (_data, _path, _format, _table, _token) = (data, path, format, table, token);
        _properties = HeifProperties.Read(data, properties);
    }

    /// <summary>
    /// The picture, smaller, as it is stored; and how it has to be turned, as EXIF says it. Null where it has to be decoded as a whole.
    /// </summary>
    public static (Image Image, int Orientation)? Open(ByteRange data, string path, FormatInfo format, CancellationToken token)
    {
        var position = 0L;
        for (var i = 0; i < MaxBoxes && Box.Read(data, position, data.Length) is { IsOpen: false } box; i++)
        {
            if (box.Is("meta"u8))
            {
                var table = IsoMediaItemTable.Read(data, box);
                return table.Properties is { } properties ? new HeifPreview(data, path, format, table, properties, token).Open() : null;
            }

            position = box.End;
        }

        return null;
    }

    private (Image, int)? Open()
    {
        if (_properties.SizeOf(_table.Primary) is not { } size || OrientationOf(_table.Primary) is not { } orientation)
            return null;
        return (Thumbnail(size, orientation) ?? Tiles(size)) is { } image ? (image, orientation) : null;
    }

    /// <summary>The smallest thumbnail that suffices, shows the whole picture and can be decoded.</summary>
    private Image? Thumbnail((int Width, int Height) main, int orientation)
    {
        var fitting = _table.Thumbnails
            .Select(id => (Id: id, Size: _properties.SizeOf(id)))
            .Where(it => it.Size is { } size && EmbeddedPreview.Suffices(size, main, PreviewRenderer.MaxSide) && OrientationOf(it.Id) == orientation)
            .OrderBy(it => it.Size!.Value.Width);
        foreach (var (id, _) in fitting)
        {
            try
            {
                return Decode(id, MaxThumbnail);
            }
            catch (ImaLinkException e) when (e.Code == ErrorCode.PreviewFailed)
            {
                continue; // the picture itself may be sound
            }
        }

        return null;
    }

    /// <summary>The tiles of a 'grid' (ISO/IEC 23008-12, 6.6.2.3), each shrunk as soon as it is decoded.</summary>
    private Image? Tiles((int Width, int Height) main)
    {
        if (!_table.Items.TryGetValue(_table.Primary, out var item) || item.Type != Box.Named("grid"u8))
            return null;
        byte[] grid = _table.Content(_data, item).ToArray(12);
        if (grid.Length < 8 || _table.Tiles.Count is 0 or > MaxTiles || _properties.SizeOf(_table.Tiles[0]) is not { } tile)
            return null;
        var (rows, columns) = (grid[2] + 1, grid[3] + 1);
        if (rows * columns != _table.Tiles.Count || (long)tile.Width * columns < main.Width || (long)tile.Height * rows < main.Height)
            return null;
        DecodeLimit.Check(main.Width, main.Height, 0, _path);

        var scale = Math.Min(1, Intermediate / (double)Math.Max(main.Width, main.Height));
        var (width, height) = (Side(tile.Width), Side(tile.Height));
        List<Image> small = [];
        try
        {
            foreach (var id in _table.Tiles)
            {
                _token.ThrowIfCancellationRequested();
                using var image = Decode(id, MaxTile);
                using var shrunk = image.ThumbnailImage(width, height: height, size: Enums.Size.Force);
                small.Add(shrunk.CopyMemory());
            }

            using var joined = Image.Arrayjoin([.. small], across: columns);
            return joined.ExtractArea(0, 0, Part(main.Width, width, tile.Width), Part(main.Height, height, tile.Height)).CopyMemory();
        }
        finally
        {
            small.ForEach(image => image.Dispose());
        }

        int Side(int length) => Math.Max(1, (int)Math.Round(length * scale));
        int Part(int whole, int shrunk, int full) => Math.Max(1, (int)Math.Round(whole * (double)shrunk / full));
    }

    private Image Decode(long id, int most)
    {
        if (!_table.Items.TryGetValue(id, out var item) || item is not { IsProtected: false, DataReference: 0 } || item.Type != Box.Named("hvc1"u8)
            || _table.Content(_data, item) is not { Length: > 0 } content || content.Length > most)
            throw PreviewRenderer.Undecodable(_path);
        using var stream = new MemoryStream(HeifFile.Of(_data, _properties.Of(id), content.ToArray(most)), writable: false);
        return MagickDecoder.Decode(stream, _path, _format, _token).ToImage();
    }

    /// <summary>How an item has to be turned; null for one of which only a part is shown.</summary>
    private int? OrientationOf(long item) =>
        _properties.Of(item).Any(property => property.Is("clap"u8)) ? null : _properties.OrientationOf(item);
}
