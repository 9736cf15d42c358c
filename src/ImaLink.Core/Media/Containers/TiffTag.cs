namespace ImaLink.Media.Containers;

/// <summary>The TIFF tags that say where image data and further directories lie, and of which format a raw file is.</summary>
internal static class TiffTag
{
    public const ushort NewSubfileType = 0xFE;
    public const ushort Compression = 0x103;
    public const ushort Photometric = 0x106;
    public const ushort Make = 0x10F;
    public const ushort Model = 0x110;
    public const ushort StripOffsets = 0x111;
    public const ushort StripByteCounts = 0x117;
    public const ushort PanasonicRawOffset = 0x118;
    public const ushort TileOffsets = 0x144;
    public const ushort TileByteCounts = 0x145;
    public const ushort SubIfds = 0x14A;
    public const ushort OtherIfd = 0x190;
    public const ushort JpegOffset = 0x201;
    public const ushort JpegByteCount = 0x202;
    public const ushort ExifIfd = 0x8769;
    public const ushort GpsIfd = 0x8825;
    public const ushort MakerNote = 0x927C;
    public const ushort InteroperabilityIfd = 0xA005;
    public const ushort MultiPictureEntries = 0xB002;
    public const ushort JxrImageOffset = 0xBCC0;
    public const ushort JxrImageByteCount = 0xBCC1;
    public const ushort JxrAlphaOffset = 0xBCC2;
    public const ushort JxrAlphaByteCount = 0xBCC3;
    public const ushort DngVersion = 0xC612;
    public const ushort PrivateData = 0xC634;

    /// <summary>Whether a tag is one of those on which it depends what the image data is.</summary>
    public static bool LeadsToImage(ushort tag) => tag
        is NewSubfileType or Compression or Photometric or Make or Model or StripOffsets or StripByteCounts or PanasonicRawOffset
        or TileOffsets or TileByteCounts or SubIfds or OtherIfd or JpegOffset or JpegByteCount or ExifIfd or MakerNote
        or JxrImageOffset or JxrImageByteCount or JxrAlphaOffset or JxrAlphaByteCount or DngVersion or PrivateData;
}
