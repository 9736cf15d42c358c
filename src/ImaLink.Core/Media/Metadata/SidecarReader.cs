using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Reads what an XMP sidecar says, within the bounds of a packet: it is a packet in a file of its own.</summary>
internal static class SidecarReader
{
    private const int BeginningLength = 1 << 10;

    /// <summary>Reads a sidecar.</summary>
    /// <param name="stream">The file; readable and seekable; not closed.</param>
    /// <returns>What it says; <see cref="ImageFacts.Warnings"/> tells what could not be read. Damage never throws.</returns>
    /// <exception cref="IOException">The stream itself could not be read.</exception>
    internal static ImageFacts Read(Stream stream)
    {
        if (stream.Length > XmpPacket.MaxLength)
            return new() { Warnings = [$"It is larger than {XmpPacket.MaxLength >> 20} MB."] };
        var warnings = new List<string>();
        using var reader = new ByteReader(stream);
        var packet = new ByteRange(reader);
        using (XmpText text = XmpText.Open(packet.ToArray(BeginningLength)))
            if (text.Peek() is not ('<' or -1))
                return new() { Warnings = ["It is no XMP."] };
        ImageFacts facts = XmpFacts.Read(packet, new ExtendedXmp(), warnings);
        return warnings.Count == 0 ? facts : facts with { Warnings = [.. warnings.Distinct()] };
    }
}
