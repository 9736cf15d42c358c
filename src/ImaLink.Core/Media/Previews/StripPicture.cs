using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>
/// A picture that is decoded row by row, shrunk strip by strip: what is in memory is one strip, however wide a panorama is. Shrinking it as a whole
/// holds the lines of twenty rows of the result.
/// </summary>
internal static class StripPicture
{
    /// <summary>Long side of what the strips make: enough to shrink it well.</summary>
    private const int Intermediate = 4 * PreviewRenderer.MaxSide;

    private const long StripLength = 12 << 20;

    /// <summary>The bytes that it needs: a strip, as it is read and as it is shrunk, and the rows that the decoder holds.</summary>
    public const long Memory = 6 * StripLength;

    /// <summary>The picture, smaller and in sRGB, as it is stored.</summary>
    /// <param name="opened">The picture, opened to be read once from top to bottom.</param>
    /// <param name="token">Stops before the next strip.</param>
    public static Image Shrink(Image opened, CancellationToken token)
    {
        var scale = Math.Min(1, Intermediate / (double)Math.Max(opened.Width, opened.Height));
        var (width, height) = (Side(opened.Width), Side(opened.Height));
        var row = (long)opened.Width * Math.Max(1, opened.Bands) * 4;
        var together = (int)Math.Clamp(StripLength / row * scale, 1, height);
        using var pixels = new MemoryStream();
        using var region = Region.New(opened); // keeps what the decoder has read beyond a strip
        var bands = 0;
        for (var top = 0; top < height; top += together)
        {
            token.ThrowIfCancellationRequested();
            var bottom = Math.Min(top + together, height);
            var (first, last) = (At(top), Math.Max(At(top) + 1, At(bottom)));
            using var strip = Strip(opened, region, first, Math.Min(last, opened.Height) - first);
            using var small = strip.ThumbnailImage(width, height: bottom - top, size: Enums.Size.Force, noRotate: true);
            using var colour = Colour.ToSrgb(small, hasOwnColour: true);
            bands = colour.Bands;
            pixels.Write(colour.WriteToMemory<byte>());
        }

        using var joined = Image.NewFromMemory(pixels.ToArray(), width, height, bands, Enums.BandFormat.Uchar);
        return joined.Copy(interpretation: Enums.Interpretation.Srgb);

        int Side(int length) => Math.Max(1, (int)Math.Round(length * scale));
        int At(int y) => (int)Math.Round(y * (double)opened.Height / height);
    }

    private static Image Strip(Image opened, Region region, int top, int height)
    {
        using var bare = Image.NewFromMemory(region.Fetch(0, top, opened.Width, height), opened.Width, height, opened.Bands, opened.Format);
        using var strip = bare.Copy(interpretation: opened.Interpretation);
        return opened.Contains(Colour.EmbeddedProfile)
            ? strip.Mutate(image => image.Set(GValue.BlobType, Colour.EmbeddedProfile, (byte[])opened.Get(Colour.EmbeddedProfile)))
            : strip.Copy();
    }
}
