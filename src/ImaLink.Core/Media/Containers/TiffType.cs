namespace ImaLink.Media.Containers;

/// <summary>Field types of TIFF 6.0 and BigTIFF.</summary>
internal enum TiffType : ushort
{
    Byte = 1,
    Ascii = 2,
    Short = 3,
    Long = 4,
    Rational = 5,
    SByte = 6,
    Undefined = 7,
    SShort = 8,
    SLong = 9,
    SRational = 10,
    Float = 11,
    Double = 12,
    Ifd = 13,
    Long8 = 16,
    SLong8 = 17,
    Ifd8 = 18,

    /// <summary>UTF-8 text of EXIF 3.0.</summary>
    Utf8 = 129,

    /// <summary>One of BigTIFF where the structure is none.</summary>
    Unknown = ushort.MaxValue,
}
