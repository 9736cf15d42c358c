using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>Tells a stereo picture (MPO) from other JPEG files that hold several images (CIPA DC-007).</summary>
internal static class JpegClassifier
{
    private const int MostSegments = 64;

    /// <summary>The name of the format.</summary>
    public static string Classify(FileBytes file)
    {
        Span<byte> bytes = stackalloc byte[MultiPictureEntry.Header.Length];
        foreach (var (marker, start, _) in JpegSegments.Places(file).Take(MostSegments))
        {
            if (marker == JpegSegments.App2 && file.TryRead(start, bytes) && bytes.SequenceEqual(MultiPictureEntry.Header))
                return MultiPictureEntry.Read(file, start + bytes.Length).FirstOrDefault().Kind == MultiPictureEntry.Disparity ? "MPO" : "JPEG";
        }

        return "JPEG";
    }
}
