using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// ISO base media files (ISO/IEC 14496-12): HEIF, AVIF, CR3, MP4, QuickTime. The coded images that the 'meta' box
/// lists and the pictures and sound of the tracks that 'moov' describes, each when its box is met (HOTHASH 7).
/// </summary>
internal sealed class IsoMediaImageData
{
    private const int MostDepth = 16;
    private const uint NotYetKnown = 0;

    private readonly FileBytes _file;
    private readonly ImageData _data;
    private readonly IsoMediaItems _items;
    private readonly IsoMediaTrack _track;
    private uint _handler = NotYetKnown;

    private IsoMediaImageData(FileBytes file, ImageData data) =>
        (_file, _data, _items, _track) = (file, data, new IsoMediaItems(file, data), new IsoMediaTrack(file, data.Add));

    public static void Read(FileBytes file, ImageData data) => new IsoMediaImageData(file, data).ReadAll();

    private void ReadAll()
    {
        for (var position = 0L; Box.Read(_file, position, _file.Length) is { IsOpen: false } box;)
        {
            if (box.End > _file.Length)
                return;
            if (box.Is("moov"u8))
                ReadTracks(box, depth: 0);
            else if (box.Is("meta"u8))
                _items.Read(box);
            else if (box.Is("mdat"u8))
                _track.Limit(box);
            position = box.End;
        }
    }

    private void ReadTracks(in Box parent, int depth)
    {
        for (var position = parent.Start; Box.Read(_file, position, parent.End) is { IsOpen: false } box;)
        {
            if (box.End > parent.End || depth > MostDepth)
                return;
            if (box.Is("trak"u8) || box.Is("mdia"u8) || box.Is("minf"u8))
                ReadTracks(box, depth + 1);
            else if (box.Is("hdlr"u8))
                _handler = IsoMediaTrack.Handler(_file, box) ?? _handler;
            else if (box.Is("stbl"u8) && (_handler == Box.Named("vide"u8) || _handler == Box.Named("soun"u8)))
                _track.Read(box);
            position = box.End;
        }
    }
}
