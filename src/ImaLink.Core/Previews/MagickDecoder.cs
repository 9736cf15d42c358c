using ImageMagick;

namespace ImaLink.Previews;

/// <summary>Decodes HEIC, JPEG XL, JPEG 2000, PSD and BMP to a small upright picture in sRGB.</summary>
internal static class MagickDecoder
{
    /// <summary>
    /// Side to which pictures are shrunk by averaging, before the preview is made of them as of any other picture.
    /// </summary>
    private const uint IntermediateSide = 4 * PreviewRenderer.MaxSide;

    // Measured: bytes per pixel at the peak of decoding.
    private static readonly Dictionary<string, (string Decoder, int Memory)> Decoders = new(StringComparer.Ordinal)
    {
        ["HEIC"] = ("Heic", 10), ["HEIF"] = ("Heic", 10), ["HEICS"] = ("Heic", 10), ["HEIFS"] = ("Heic", 10),
        ["JXL"] = ("Jxl", 20), ["JXL Codestream"] = ("Jxl", 20),
        ["JP2"] = ("Jp2", 20), ["JPX"] = ("Jp2", 20), ["JPH"] = ("Jp2", 20), ["J2C"] = ("J2k", 20),
        ["PSD"] = ("Psd", 10), ["PSB"] = ("Psb", 10), ["BMP"] = ("Bmp", 6),
    };

    /// <summary>The formats that are decoded here, by the decoder to which each is held.</summary>
    public static IReadOnlyDictionary<string, (string Decoder, int Memory)> Formats => Decoders;

    /// <summary>Decodes one file; the picture is at most <see cref="IntermediateSide"/> large.</summary>
    public static Pixels Decode(string path, string format, CancellationToken token)
    {
        var (decoder, perPixel) = Decoders[format];
        // Named explicitly: by the content, or by a prefix of the name, ImageMagick would choose among two hundred.
        // Only the first picture: of PSD that is the one that all layers make.
        var settings = new MagickReadSettings
        {
            Format = Enum.Parse<MagickFormat>(decoder),
            FrameIndex = 0,
            FrameCount = 1,
        };
        try
        {
            using var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            bool large;
            using (var header = new MagickImage())
            {
                header.Ping(stream, settings);
                large = DecodeLimit.Check(
                    header.Width, header.Height, (long)header.Width * header.Height * perPixel, path);
            }

            using var turn = DecodeLimit.Enter(large, token);
            stream.Position = 0;
            using var image = new MagickImage();
            image.Progress += (_, e) => e.Cancel = token.IsCancellationRequested;
            image.Read(stream, settings);
            token.ThrowIfCancellationRequested();
            return ToPixels(image);
        }
        catch (MagickException e)
        {
            token.ThrowIfCancellationRequested();
            throw PreviewRenderer.Damaged(path, e);
        }
    }

    private static Pixels ToPixels(MagickImage image)
    {
        if (Math.Max(image.Width, image.Height) > IntermediateSide)
            image.Scale(IntermediateSide, IntermediateSide);
        image.AutoOrient();
        if (!image.TransformColorSpace(ColorProfiles.SRGB))
            image.ColorSpace = ColorSpace.sRGB;
        using var pixels = image.GetPixels();
        var data = pixels.ToByteArray(PixelMapping.RGBA) ?? throw new MagickCorruptImageErrorException("no pixels");
        return new Pixels(data, (int)image.Width, (int)image.Height);
    }

    /// <summary>Pixels of red, green, blue and opacity, a byte each.</summary>
    internal readonly record struct Pixels(byte[] Data, int Width, int Height);
}
