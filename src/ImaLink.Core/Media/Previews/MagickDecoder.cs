using ImageMagick;
using ImaLink.Media.Containers;
using ImaLink.Media.Formats;
using ImaLink.Media.Metadata;

namespace ImaLink.Media.Previews;

/// <summary>Decodes what libvips does not to an upright picture in sRGB, for previews to a small one.</summary>
internal static class MagickDecoder
{
    /// <summary>
    /// Side to which pictures are shrunk by averaging, before the preview is made of them as of any other picture.
    /// </summary>
    internal const uint IntermediateSide = 4 * PreviewRenderer.MaxSide;

    // Measured: bytes per pixel at the peak of decoding.
    private static readonly Dictionary<PictureDecoder, (string Name, int Memory)> Decoders = new()
    {
        [PictureDecoder.Heif] = ("Heic", 10),
        [PictureDecoder.JpegXl] = ("Jxl", 10),
        [PictureDecoder.Jpeg2000] = ("Jp2", 18),
        [PictureDecoder.Jpeg2000Codestream] = ("J2k", 18),
        [PictureDecoder.Photoshop] = ("Psd", 6),
        [PictureDecoder.PhotoshopLarge] = ("Psb", 6),
        [PictureDecoder.Bitmap] = ("Bmp", 8),
        [PictureDecoder.OpenExr] = ("Exr", 16),
        [PictureDecoder.Radiance] = ("Hdr", 10),
        [PictureDecoder.PortableMap] = ("Pnm", 8),
        [PictureDecoder.Targa] = ("Tga", 8),
        [PictureDecoder.Pcx] = ("Pcx", 8),
        [PictureDecoder.Qoi] = ("Qoi", 8),
        [PictureDecoder.Jng] = ("Jng", 10),
        [PictureDecoder.Mng] = ("Mng", 10),
        [PictureDecoder.KodakRaw] = ("Kdc", 24),
        [PictureDecoder.Tiff] = ("Tiff", 10),
        [PictureDecoder.Avif] = ("Avif", 10),
    };

    /// <summary>Whether this is what decodes a format in the first place.</summary>
    public static bool Decodes(PictureDecoder decoder) => Decoders.ContainsKey(decoder) && decoder is not (PictureDecoder.Tiff or PictureDecoder.Avif);

    /// <summary>Decodes one file; the picture is at most <paramref name="most"/> large, or as large as it is where that is null.</summary>
    public static Pixels Decode(Stream stream, string path, FormatInfo format, CancellationToken token, uint? most = IntermediateSide)
    {
        var (decoder, perPixel) = Decoders[format.Decoder];
        // Named explicitly: by the content, or by a prefix of the name, ImageMagick would choose among two hundred.
        // Only the first picture: of PSD that is the one that all layers make.
        var settings = new MagickReadSettings
        {
            Format = Enum.Parse<MagickFormat>(decoder),
            FrameIndex = 0,
            FrameCount = 1,
        };
        if (stream.Length == 0)
            throw PreviewRenderer.Undecodable(path);
        var isJpeg2000 = format.Decoder is PictureDecoder.Jpeg2000 or PictureDecoder.Jpeg2000Codestream;
        var facts = CheckFacts(stream, path, format.Name, isJpeg2000 ? 0 : perPixel);
        try
        {
            using var header = new MagickImage();
            header.Ping(stream, settings);
            var pixels = (long)header.Width * header.Height;
            // JPEG 2000 can be decoded at a half, a quarter, …: ten times faster (measured), where it has the levels.
            var halvings = isJpeg2000 && most is { } wanted ? Halvings(Math.Max(header.Width, header.Height), wanted) : 0;
            if (halvings > 0)
            {
                settings.SetDefine(MagickFormat.Jp2, "reduce-factor", halvings);
                settings.ExtractArea = new MagickGeometry(0, 0, header.Width, header.Height); // else a corner of it
                try
                {
                    return Decode(pixels >> (2 * halvings));
                }
                catch (MagickException)
                {
                    settings.RemoveDefine(MagickFormat.Jp2, "reduce-factor");
                    settings.ExtractArea = null;
                }
            }

            return Decode(pixels);

            Pixels Decode(long decoded)
            {
                using var turn = DecodeLimit.Enter(DecodeLimit.Check(header.Width, header.Height, decoded * perPixel, path), token);
                stream.Position = 0;
                using var image = new MagickImage();
                image.Progress += (_, e) => e.Cancel = token.IsCancellationRequested;
                image.Read(stream, settings);
                token.ThrowIfCancellationRequested();
                // ImageMagick numbers orientations as EXIF does. The other decoders turn what they decode, or tell how it lies.
                if (isJpeg2000 || format.Decoder is PictureDecoder.Tiff or PictureDecoder.Photoshop or PictureDecoder.PhotoshopLarge)
                    image.Orientation = (Orientation)(facts.Orientation ?? 1);
                return ToPixels(image, most);
            }
        }
        catch (MagickException e)
        {
            token.ThrowIfCancellationRequested();
            throw PreviewRenderer.Undecodable(path, e);
        }
    }

    /// <summary>Refuses by the header before ImageMagick, which may spend seconds on it, sees the file.</summary>
    private static ImageFacts CheckFacts(Stream stream, string path, string format, int perPixel)
    {
        using var reader = new ByteReader(stream);
        var facts = FactReader.Read(new ByteRange(reader), format, []);
        if (facts is { Width: { } width, Height: { } height })
            DecodeLimit.Check(width, height, (long)width * height * perPixel, path);
        stream.Position = 0;
        return facts;
    }

    private static int Halvings(uint side, uint most) =>
        side < 2 * most ? 0 : (int)Math.Log2(side / (double)most);

    private static Pixels ToPixels(MagickImage image, uint? most)
    {
        if (most is { } side && Math.Max(image.Width, image.Height) > side)
            image.Scale(side, side);
        image.AutoOrient();
        if (!ApplyProfile(image))
            image.ColorSpace = ColorSpace.sRGB;
        using var pixels = image.GetPixels();
        var data = pixels.ToByteArray(PixelMapping.RGBA) ?? throw new MagickCorruptImageErrorException("no pixels");
        return new Pixels(data, (int)image.Width, (int)image.Height);
    }

    private static bool ApplyProfile(MagickImage image)
    {
        try
        {
            return image.TransformColorSpace(ColorProfiles.SRGB);
        }
        catch (MagickException)
        {
            return false; // a damaged profile, or one for another kind of image
        }
    }

    /// <summary>Pixels of red, green, blue and opacity, a byte each.</summary>
    internal readonly record struct Pixels(byte[] Data, int Width, int Height)
    {
        /// <summary>The same as an image of libvips.</summary>
        public NetVips.Image ToImage()
        {
            using var image = NetVips.Image.NewFromMemory(Data, Width, Height, bands: 4, NetVips.Enums.BandFormat.Uchar);
            return image.Copy(interpretation: NetVips.Enums.Interpretation.Srgb);
        }
    }
}
