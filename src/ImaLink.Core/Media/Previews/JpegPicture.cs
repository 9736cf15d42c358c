using ImaLink.Media.Containers;
using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>
/// A JPEG, decoded at an eighth, a quarter or half of its size where that is enough: its decoder adds up the pixels on the way, and what
/// is not decoded costs neither time nor memory.
/// </summary>
internal static class JpegPicture
{
    /// <summary>Opens a file of which nothing is decoded yet.</summary>
    public static Image Open(string path, JpegFrame frame) =>
        Image.Jpegload(path, shrink: Shrink(frame), access: Enums.Access.Sequential);

    /// <inheritdoc cref="Open(string, JpegFrame)"/>
    public static Image Open(byte[] jpeg, JpegFrame frame) =>
        Image.JpegloadBuffer(jpeg, shrink: Shrink(frame), access: Enums.Access.Sequential);

    /// <summary>The bytes that decoding it needs.</summary>
    public static long Memory(Image opened, JpegFrame frame)
    {
        const int BytesOfCoefficients = 6; // two for each sample, where colours are stored as finely as brightness
        var lines = (long)opened.Width * opened.Bands * Math.Min(opened.Height, 256);
        return frame.IsProgressive ? lines + (long)frame.Width * frame.Height * BytesOfCoefficients : lines;
    }

    /// <summary>Fits it into a preview, as it is stored.</summary>
    public static Image Fit(Image opened, JpegFrame frame, string? profile)
    {
        var scale = Math.Min(1, PreviewRenderer.MaxSide / (double)Math.Max(frame.Width, frame.Height));
        return opened.ThumbnailImage(
            Side(frame.Width), height: Side(frame.Height), size: Enums.Size.Force, noRotate: true, outputProfile: profile);

        int Side(int length) => Math.Max(1, (int)Math.Round(length * scale));
    }

    // What is left over at the right and the lower edge is cut off: in a strip of few rows that would be much of the picture.
    private static int Shrink(JpegFrame frame) =>
        Math.Min(Math.Max(frame.Width, frame.Height) / PreviewRenderer.MaxSide, Math.Min(frame.Width, frame.Height) / 16) switch
        {
            >= 8 => 8,
            >= 4 => 4,
            >= 2 => 2,
            _ => 1,
        };
}
