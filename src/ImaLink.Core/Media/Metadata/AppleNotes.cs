using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>What a phone by Apple notes of a picture's relatives: the other half of a live photo, and the burst that it is of.</summary>
internal static class AppleNotes
{
    private const ushort BurstUuid = 0x000b;
    private const ushort ContentIdentifier = 0x0011;

    /// <summary>Reads the notes; without facts where they are another maker's.</summary>
    public static ImageFacts Read(ByteRange note)
    {
        // Behind the name stand a version and the byte order, then the one directory.
        const int orderAt = 12;
        Span<byte> start = stackalloc byte[orderAt + 2];
        if (!note.TryRead(0, start) || !start.StartsWith("Apple iOS\0"u8) || start[orderAt] is not ((byte)'M' or (byte)'I'))
            return new();
        if (TiffTree.ReadNotes(note, littleEndian: start[orderAt] == 'I', start.Length) is not { } notes)
            return new();
        return new() { ContentIdentifier = Text(notes, ContentIdentifier), BurstId = Text(notes, BurstUuid) };
    }

    private static string? Text(TiffTree notes, ushort tag) =>
        notes.Ifds[0].Find(tag) is { Type: TiffType.Ascii } entry ? Identifier.Of(notes.GetText(entry)) : null;
}
