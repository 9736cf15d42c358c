namespace ImaLink.Media.Metadata.Embedding;

/// <summary>What is put into a file.</summary>
/// <param name="Packet">Makes the XMP packet of the one that is there; null where there is none. An empty one is left out.</param>
/// <param name="Said">The description: what IPTC says otherwise goes, and how the picture is turned stays where all else goes.</param>
/// <param name="IsBare">Whether all other metadata goes.</param>
internal sealed record Insertion(Func<byte[]?, byte[]> Packet, ImageFacts Said, bool IsBare)
{
    /// <summary>EXIF that says how the picture is turned, and nothing else; null where that need not be said.</summary>
    public byte[]? Turn => IsBare && Said.Orientation is > 1 and <= 8
        ? [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)Said.Orientation.Value, 0, 0, 0, 0, 0, 0, 0] : null;
}
