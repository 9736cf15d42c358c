using NetVips;

namespace ImaLink.Media.Previews;

/// <summary>What is decoded at all, and how much at a time: both judged by the header.</summary>
internal static class DecodeLimit
{
    /// <summary>Pixels of the largest image that is decoded, whatever memory it needs: it bounds the time.</summary>
    public const long MaxPixels = 500_000_000;

    /// <summary>
    /// Of a picture that is decoded at a fraction of its size there may be more pixels, as panoramas have, where the file is as large as such a
    /// picture is: so many for each byte. What claims more is a bomb, or all of one colour.
    /// </summary>
    private const long PixelsPerByte = 128;

    /// <summary>Bytes of memory that one image may need.</summary>
    public const long MaxMemory = 512L << 20;

    /// <summary>
    /// Bytes that all images under way may need together. One that needs more waits until it is alone: many small pictures are
    /// decoded at once, large ones one after the other.
    /// </summary>
    private const long MemoryUnderWay = 96L << 20;

    /// <summary>Bytes of an image whose memory is worth giving back at once.</summary>
    private const long LargeMemory = 16L << 20;

    private static readonly object Gate = new();
    private static long _underWay;

    /// <summary>Refuses an image by its size and the bytes that decoding it needs, which it gives.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="memory">The bytes.</param>
    /// <param name="path">The file.</param>
    /// <param name="streamed">The bytes of a picture that is decoded row by row, at a fraction of its size; 0 of others.</param>
    public static long Check(long width, long height, long memory, string path, long streamed = 0)
    {
        if (width * height > Math.Max(MaxPixels, streamed * PixelsPerByte) || memory > MaxMemory)
        {
            throw new ImaLinkException(
                ErrorCode.PreviewFailed,
                $"No preview was made of '{path}': it claims {width} x {height} pixels, "
                + "more than is decoded in bounded memory.",
                path);
        }

        return memory;
    }

    /// <summary>Waits until an image that needs so many bytes may be decoded; disposing lets the next ones in.</summary>
    public static IDisposable Enter(long memory, CancellationToken token)
    {
        lock (Gate)
        {
            while (_underWay > 0 && _underWay + memory > MemoryUnderWay)
            {
                token.ThrowIfCancellationRequested();
                Monitor.Wait(Gate, millisecondsTimeout: 100); // a token wakes nobody
            }

            _underWay += memory;
        }

        return new Release(memory);
    }

    /// <summary>Whether an image is to be shrunk strip by strip: it is read row by row, and would need more than is to be under way.</summary>
    public static bool IsForStrips(Image header) => IsReadByRows(header) && EstimateMemory(header) > MemoryUnderWay;

    /// <summary>Refuses an image that is shrunk strip by strip where its file cannot hold what it claims; gives the bytes that it needs.</summary>
    public static long CheckStrips(Image header, string path)
    {
        var length = new FileInfo(path).Length;
        var isPlausible = (long)header.Width * header.Height <= length * PixelsPerByte;
        return Check(header.Width, header.Height, isPlausible ? StripPicture.Memory : EstimateMemory(header), path, length);
    }

    // Measured: shrinking holds the lines of about twenty rows of the result; what cannot be read line by line lies
    // in memory as a whole; and the decoder of AVIF needs more than what it delivers.
    public static long EstimateMemory(Image header)
    {
        long width = header.Width;
        long height = header.Height;
        var pixel = Math.Max(3, header.Bands * SizeOf(header.Format));
        if (IsOf(header, "heif"))
            return width * height * Math.Max(pixel, 12);
        if (!IsReadByRows(header))
            return width * height * pixel;
        var lines = 20 * Math.Max(1, Math.Max(width, height) / PreviewRenderer.MaxSide);
        return width * pixel * Math.Min(height, lines);
    }

    private static bool IsReadByRows(Image header) =>
        IsOf(header, "jpeg") || ((IsOf(header, "png") || IsOf(header, "tiff")) && !header.Contains("interlaced"));

    private static bool IsOf(Image header, string loader) =>
        header.Contains("vips-loader") && ((string)header.Get("vips-loader")).StartsWith(loader, StringComparison.Ordinal);

    private static int SizeOf(Enums.BandFormat format) => format switch
    {
        Enums.BandFormat.Uchar or Enums.BandFormat.Char => 1,
        Enums.BandFormat.Ushort or Enums.BandFormat.Short => 2,
        Enums.BandFormat.Double or Enums.BandFormat.Complex => 8,
        Enums.BandFormat.Dpcomplex => 16,
        _ => 4,
    };

    private sealed class Release(long memory) : IDisposable
    {
        public void Dispose()
        {
            if (memory > LargeMemory)
                NativeHeap.Trim();
            lock (Gate)
            {
                _underWay -= memory;
                Monitor.PulseAll(Gate);
            }
        }
    }
}
