using ImaLink.Media.Containers;
using ImaLink.Media.Metadata;

namespace ImaLink.Media.Previews;

/// <summary>The JPEG inside a camera file that can stand for the whole picture.</summary>
internal static class EmbeddedPreview
{
    private const int MaxLength = 64 << 20;

    private const ushort Compression = 0x0103;
    private const ushort StripOffsets = 0x0111;
    private const ushort StripByteCounts = 0x0117;
    private const ushort JpegOffset = 0x0201;
    private const ushort JpegLength = 0x0202;
    private const ushort PanasonicJpeg = 0x002e;

    /// <summary>
    /// A smaller picture in a JPEG that is large enough: one of those behind it that 'MPF' names, or the thumbnail in its EXIF data.
    /// Whether it still shows the same picture, the caller finds out.
    /// </summary>
    public static byte[]? FindInJpeg(ByteRange data, int side, out JpegFrame? frame)
    {
        frame = null;
        TiffTree? tree = null;
        var isSavedByProgram = false;
        IEnumerable<ByteRange> further = [];
        foreach (var segment in JpegSegments.Walk(data))
        {
            if (JpegFrame.IsFrame(segment.Marker))
                frame ??= JpegFrame.Read(segment);
            else if (segment.TryGetExif(out var exif))
                tree ??= TiffTree.Read(exif, []);
            else if (MultiPicture.In(data, segment) is { } pictures)
                further = pictures;
            else
                isSavedByProgram |= segment.Marker == JpegSegments.App0 && tree is null;
        }

        if (tree is null || frame is not { } main)
            return null;
        // A small picture is its own best preview: what suffices is never more than the picture has. Programs write JFIF before all
        // else, and some take over the EXIF data, thumbnail and all, of the picture that they changed; cameras begin with EXIF.
        var needed = Math.Min(side, Math.Max(main.Width, main.Height));
        return Choose(isSavedByProgram ? further : further.Concat(Jpegs(tree)), main.Width, main.Height, needed, anySize: false);
    }

    /// <summary>The JPEG that a RAW file carries for viewers; a small one rather than none.</summary>
    public static byte[]? FindInRaw(ByteRange data, string format, int side)
    {
        Span<byte> start = stackalloc byte[8];
        if (!data.TryRead(0, start))
            return null;
        if (!TiffFacts.IsTiff(start))
        {
            var known = FactReader.Read(data, format, []);
            return Choose(ContainerPreviews.In(data, format, start), known.Width, known.Height, side, anySize: true);
        }

        if (TiffTree.Read(data, []) is not { } tree)
            return null;
        var facts = ExifFacts.Read(tree, []);
        var jpegs = Jpegs(tree).Concat(MakerPreviews.In(tree));
        return Choose(jpegs, facts.Width, facts.Height, side, anySize: true);
    }

    /// <summary>
    /// Chooses the JPEG from which a preview is best made: the smallest that suffices and shows the whole picture;
    /// where none does, and <paramref name="anySize"/> is set, the largest.
    /// </summary>
    private static byte[]? Choose(IEnumerable<ByteRange> jpegs, int? width, int? height, int needed, bool anySize)
    {
        Candidate? best = null;
        foreach (var jpeg in jpegs)
        {
            if (Measure(jpeg) is not { } found)
                continue;
            found = found with { Suffices = found.LongSide >= needed && HasShape(found.Width, found.Height, width, height) };
            if ((found.Suffices || anySize) && (best is null || IsBetter(found, best.Value)))
                best = found;
        }

        return best?.Data.ToArray(MaxLength);
    }

    // What the directories name; those of makers' notes count differently.
    public static IEnumerable<ByteRange> Jpegs(TiffTree tree) =>
        tree.Ifds.Where(ifd => ifd.Kind != IfdKind.Maker).Select(ifd => Locate(tree, ifd)).OfType<ByteRange>();

    private static bool IsBetter(Candidate a, Candidate b) =>
        a.Suffices != b.Suffices ? a.Suffices : a.Suffices ? a.LongSide < b.LongSide : a.LongSide > b.LongSide;

    /// <summary>Whether a picture is large enough for a preview of another, and as wide and high as it.</summary>
    public static bool Suffices((int Width, int Height) picture, (int Width, int Height) main, int side) =>
        Math.Max(picture.Width, picture.Height) >= side && HasShape(picture.Width, picture.Height, main.Width, main.Height);

    // Thumbnails of fixed 4:3 carry black bars around pictures of another shape. A RAW's frame is some pixels larger
    // than its JPEG, hence the tolerance.
    private static bool HasShape(int candidateWidth, int candidateHeight, int? width, int? height)
    {
        const double tolerance = 0.03;
        if (width is not > 0 || height is not > 0)
            return true;
        var ratio = (double)candidateWidth / candidateHeight / ((double)width.Value / height.Value);
        return Math.Abs(ratio - 1) <= tolerance;
    }

    private static Candidate? Measure(ByteRange data)
    {
        // A lossless one is the RAW image itself, which ordinary decoders do not read.
        return data.Length is > 0 and <= MaxLength
            && JpegFrame.Read(data) is { IsLossless: false, Width: > 0, Height: > 0 } frame
            ? new Candidate(data, frame.Width, frame.Height, Suffices: false)
            : null;
    }

    private static ByteRange? Locate(TiffTree tree, Ifd ifd)
    {
        if (Range(tree, ifd, JpegOffset, JpegLength) is { } named)
            return named;
        if (ifd.Find(PanasonicJpeg) is { Type: TiffType.Undefined } whole && ifd.Kind == IfdKind.Main)
            return tree.Data.Slice(whole.Position, whole.Count);
        return ifd.Find(Compression) is { } code && tree.GetNumber(code) is 6 or 7
            && ifd.Find(StripOffsets) is { Count: 1 }
            ? Range(tree, ifd, StripOffsets, StripByteCounts)
            : null;
    }

    private static ByteRange? Range(TiffTree tree, Ifd ifd, ushort offsetTag, ushort lengthTag) =>
        ifd.Find(offsetTag) is { } offset && ifd.Find(lengthTag) is { } length
        && tree.TryGetInteger(offset, 0, out var start) && tree.TryGetInteger(length, 0, out var count)
        && start > 0 && start + count <= tree.Data.Length
            ? tree.Data.Slice(start, count)
            : null;

    private readonly record struct Candidate(ByteRange Data, int Width, int Height, bool Suffices)
    {
        public int LongSide => Math.Max(Width, Height);
    }
}
