using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of files that are TIFF structures: TIFF, BigTIFF, DNG and most makers' RAW formats.</summary>
internal static class TiffFacts
{
    // Panasonic's RAW keeps the borders of the visible part of the sensor and the ISO under numbers of its own.
    private const ushort PanasonicTop = 0x0004;
    private const ushort PanasonicLeft = 0x0005;
    private const ushort PanasonicBottom = 0x0006;
    private const ushort PanasonicRight = 0x0007;
    private const ushort PanasonicIso = 0x0017;

    /// <summary>
    /// Whether a file with these first eight bytes is such a structure: a byte order mark, a magic number that is 42,
    /// 43 or one of the makers' (Olympus "RO", "RS", "OR", Panasonic "U", JPEG XR).
    /// </summary>
    public static bool IsTiff(ReadOnlySpan<byte> start) =>
        start is [(byte)'I', (byte)'I', 42 or 43 or (byte)'U', 0, ..]
            or [(byte)'M', (byte)'M', 0, 42 or 43, ..]
            or [(byte)'I', (byte)'I', (byte)'R', (byte)'O' or (byte)'S', ..]
            or [(byte)'M', (byte)'M', (byte)'O', (byte)'R', ..]
            or [(byte)'I', (byte)'I', 0xbc, 1, ..];

    public static ImageFacts Read(ByteRange data, bool isPanasonic, List<string> warnings)
    {
        if (TiffTree.Read(data, warnings) is not { } tree)
            return new();
        var facts = ExifFacts.Read(tree, warnings);
        if (isPanasonic)
            facts = WithPanasonic(facts, tree);
        var blocks = new FactBlocks(warnings);
        blocks.AddFacts(facts);
        blocks.AddXmp(ExifFacts.FindXmp(tree));
        blocks.AddIptc(ExifFacts.FindIptc(tree));
        PhotoshopResources.Read(ExifFacts.FindPhotoshop(tree), blocks, iptcOnly: true);
        return blocks.Complete();
    }

    private static ImageFacts WithPanasonic(ImageFacts facts, TiffTree tree)
    {
        var width = Number(tree, PanasonicRight) - Number(tree, PanasonicLeft);
        var height = Number(tree, PanasonicBottom) - Number(tree, PanasonicTop);
        return facts with
        {
            Width = width > 0 ? width : facts.Width,
            Height = height > 0 ? height : facts.Height,
            Iso = facts.Iso ?? Number(tree, PanasonicIso),
        };
    }

    private static int? Number(TiffTree tree, ushort tag) =>
        tree.Ifds.FirstOrDefault()?.Find(tag) is { } entry
        && tree.TryGetInteger(entry, 0, out var value) && value is > 0 and <= ushort.MaxValue
            ? (int)value
            : null;
}
