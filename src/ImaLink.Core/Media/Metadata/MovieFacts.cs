using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts of a 'moov' box: date, size and rotation of a film (ISO/IEC 14496-12), what its recorder noted of itself and
/// the place (QuickTime File Format: user data and metadata keys), and Canon's EXIF boxes in CR3.
/// </summary>
internal sealed class MovieFacts
{
    private const int MaxBoxes = 1 << 12;
    private const long SecondsTo1970 = 2_082_844_800;

    private readonly ByteRange _data;
    private readonly IByteSource _file;
    private readonly FactBlocks _blocks;
    private CaptureTime? _created;
    private int? _orientation;

    private MovieFacts(ByteRange data, FactBlocks blocks) => (_data, _file, _blocks) = (data, data, blocks);

    /// <summary>Width of the first track that has one.</summary>
    public int? Width { get; private set; }

    /// <summary>Height of the first track that has one.</summary>
    public int? Height { get; private set; }

    /// <summary>True for Canon's CR3, where EXIF describes the picture and the tracks are its parts.</summary>
    public bool IsCanonRaw { get; private set; }

    /// <summary>What is known if nothing else is; a header's time is UTC.</summary>
    public ImageFacts Facts => new() { TakenAt = _created, Orientation = IsCanonRaw ? null : _orientation };

    public static MovieFacts Read(ByteRange data, in Box movie, FactBlocks blocks)
    {
        var facts = new MovieFacts(data, blocks);
        foreach (var box in facts.Boxes(movie))
        {
            if (box.Is("mvhd"u8))
                facts.ReadHeader(box);
            else if (box.Is("trak"u8))
                facts.ReadTrack(box);
            else if (box.Is("udta"u8))
                facts.ReadUserData(box);
            else if (box.Is("meta"u8))
                facts._blocks.AddFacts(MovieKeys.Read(data, box));
            else if (box.Is("uuid"u8))
                facts.ReadNamed(box);
        }

        return facts;
    }

    private IEnumerable<Box> Boxes(Box parent)
    {
        var position = parent.Start;
        for (var i = 0; i < MaxBoxes && Box.Read(_file, position, parent.End) is { IsOpen: false } box; i++)
        {
            if (box.End > parent.End)
                yield break;
            yield return box;
            position = box.End;
        }
    }

    private void ReadHeader(in Box box)
    {
        var fields = new BoxFields(_file, box);
        var version = fields.Next(4) >> 24;
        if (version > 1)
            return;
        var seconds = fields.Next(version == 1 ? 8 : 4);

        // Some recorders count from 1970 instead of 1904; those without a clock leave either epoch.
        if (seconds >= SecondsTo1970)
            seconds -= SecondsTo1970;
        if (fields.IsComplete && seconds is > 24 * 3600 and < uint.MaxValue)
            _created = new(new DateTime(1970, 1, 1).AddSeconds(seconds), DatePrecision.Second, TimeSpan.Zero, "QuickTime:CreateDate");
    }

    private void ReadTrack(in Box track)
    {
        foreach (var box in Boxes(track))
        {
            if (box.Is("tkhd"u8))
                ReadTrackHeader(box);
            else if (box.Is("meta"u8))
                _blocks.AddFacts(MovieKeys.Read(_data, box));
        }
    }

    private void ReadTrackHeader(in Box box)
    {
        var fields = new BoxFields(_file, box);
        var version = fields.Next(4) >> 24;
        for (var i = version == 1 ? 12 : 9; i > 0; i--)
            fields.Next(4);
        var matrix = new int[9];
        for (var i = 0; i < matrix.Length; i++)
            matrix[i] = (int)fields.Next(4);
        var (width, height) = (ToPixels(fields.Next(4)), ToPixels(fields.Next(4)));
        if (!fields.IsComplete || width == 0 || height == 0 || Width is not null)
            return;
        (Width, Height) = (width, height);
        _orientation = (Math.Sign(matrix[0]), Math.Sign(matrix[1]), Math.Sign(matrix[3]), Math.Sign(matrix[4])) switch
        {
            (0, 1, -1, 0) => 6,
            (-1, 0, 0, -1) => 3,
            (0, -1, 1, 0) => 8,
            _ => null,
        };
    }

    // Fixed point of 16 and 16 bits; some cameras write the plain number.
    private static int ToPixels(long value) => (int)(value >= 0x100000 ? value >> 16 : value);

    private void ReadUserData(in Box parent)
    {
        foreach (var box in Boxes(parent))
        {
            if (box.Is("XMP_"u8))
                _blocks.AddXmp(_data.Slice(box.Start, box.End - box.Start));
            else if (box.Is("meta"u8))
                _blocks.AddFacts(MovieKeys.Read(_data, box));
            else if (box.Is("CNTH"u8))
                ReadThumbnail(box);
            else if (box.Is("loci"u8))
                _blocks.AddFacts(MovieKeys.ReadPlace3Gp(_file, box));
            else
                _blocks.AddFacts(MovieKeys.ReadText(_data, box));
        }
    }

    // Canon's films carry a small picture with the camera's EXIF, which knows the local time.
    private void ReadThumbnail(in Box parent)
    {
        foreach (var box in Boxes(parent))
        {
            if (box.Is("CNDA"u8))
                _blocks.AddFacts(JpegFacts.Read(_data.Slice(box.Start, box.End - box.Start), []) with { Width = null, Height = null, Orientation = null, Warnings = [] });
        }
    }

    private void ReadNamed(in Box box)
    {
        if (BoxId.Is(_file, box, BoxId.Xmp))
        {
            _blocks.AddXmp(BoxId.Content(_data, box));
            return;
        }

        if (!BoxId.Is(_file, box, BoxId.CanonMetadata))
            return;
        IsCanonRaw = true;
        foreach (var part in Boxes(box with { Start = box.Start + BoxId.Length }))
        {
            var content = _data.Slice(part.Start, part.End - part.Start);
            if (part.Is("CMT1"u8))
                _blocks.AddExif(content);
            else if (part.Is("CMT2"u8))
                _blocks.AddExif(content, IfdKind.Exif);
            else if (part.Is("CMT4"u8))
                _blocks.AddExif(content, IfdKind.Gps);
        }
    }
}
