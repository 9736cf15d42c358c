using NetVips;

namespace ImaLink.Previews;

/// <summary>What is decoded at all, and what only one at a time.</summary>
internal static class DecodeLimit
{
    /// <summary>Pixels of the largest image that is decoded: twice what the largest cameras stitch together.</summary>
    private const long MaxPixels = 500_000_000;

    // Some images cannot be read line by line and lie in memory as a whole: fewer pixels, and large ones in turn.
    private const long MaxWholePixels = 100_000_000;
    private const long LargeWholePixels = 16_000_000;

    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <summary>Refuses an image by its header; true if it needs so much memory that only one may be decoded at a time.</summary>
    public static bool Check(Image header, string path)
    {
        var pixels = (long)header.Width * header.Height;
        var whole = IsDecodedWhole(header);
        if (pixels > (whole ? MaxWholePixels : MaxPixels))
        {
            throw new ImaLinkException(
                ErrorCode.PreviewFailed,
                $"No preview was made of '{path}': it claims {header.Width} x {header.Height} pixels, more than is decoded in bounded memory.",
                path);
        }

        return whole && pixels > LargeWholePixels;
    }

    /// <summary>Waits until the image may be decoded; disposing lets the next one in.</summary>
    public static IDisposable? Enter(bool large, CancellationToken token)
    {
        if (!large)
            return null;
        Turn.Wait(token);
        return new Release();
    }

    private static bool IsDecodedWhole(Image header)
    {
        var loader = header.Contains("vips-loader") ? (string)header.Get("vips-loader") : "";
        var linewise = loader.StartsWith("jpeg", StringComparison.Ordinal) || loader.StartsWith("png", StringComparison.Ordinal)
            || loader.StartsWith("tiff", StringComparison.Ordinal);
        return !linewise || header.Contains("interlaced");
    }

    private sealed class Release : IDisposable
    {
        public void Dispose() => Turn.Release();
    }
}
