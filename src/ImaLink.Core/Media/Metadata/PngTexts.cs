using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// What the texts of one PNG say: dates, XMP, and the profiles that ImageMagick packs into them. A hostile file repeats texts without
/// end, and each unpacks to a thousand times its length; what is taken of a file is bounded, and nothing is unpacked that nobody wants.
/// </summary>
internal sealed class PngTexts(FactBlocks blocks, List<string> warnings)
{
    private const int MaxTaken = 16 << 20;
    private const int MaxText = 4 << 20;

    /// <summary>What a text counts for at least, however short it is.</summary>
    private const int LeastTaken = 64 << 10;

    private int _taken;

    /// <summary>Reads a text if it is one of those that say something.</summary>
    public void Add(PngText text)
    {
        if (text.Is("XML:com.adobe.xmp"u8))
            AddXmp(text);
        else if (text.DateSource is { } source)
            blocks.AddFacts(PngDates.ReadText(Take(text, PngDates.MaxText), source));
        else if (text.Is("Raw profile type xmp"u8))
            AddXmp(blocks.HasRoomForXmp ? Profile(text) : []);
        else if (text.Is("Raw profile type iptc"u8) || text.Is("Raw profile type 8bim"u8))
            AddIptc(blocks.HasRoomForIptc ? Profile(text) : []);
        else if (text.Is("Raw profile type exif"u8) || text.Is("Raw profile type APP1"u8))
            AddApp1(Profile(text));
    }

    private void AddXmp(PngText text)
    {
        if (blocks.HasRoomForXmp)
            blocks.AddXmp(text.IsPacked ? ByteRange.Of(Take(text, MaxText)) : text.Stored);
    }

    // Writers leave bytes behind a packet, which are no XML.
    private void AddXmp(byte[] bytes) => blocks.AddXmp(ByteRange.Of(bytes[..(Array.LastIndexOf(bytes, (byte)'>') + 1)]));

    /// <summary>The block alone, or among Photoshop's resources.</summary>
    private void AddIptc(byte[] bytes)
    {
        if (bytes is [0x1C, ..])
            blocks.AddIptc(ByteRange.Of(bytes));
        else
            PhotoshopResources.Read(ByteRange.Of(bytes), blocks, iptcOnly: true);
    }

    private void AddApp1(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith(XmpFacts.JpegHeader))
            AddXmp(bytes[XmpFacts.JpegHeader.Length..]);
        else if (bytes.Length > 0)
            blocks.AddExif(ByteRange.Of(bytes));
    }

    private byte[] Profile(PngText text) => PngText.Profile(Take(text, MaxText));

    /// <summary>The beginning of a text, unpacked; nothing once the file has told enough.</summary>
    private byte[] Take(PngText text, int most)
    {
        most = Math.Min(most, MaxTaken - _taken);
        if (most <= 0)
            return [];
        (byte[] bytes, int cost) = text.Take(most, warnings);
        _taken += Math.Max(cost, LeastTaken);
        return bytes;
    }
}
