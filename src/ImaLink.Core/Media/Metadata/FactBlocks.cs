using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The metadata blocks that a container holds, wherever it keeps them: EXIF says most, XMP and IPTC complete it.
/// </summary>
internal sealed class FactBlocks(List<string> warnings)
{
    // Files with more packets repeat themselves; a JPEG may have one per picture of a panorama.
    private const int MaxPackets = 8;

    private readonly List<ByteRange> _packets = [];
    private readonly ExtendedXmp _extensions = new();
    private readonly List<ByteRange> _captions = [];
    private ImageFacts _exif = new();

    /// <summary>A TIFF structure with EXIF data; of several the first that knows a fact counts.</summary>
    /// <param name="block">The block, with or without JPEG's "Exif" in front.</param>
    /// <param name="kind">What its first directory is.</param>
    public void AddExif(ByteRange block, IfdKind kind = IfdKind.Main) =>
        AddFacts(ExifFacts.Read(SkipHeader(block), warnings, kind));

    /// <summary>Facts that are known already, in the place of an EXIF block.</summary>
    public void AddFacts(ImageFacts facts) => _exif = _exif.Or(facts);

    /// <summary>Whether another packet would still be read.</summary>
    public bool HasRoomForXmp => _packets.Count < MaxPackets && _packets.Sum(packet => packet.Length) < XmpPacket.MaxLength;

    /// <summary>Whether another IPTC block would still be read.</summary>
    public bool HasRoomForIptc => _captions.Count < MaxPackets;

    /// <summary>An XMP packet.</summary>
    public void AddXmp(ByteRange packet)
    {
        if (packet.Length == 0 || !HasRoomForXmp)
            return;
        var length = _packets.Sum(other => other.Length);
        if (packet.Length > XmpPacket.MaxLength - length)
            warnings.Add($"There are more than {XmpPacket.MaxLength >> 20} MB of XMP; what comes first was read.");
        _packets.Add(packet.Slice(0, XmpPacket.MaxLength - length));
    }

    /// <summary>A part of an XMP packet that goes on in further segments of a JPEG.</summary>
    public void AddExtendedXmp(ByteRange part) => _extensions.Add(part);

    /// <summary>An IPTC block.</summary>
    public void AddIptc(ByteRange block)
    {
        if (block.Length > 0 && HasRoomForIptc)
            _captions.Add(block);
    }

    /// <summary>All facts.</summary>
    /// <param name="width">Width that the container states; EXIF's may be older than the last crop.</param>
    /// <param name="height">Height that the container states.</param>
    public ImageFacts Complete(int? width, int? height) =>
        Complete(_exif with { Width = Positive(width), Height = Positive(height) });

    /// <summary>All facts, where EXIF is what knows the size.</summary>
    public ImageFacts Complete() => Complete(_exif);

    private ImageFacts Complete(ImageFacts exif)
    {
        // What an owner wrote into XMP counts before what a camera wrote into EXIF.
        var facts = exif with { Rating = null, Keywords = [], Title = null, Description = null, Author = null, Rights = null };
        foreach (var packet in _packets)
            Add(XmpFacts.Read(packet, _extensions, warnings));
        foreach (var caption in _captions)
            Add(IptcFacts.Read(caption));
        Add(exif);
        return facts;

        void Add(ImageFacts further) => facts = facts.Or(Words.WithoutCamera(further, facts));
    }

    private static ByteRange SkipHeader(ByteRange block)
    {
        // The byte after the NUL is padding; not all writers leave it zero.
        Span<byte> start = stackalloc byte[5];
        return block.TryRead(0, start) && start.SequenceEqual("Exif\0"u8) ? block.Slice(6, block.Length - 6) : block;
    }

    private static int? Positive(int? value) => value > 0 ? value : null;
}
