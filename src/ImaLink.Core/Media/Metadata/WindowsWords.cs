using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The words that Windows Explorer and scan programs write into EXIF: Explorer's own tags in UTF-16, and EXIF's description, which
/// Explorer fills with the title.
/// </summary>
internal static class WindowsWords
{
    private const ushort ImageDescription = 0x010e;
    private const ushort RatingPercent = 0x4749;
    private const ushort XpTitle = 0x9c9b;
    private const ushort XpComment = 0x9c9c;
    private const ushort XpKeywords = 0x9c9e;
    private const ushort XpSubject = 0x9c9f;
    private const int MaxText = 1 << 16;

    public static ImageFacts Read(TiffTree tree)
    {
        if (tree.Ifds.Find(ifd => ifd.Kind == IfdKind.Main) is not { } main)
            return new();
        var title = Utf16(XpTitle);
        var description = main.Find(ImageDescription) is { Type: TiffType.Ascii or TiffType.Utf8 or TiffType.Byte or TiffType.Undefined } entry
            ? Clean(TextBytes.Decode(Bytes(entry)))
            : null;
        return new()
        {
            Rating = main.Find(RatingPercent) is { } percent ? Words.Stars(tree.GetNumber(percent)) : null,
            Title = title,
            Description = Utf16(XpComment) ?? (description == title ? null : description) ?? Utf16(XpSubject),
            Keywords =
            [
                .. (Utf16(XpKeywords) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Distinct(StringComparer.Ordinal),
            ],
        };

        string? Utf16(ushort tag) => main.Find(tag) is { Type: TiffType.Byte or TiffType.Undefined } text
            ? Clean(Encoding.Unicode.GetString(Bytes(text)))
            : null;

        byte[] Bytes(TiffEntry text) => tree.Data.Slice(text.Position, text.Count).ToArray(MaxText);
    }

    private static string? Clean(string text)
    {
        var end = text.IndexOf('\0', StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).Trim() is { Length: > 0 } clean ? clean : null;
    }
}
