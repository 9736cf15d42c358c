using System.Buffers.Binary;

namespace ImaLink.Metadata;

/// <summary>Facts out of the segments before a JPEG's image data: frame header, EXIF, XMP.</summary>
internal static class JpegFacts
{
    private const int MaxSegments = 4096;

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var size = new ImageFacts();
        var exif = new ImageFacts();
        ByteRange xmp = default;
        Span<byte> header = stackalloc byte[9];
        Span<byte> name = stackalloc byte[XmpFacts.JpegHeader.Length];
        long position = 2;
        for (var i = 0; i < MaxSegments; i++)
        {
            if (!TryFindMarker(data, ref position, out var marker) || !data.TryRead(position, header[..2]))
            {
                warnings.Add("The JPEG segments are cut off or damaged.");
                break;
            }

            if (marker is 0xda or 0xd9)
                break;
            if (marker is 0x01 or (>= 0xd0 and <= 0xd8))
                continue; // these have no content
            var length = BinaryPrimitives.ReadUInt16BigEndian(header);
            if (length < 2)
            {
                warnings.Add("A JPEG segment has an impossible length.");
                break;
            }

            var content = data.Slice(position + 2, length - 2);
            if (IsFrame(marker) && content.TryRead(1, header[..4]))
            {
                size = new ImageFacts
                {
                    Height = Positive(BinaryPrimitives.ReadUInt16BigEndian(header)),
                    Width = Positive(BinaryPrimitives.ReadUInt16BigEndian(header[2..])),
                };
            }
            else if (marker == 0xe1)
            {
                if (content.TryRead(0, header[..6]) && header[..5].SequenceEqual("Exif\0"u8))
                    exif = ReadExif(content.Slice(6, content.Length - 6), warnings).Or(exif);
                else if (content.TryRead(0, name) && name.SequenceEqual(XmpFacts.JpegHeader) && xmp.Length == 0)
                    xmp = content.Slice(name.Length, content.Length - name.Length);
            }

            position += length;
        }

        // The size that counts is the frame's; EXIF may still have that of the picture before it was cropped.
        var facts = size.Or(exif with { Width = null, Height = null });
        return XmpFacts.Complete(facts, xmp, warnings);
    }

    /// <summary>Facts of an EXIF block.</summary>
    public static ImageFacts ReadExif(ByteRange data, List<string> warnings) =>
        TiffTree.Read(data, warnings) is { } tree ? ExifFacts.Read(tree, warnings) : new();

    /// <summary>Moves past the next marker, over fill bytes and strays as every decoder does.</summary>
    private static bool TryFindMarker(ByteRange data, ref long position, out byte marker)
    {
        const int maxStray = 64 * 1024;
        marker = 0;
        Span<byte> one = stackalloc byte[1];
        var afterFill = false;
        for (var i = 0; i < maxStray && data.TryRead(position, one); i++, position++)
        {
            if (afterFill && one[0] is not (0 or 0xff))
            {
                marker = one[0];
                position++;
                return true;
            }

            afterFill = one[0] == 0xff;
        }

        return false;
    }

    // SOF0 to SOF15 without the three codes in between that mean tables.
    private static bool IsFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    private static int? Positive(int value) => value > 0 ? value : null;
}
