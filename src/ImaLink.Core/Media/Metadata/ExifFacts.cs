using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts out of the directories of an EXIF or TIFF structure, by the precedence that ExifTool applies.
/// </summary>
internal static class ExifFacts
{
    private const ushort SubfileType = 0x00fe;
    private const ushort OldSubfileType = 0x00ff;
    private const ushort ImageWidth = 0x0100;
    private const ushort ImageHeight = 0x0101;
    private const ushort Make = 0x010f;
    private const ushort Model = 0x0110;
    private const ushort OrientationTag = 0x0112;
    private const ushort Artist = 0x013b;
    private const ushort Xmp = 0x02bc;
    private const ushort RatingTag = 0x4746;
    private const ushort Iptc = 0x83bb;
    private const ushort Photoshop = 0x8649;
    private const ushort Copyright = 0x8298;
    private const ushort ExposureTime = 0x829a;
    private const ushort FNumber = 0x829d;
    private const ushort Iso = 0x8827;
    private const ushort FocalLength = 0x920a;
    private const ushort MakerNote = 0x927c;
    private const ushort LensModel = 0xa434;
    private const ushort JpegXrWidth = 0xbc80;
    private const ushort JpegXrHeight = 0xbc81;

    /// <summary>Facts of an EXIF block as JPEG, PNG and others carry it.</summary>
    /// <param name="block">The block, from its byte order mark on.</param>
    /// <param name="warnings">Takes what could not be read.</param>
    /// <param name="kind">What its first directory is.</param>
    public static ImageFacts Read(ByteRange block, List<string> warnings, IfdKind kind = IfdKind.Main) =>
        TiffTree.Read(block, warnings, kind) is { } tree ? Read(tree, warnings) : new();

    public static ImageFacts Read(TiffTree tree, List<string> warnings)
    {
        var facts = new ImageFacts
        {
            Dates = ExifDates.Read(tree, warnings),
            Width = ToPositive(OfMainImage(tree, ImageWidth) ?? OfMainImage(tree, JpegXrWidth)),
            Height = ToPositive(OfMainImage(tree, ImageHeight) ?? OfMainImage(tree, JpegXrHeight)),
            Orientation = OfMainImage(tree, OrientationTag) is { } o and >= 1 and <= 8 ? (int)o : null,
            CameraMake = Text(tree, Make),
            CameraModel = Text(tree, Model),
            LensModel = Text(tree, LensModel),
            Iso = ToPositive(Number(tree, Iso)),
            Aperture = Positive(Number(tree, FNumber)),
            ExposureTime = Positive(Number(tree, ExposureTime)),
            FocalLength = Positive(Number(tree, FocalLength)),
            Rating = Number(tree, RatingTag) is >= 0 and <= 5 and var stars ? (int)stars : null,
        };
        facts = facts.Or(WindowsWords.Read(tree)) with { Author = Name(tree, Artist), Rights = Name(tree, Copyright) };
        if (Last(tree, MakerNote) is { } note)
        {
            facts = facts.CameraMake == "Canon" ? CanonNotes.Complete(tree, note, facts) : MakerExposure.Complete(tree, note, facts);
            facts = facts.Or(AppleNotes.Read(tree.Data.Slice(note.Position, note.Count)));
        }

        return GpsFacts.Read(tree, facts);
    }

    /// <summary>The XMP packet that a TIFF carries in its first directory; empty if none.</summary>
    public static ByteRange FindXmp(TiffTree tree) => FindBlock(tree, Xmp);

    /// <summary>The IPTC block that a TIFF carries in its first directory; empty if none.</summary>
    public static ByteRange FindIptc(TiffTree tree) => FindBlock(tree, Iptc);

    /// <summary>Photoshop's resources in the first directory of a TIFF; empty if none.</summary>
    public static ByteRange FindPhotoshop(TiffTree tree) => FindBlock(tree, Photoshop);

    private static ByteRange FindBlock(TiffTree tree, ushort tag) =>
        tree.Ifds.FirstOrDefault()?.Find(tag) is { } entry
            ? tree.Data.Slice(entry.Position, entry.Count * (entry.Type == TiffType.Long ? 4 : 1))
            : default;

    /// <summary>
    /// The value of a tag of the main image: the first directory that calls itself the full image, else the first
    /// that has the tag at all.
    /// </summary>
    private static double? OfMainImage(TiffTree tree, ushort tag)
    {
        foreach (var ifd in tree.Ifds)
        {
            if (IsFullImage(tree, ifd) && ifd.Find(tag) is { } entry)
                return tree.GetNumber(entry);
        }

        foreach (var ifd in tree.Ifds)
        {
            if (ifd.Kind != IfdKind.Gps && ifd.Find(tag) is { } entry)
                return tree.GetNumber(entry);
        }

        return null;
    }

    private static bool IsFullImage(TiffTree tree, Ifd ifd) =>
        (ifd.Find(SubfileType) is { } type && tree.GetNumber(type) == 0)
        || (ifd.Find(OldSubfileType) is { } old && tree.GetNumber(old) == 1);

    /// <summary>The text of a tag; null if there is none.</summary>
    public static string? Text(TiffTree tree, ushort tag) => Last(tree, tag) is { } entry ? tree.GetText(entry) : null;

    // Cameras leave blanks where nobody entered a name.
    private static string? Name(TiffTree tree, ushort tag) => Text(tree, tag)?.Trim() is { Length: > 0 } name ? name : null;

    private static double? Number(TiffTree tree, ushort tag) =>
        Last(tree, tag) is { } entry ? tree.GetNumber(entry) : null;

    // Of several entries the last counts, but a thumbnail's or further page's only where there is no other.
    private static TiffEntry? Last(TiffTree tree, ushort tag)
    {
        TiffEntry? found = null;
        foreach (var (ifd, entry) in tree.Entries)
        {
            if (entry.Tag == tag && ifd.Kind is not (IfdKind.Gps or IfdKind.Maker)
                && (ifd.Kind != IfdKind.Next || found is null))
            {
                found = entry;
            }
        }

        return found;
    }

    private static double? Positive(double? value) => value > 0 ? value : null;

    private static int? ToPositive(double? value) => value is > 0 and <= int.MaxValue ? (int)value : null;
}
