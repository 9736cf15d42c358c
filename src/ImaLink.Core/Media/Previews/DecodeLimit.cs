using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>What is decoded at all, and what only one at a time: both judged by the header.</summary>
internal static class DecodeLimit
{
    /// <summary>Pixels of the largest image that is decoded, whatever memory it needs: it bounds the time.</summary>
    public const long MaxPixels = 500_000_000;

    /// <summary>Bytes of memory that one image may need.</summary>
    public const long MaxMemory = 512L << 20;

    /// <summary>Bytes above which images are decoded one at a time.</summary>
    private const long LargeMemory = 64L << 20;

    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <summary>
    /// Refuses an image by its header; true if it needs so much memory that only one may be decoded at a time.
    /// </summary>
    public static bool Check(Image header, string path) =>
        Check(header.Width, header.Height, EstimateMemory(header), path);

    /// <summary>Refuses an image by its size and the bytes that decoding it needs.</summary>
    public static bool Check(long width, long height, long memory, string path)
    {
        if (width * height > MaxPixels || memory > MaxMemory)
        {
            throw new ImaLinkException(
                ErrorCode.PreviewFailed,
                $"No preview was made of '{path}': it claims {width} x {height} pixels, "
                + "more than is decoded in bounded memory.",
                path);
        }

        return memory > LargeMemory;
    }

    /// <summary>Waits until the image may be decoded; disposing lets the next one in.</summary>
    public static IDisposable? Enter(bool large, CancellationToken token)
    {
        if (!large)
            return null;
        Turn.Wait(token);
        return new Release();
    }

    // Measured: shrinking holds the lines of about twenty rows of the result; what cannot be read line by line lies
    // in memory as a whole; and the decoder of AVIF needs more than what it delivers.
    private static long EstimateMemory(Image header)
    {
        var loader = header.Contains("vips-loader") ? (string)header.Get("vips-loader") : "";
        bool Is(string name) => loader.StartsWith(name, StringComparison.Ordinal);

        long width = header.Width;
        long height = header.Height;
        var pixel = Math.Max(3, header.Bands * SizeOf(header.Format));
        if (Is("heif"))
            return width * height * Math.Max(pixel, 12);
        if (header.Contains("interlaced") || !(Is("jpeg") || Is("png") || Is("tiff")))
            return width * height * pixel;
        if (Is("jpeg"))
            (width, height) = (width / 8 + 1, height / 8 + 1); // decoded at an eighth of the size
        var lines = 20 * Math.Max(1, Math.Max(width, height) / PreviewRenderer.MaxSide);
        return width * pixel * Math.Min(height, lines);
    }

    private static int SizeOf(Enums.BandFormat format) => format switch
    {
        Enums.BandFormat.Uchar or Enums.BandFormat.Char => 1,
        Enums.BandFormat.Ushort or Enums.BandFormat.Short => 2,
        Enums.BandFormat.Double or Enums.BandFormat.Complex => 8,
        Enums.BandFormat.Dpcomplex => 16,
        _ => 4,
    };

    private sealed class Release : IDisposable
    {
        public void Dispose() => Turn.Release();
    }
}
