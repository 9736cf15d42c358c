using System.Globalization;
using ImaLink.Files;
using ImaLink.Media.Formats;
using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>Makes a picture of another size or format out of a photo: upright, in sRGB, without metadata.</summary>
internal static class PictureRenderer
{
    // What libvips takes for a size without a bound.
    private const int Quality = 90, AnySide = 10_000_000;

    /// <summary>The largest sides that the formats have; a PNG has any.</summary>
    private static readonly Dictionary<string, int> LargestSides = new(StringComparer.OrdinalIgnoreCase) { ["JPEG"] = 65_500, ["WebP"] = 16_383 };

    /// <summary>The formats that it makes, with their extensions.</summary>
    public static readonly IReadOnlyDictionary<string, string> Extensions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["JPEG"] = ".jpg", ["PNG"] = ".png", ["WebP"] = ".webp" };

    /// <summary>Makes it.</summary>
    /// <param name="path">Full path of the photo.</param>
    /// <param name="format">ExifTool's FileType of its content.</param>
    /// <param name="side">Largest width and height; null for those of the photo. Nothing is enlarged.</param>
    /// <param name="target">JPEG, PNG or WebP.</param>
    /// <param name="token">Stops.</param>
    /// <returns>The file; null where nothing here decodes the photo.</returns>
    /// <exception cref="ImaLinkException">PreviewFailed: it is damaged, or too large to be decoded in bounded memory. InvalidValue: it is larger than pictures of that format can be.</exception>
    public static byte[]? Render(string path, string format, int? side, string target, CancellationToken token)
    {
        if (FormatTable.Find(format) is not { } known)
            return null;
        Vips.Initialize();
        try
        {
            if (known.Decoder is PictureDecoder.Vips or PictureDecoder.Tiff or PictureDecoder.Avif && !(known.Decoder == PictureDecoder.Tiff && TiffKind.IsBeyondVips(path)))
                return RenderFile(path, side, target, token);
            if (!MagickDecoder.Decodes(known.Decoder) || !Magick.IsAvailable)
                return null;
            using FileStream stream = FileReading.OpenStream(path);
            using Image decoded = MagickDecoder.Decode(stream, path, known, token, side is { } most ? Math.Max(MagickDecoder.IntermediateSide, 2 * (uint)most) : null).ToImage();
            return Save(decoded, side, target);
        }
        catch (VipsException e)
        {
            token.ThrowIfCancellationRequested();
            throw PreviewRenderer.Undecodable(path, e);
        }
    }

    private static byte[] RenderFile(string path, int? side, string target, CancellationToken token)
    {
        long memory;
        using (var probe = Source.NewFromFile(path))
        using (var header = Image.NewFromSource(probe, access: Enums.Access.Sequential))
            memory = DecodeLimit.Check(header.Width, header.Height, DecodeLimit.EstimateMemory(header), path);
        using var turn = DecodeLimit.Enter(memory, token);
        using var source = Source.NewFromFile(path);
        using var image = Image.ThumbnailSource(source, side ?? AnySide, height: side ?? AnySide, size: Enums.Size.Down, outputProfile: "srgb");
        return Save(image, null, target);
    }

    private static byte[] Save(Image image, int? side, string target)
    {
        using Image fitted = side is { } most ? image.ThumbnailImage(most, height: most, size: Enums.Size.Down) : image.Copy();
        if (LargestSides.TryGetValue(target, out int largest) && Math.Max(fitted.Width, fitted.Height) > largest)
            throw new ImaLinkException(ErrorCode.InvalidValue, string.Create(CultureInfo.InvariantCulture, $"A {target} picture has at most {largest} pixels on a side, and this one has {fitted.Width} x {fitted.Height}. -Size {largest} makes it smaller, -Format PNG keeps its size."));
        return target.ToUpperInvariant() switch
        {
            "PNG" => fitted.PngsaveBuffer(keep: Enums.ForeignKeep.Icc),
            "WEBP" => fitted.WebpsaveBuffer(q: Quality, keep: Enums.ForeignKeep.Icc),
            _ => Flat(fitted).JpegsaveBuffer(q: Quality, keep: Enums.ForeignKeep.Icc, optimizeCoding: true),
        };

        static Image Flat(Image picture) => picture.HasAlpha() ? picture.Flatten(background: [255]) : picture;
    }
}
