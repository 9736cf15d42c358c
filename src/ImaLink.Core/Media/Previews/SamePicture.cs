using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>
/// Whether the small picture in a JPEG still shows what the JPEG does. A program that changes a picture may leave the thumbnail of the
/// old one; its uppermost rows, which cost a twelfth of the decoding, tell a picture that was turned, toned or replaced.
/// </summary>
internal static class SamePicture
{
    private const int Share = 12;
    private const int Columns = 16;
    private const int Rows = 2;

    // Means of so many pixels differ by two or three through the coding; a picture of something else by fifty.
    private const double MostDifference = 12;

    /// <summary>Compares the tops of both.</summary>
    /// <param name="picture">The picture, as it is decoded most quickly.</param>
    /// <param name="small">The smaller one.</param>
    public static bool Begins(Image picture, Image small)
    {
        var top = Top(picture);
        var other = Top(small);
        return top.Length == other.Length && top.Zip(other, (a, b) => Math.Abs(a - b)).Average() <= MostDifference;
    }

    private static byte[] Top(Image image)
    {
        using var strip = image.ExtractArea(0, 0, image.Width, Math.Max(1, image.Height / Share));
        using var colour = strip.Colourspace(Enums.Interpretation.Srgb);
        using var means = colour.ThumbnailImage(Columns, height: Rows, size: Enums.Size.Force, noRotate: true);
        return means.WriteToMemory<byte>();
    }
}
