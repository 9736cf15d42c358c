using ImaLink.Media.Containers;

namespace ImaLink.Media.Previews;

/// <summary>
/// The previews that Olympus, Pentax and Minolta keep in their notes. Numbers are those of ExifTool's tables of the
/// same names.
/// </summary>
internal static class MakerPreviews
{
    private const int MaxMinolta = 4 << 20;

    public static IEnumerable<ByteRange> In(TiffTree tree)
    {
        foreach (var (_, note) in tree.Entries.Where(it => it.Entry.Tag == TiffTag.MakerNote).Take(2).ToArray())
        {
            if (Find(tree, note) is { } jpeg)
                yield return jpeg;
        }
    }

    private static ByteRange? Find(TiffTree tree, TiffEntry note)
    {
        Span<byte> start = stackalloc byte[12];
        var at = note.Position;
        if (!tree.Data.TryRead(at, start))
            return null;
        if (start.StartsWith("OLYMPUS\0"u8))
            return InOlympus(tree, at + 12, at);
        if (start.StartsWith("OM SYSTEM\0"u8))
            return InOlympus(tree, at + 16, at);
        if (start.StartsWith("OLYMP\0"u8))
            return InOlympus(tree, at + 8, 0);
        if (start.StartsWith("AOC\0"u8))
            return Range(tree, tree.ReadMaker(at + 6, 0), 0x0004, 0x0003, 0);
        if (start.StartsWith("PENTAX \0"u8))
            return Range(tree, tree.ReadMaker(at + 10, at), 0x0004, 0x0003, at);
        // Minolta's notes have no header; whoever else's these are has other tags.
        return tree.Ifds[0].Find(0x010f) is { } make && tree.GetText(make) is { } maker
            && maker.Contains("Minolta", StringComparison.OrdinalIgnoreCase)
            ? InMinolta(tree, tree.ReadMaker(at, 0))
            : null;
    }

    private static ByteRange? InOlympus(TiffTree tree, long directory, long shift)
    {
        const ushort cameraSettings = 0x2020;
        if (tree.ReadMaker(directory, shift)?.Find(cameraSettings) is not { } entry)
            return null;
        // The directory itself in older notes, a pointer to it in newer ones.
        var position = entry.Count > 1 ? entry.Position
            : tree.TryGetInteger(entry, 0, out var pointed) ? pointed + shift : 0;
        return Range(tree, tree.ReadMaker(position, shift), 0x0101, 0x0102, shift);
    }

    private static ByteRange? InMinolta(TiffTree tree, Ifd? ifd)
    {
        const ushort preview = 0x0081;
        var found = ifd?.Find(preview) is { } whole
            ? tree.Data.Slice(whole.Position, whole.Count)
            : Range(tree, ifd, 0x0088, 0x0089, 0);
        if (found is not { } data)
            return null;
        // The camera spoils the first byte, so that nobody takes the preview for the picture.
        var bytes = data.ToArray(MaxMinolta);
        if (bytes is not [_, 0xd8, ..])
            return null;
        bytes[0] = 0xff;
        return ByteRange.Of(bytes);
    }

    private static ByteRange? Range(TiffTree tree, Ifd? ifd, ushort startTag, ushort lengthTag, long shift) =>
        ifd?.Find(startTag) is { } first && ifd.Find(lengthTag) is { } second
        && tree.TryGetInteger(first, 0, out var start) && tree.TryGetInteger(second, 0, out var length)
        && start > 0 && length > 0
            ? tree.Data.Slice(start + shift, length)
            : null;
}
