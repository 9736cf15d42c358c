using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>What Canon cameras before EXIF 2.3 wrote into their own notes only: lens and ISO.</summary>
internal static class CanonNotes
{
    private const ushort CameraSettings = 0x0001;
    private const ushort ShotInfo = 0x0004;
    private const ushort LensModel = 0x0095;

    private const int CameraIso = 16;
    private const int AutoIso = 1;
    private const int BaseIso = 2;

    public static ImageFacts Complete(TiffTree tree, TiffEntry note, ImageFacts facts)
    {
        if (facts.LensModel is not null && facts.Iso is not null)
            return facts;
        if (tree.ReadMaker(note.Position, ShiftOf(tree, note)) is not { } ifd)
            return facts;
        return facts with
        {
            LensModel = facts.LensModel ?? (ifd.Find(LensModel) is { } lens ? tree.GetText(lens) : null),
            Iso = facts.Iso ?? ReadIso(tree, ifd),
        };
    }

    // The notes end with a TIFF header that tells where they lay when the camera wrote them.
    private static long ShiftOf(TiffTree tree, TiffEntry note)
    {
        var footer = note.Position + note.Count - 8;
        Span<byte> magic = stackalloc byte[4];
        if (!tree.Data.TryRead(footer, magic) || !(magic.SequenceEqual("II*\0"u8) || magic.SequenceEqual("MM\0*"u8)))
            return 0;
        var original = tree.ReadUInt32(footer + 4);
        return original > 0 ? note.Position - original : 0;
    }

    private static int? ReadIso(TiffTree tree, Ifd ifd) => CanonExposure.ReadIso(
        Number(tree, ifd, CameraSettings, CameraIso), Number(tree, ifd, ShotInfo, AutoIso),
        Number(tree, ifd, ShotInfo, BaseIso));

    private static long? Number(TiffTree tree, Ifd ifd, ushort tag, int index) =>
        ifd.Find(tag) is { } entry && tree.TryGetInteger(entry, index, out var value) ? value : null;
}
