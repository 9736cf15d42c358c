namespace ImaLink.Media.Formats;

/// <summary>What decodes the picture of a format for a preview.</summary>
internal enum PictureDecoder
{
    /// <summary>Nothing here: a preview is made of the JPEG that the file holds, if it holds one.</summary>
    None,

    /// <summary>libvips, which tells by the content which of its few decoders it takes.</summary>
    Vips,

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
}
