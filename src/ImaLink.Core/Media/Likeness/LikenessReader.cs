using ImaLink.Files;
using ImaLink.Media.Containers;
using ImaLink.Media.Previews;
using NetVips;

namespace ImaLink.Media.Likeness;

/// <summary>Reads the likeness of a picture from its hotpreview.</summary>
internal static class LikenessReader
{
    /// <summary>No hotpreview is larger: so many bytes take 256 x 256 pixels without any compression.</summary>
    private const int MaxBytes = 256 << 10;

    /// <summary>The likeness that a hotpreview in a storage shows.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="likeness">It; null where the picture has no structure.</param>
    /// <returns>False where there is none, or what lies there is no hotpreview: a link, a pipe, no JPEG, one that is too large.</returns>
    internal static bool TryRead(string path, out LikenessHash? likeness)
    {
        likeness = null;
        try
        {
            return OwnFiles.Exists(path) && TryRead(OwnFiles.ReadAllBytes(path, MaxBytes), out likeness);
        }
        catch (Exception e) when (IoErrors.IsIo(e) || e is ImaLinkException)
        {
            return false;
        }
    }

    /// <summary>The likeness that a hotpreview shows.</summary>
    /// <param name="jpeg">Its bytes.</param>
    /// <param name="likeness">It; null where the picture has no structure.</param>
    /// <returns>False where it is no hotpreview.</returns>
    internal static bool TryRead(byte[] jpeg, out LikenessHash? likeness)
    {
        likeness = null;
        if (JpegFrame.Read(ByteRange.Of(jpeg)) is not { Width: > 0 and <= PreviewRenderer.MaxSide, Height: > 0 and <= PreviewRenderer.MaxSide, IsLossless: false })
            return false;
        Vips.Initialize();
        try
        {
            using var image = Image.JpegloadBuffer(jpeg, failOn: Enums.FailOn.Truncated);
            if (image.Bands is not (1 or 3) || image.Format != Enums.BandFormat.Uchar || image.Width > PreviewRenderer.MaxSide || image.Height > PreviewRenderer.MaxSide)
                return false;
            byte[] pixels = image.WriteToMemory<byte>();
            likeness = LikenessRecipe.Of(image.Bands == 1 ? pixels : Grey(pixels), image.Width, image.Height);
            return true;
        }
        catch (VipsException)
        {
            return false;
        }
    }

    private static byte[] Grey(byte[] pixels)
    {
        var grey = new byte[pixels.Length / 3];
        for (int i = 0, at = 0; i < grey.Length; i++, at += 3)
            grey[i] = (byte)((19595 * pixels[at] + 38470 * pixels[at + 1] + 7471 * pixels[at + 2] + 32768) >> 16);
        return grey;
    }
}
