namespace ImaLink.Media.Formats;

/// <summary>What decodes the picture of a format for a preview.</summary>
internal enum PictureDecoder
{
    /// <summary>Nothing here: a preview is made of the JPEG that the file holds, if it holds one.</summary>
    None,

    /// <summary>libvips, which tells by the content which of its few decoders it takes.</summary>
    Vips,

    /// <summary>libvips, and ImageMagick's decoder of TIFF for the kinds that libvips refuses.</summary>
    Tiff,

    /// <summary>libvips, and ImageMagick's decoder of AVIF for the sequences that libvips refuses.</summary>
    Avif,

    /// <summary>What decodes films, else a picture that is drawn.</summary>
    Film,

    /// <summary>ImageMagick's decoder of HEIF.</summary>
    Heif,

    /// <summary>ImageMagick's decoder of JPEG XL.</summary>
    JpegXl,

    /// <summary>ImageMagick's decoder of JPEG 2000 in boxes.</summary>
    Jpeg2000,

    /// <summary>ImageMagick's decoder of JPEG 2000 alone.</summary>
    Jpeg2000Codestream,

    /// <summary>ImageMagick's decoder of Photoshop's format.</summary>
    Photoshop,

    /// <summary>ImageMagick's decoder of Photoshop's large format.</summary>
    PhotoshopLarge,

    /// <summary>ImageMagick's decoder of bitmaps.</summary>
    Bitmap,

    /// <summary>ImageMagick's decoder of OpenEXR.</summary>
    OpenExr,

    /// <summary>ImageMagick's decoder of Radiance's format.</summary>
    Radiance,

    /// <summary>ImageMagick's decoder of portable maps.</summary>
    PortableMap,

    /// <summary>ImageMagick's decoder of Truevision's format.</summary>
    Targa,

    /// <summary>ImageMagick's decoder of PC Paintbrush's format.</summary>
    Pcx,

    /// <summary>ImageMagick's decoder of QOI.</summary>
    Qoi,

    /// <summary>ImageMagick's decoder of JNG.</summary>
    Jng,

    /// <summary>ImageMagick's decoder of MNG, of which the first picture counts.</summary>
    Mng,

    /// <summary>LibRaw in ImageMagick, for Kodak's RAW files, which hold no preview.</summary>
    KodakRaw,
}
