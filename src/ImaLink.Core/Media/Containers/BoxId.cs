namespace ImaLink.Media.Containers;

/// <summary>The 16 bytes that a 'uuid' box begins with and that say what it holds.</summary>
internal static class BoxId
{
    public const int Length = 16;

    /// <summary>XMP (XMP Specification Part 3).</summary>
    public static ReadOnlySpan<byte> Xmp =>
        [0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC];

    /// <summary>Canon's metadata in CR3: boxes of TIFF structures, and the thumbnail.</summary>
    public static ReadOnlySpan<byte> CanonMetadata =>
        [0x85, 0xC0, 0xB6, 0x87, 0x82, 0x0F, 0x11, 0xE0, 0x81, 0x11, 0xF4, 0xCE, 0x46, 0x2B, 0x6A, 0x48];

    /// <summary>Canon's preview in CR3.</summary>
    public static ReadOnlySpan<byte> CanonPreview =>
        [0xEA, 0xF4, 0x2B, 0x5E, 0x1C, 0x98, 0x4B, 0x88, 0xB9, 0xFB, 0xB7, 0xDC, 0x40, 0x6E, 0x4D, 0x16];

    /// <summary>EXIF in JPEG 2000, as ExifTool and Exiv2 write it.</summary>
    public static ReadOnlySpan<byte> Exif => "JpgTiffExif->JP2"u8;

    /// <summary>EXIF in JPEG 2000, as Photoshop writes it.</summary>
    public static ReadOnlySpan<byte> PhotoshopExif =>
        [0x05, 0x37, 0xCD, 0xAB, 0x9D, 0x0C, 0x44, 0x31, 0xA7, 0x2A, 0xFA, 0x56, 0x1F, 0x2A, 0x11, 0x3E];

    /// <summary>IPTC in JPEG 2000, as ExifTool and Exiv2 write it.</summary>
    public static ReadOnlySpan<byte> Iptc =>
        [0x33, 0xC7, 0xA4, 0xD2, 0xB8, 0x1D, 0x47, 0x23, 0xA0, 0xBA, 0xF1, 0xA3, 0xE0, 0x97, 0xAD, 0x38];

    /// <summary>IPTC in JPEG 2000, as Photoshop writes it.</summary>
    public static ReadOnlySpan<byte> PhotoshopIptc =>
        [0x09, 0xA1, 0x4E, 0x97, 0xC0, 0xB4, 0x42, 0xE0, 0xBE, 0xBF, 0x36, 0xDF, 0x6F, 0x0C, 0xE3, 0x6F];

    /// <summary>Photoshop's resources in JPEG 2000.</summary>
    public static ReadOnlySpan<byte> Photoshop =>
        [0x2C, 0x4C, 0x01, 0x00, 0x85, 0x04, 0x40, 0xB9, 0xA0, 0x3E, 0x56, 0x21, 0x48, 0xD6, 0xDF, 0xEB];

    /// <summary>Whether a 'uuid' box is the one of an id.</summary>
    public static bool Is(IByteSource file, in Box box, ReadOnlySpan<byte> id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return box.Start + Length <= box.End && file.TryRead(box.Start, bytes) && bytes.SequenceEqual(id);
    }

    /// <summary>What follows the id.</summary>
    public static ByteRange Content(ByteRange data, in Box box) =>
        data.Slice(box.Start + Length, box.End - box.Start - Length);
}
