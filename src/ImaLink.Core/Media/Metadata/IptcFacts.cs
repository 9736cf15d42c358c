using ImaLink.Media.Containers;
using MetadataExtractor;
using MetadataExtractor.Formats.Iptc;
using MetadataExtractor.IO;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Title, description and keywords out of an IPTC block (IIM 4.2). MetadataExtractor reads it: a flat list of
/// records, so there is nothing to recurse into, and the block is at hand in bounded memory.
/// </summary>
internal static class IptcFacts
{
    private const int MaxBlock = 1 << 20;

    public static ImageFacts Read(ByteRange block)
    {
        var bytes = block.ToArray(MaxBlock);
        if (bytes is not [0x1c, ..])
            return new();
        var directory = new IptcReader().Extract(new SequentialByteArrayReader(bytes), bytes.Length);
        var keywords = directory.GetStringArray(IptcDirectory.TagKeywords) ?? [];
        return new()
        {
            Title = Text(directory, IptcDirectory.TagObjectName),
            Description = Text(directory, IptcDirectory.TagCaption),
            Keywords = [.. keywords.Select(Clean).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private static string? Text(IptcDirectory directory, int tag) => Clean(directory.GetString(tag));

    private static string? Clean(string? text) =>
        text?.Trim('\0', ' ', '\r', '\n', '\t') is { Length: > 0 } clean ? clean : null;
}
