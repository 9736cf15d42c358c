using ImageMagick;

namespace ImaLink.Media.Previews;

/// <summary>
/// ImageMagick, set up once for files that nobody vouches for, and loaded only when a picture needs it that libvips
/// cannot decode: nothing else may mention its types outside of this class and <see cref="MagickDecoder"/>.
/// </summary>
internal static class Magick
{
    /// <summary>Longest side in pixels; JPEG 2000 and JPEG XL would allow more than anybody has.</summary>
    private const ulong MaxSide = 65_500;

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>False on systems for which there is no build of it (macOS on Intel).</summary>
    public static bool IsAvailable => Loaded.Value;

    private static bool Load()
    {
        try
        {
            // Not the time limit: it counts from the start of the process, and ends it.
            ResourceLimits.Width = MaxSide;
            ResourceLimits.Height = MaxSide;
            ResourceLimits.Area = DecodeLimit.MaxPixels;
            ResourceLimits.Memory = DecodeLimit.MaxMemory;
            ResourceLimits.MaxMemoryRequest = DecodeLimit.MaxMemory;
            ResourceLimits.Disk = 0;
            ResourceLimits.Thread = 1;
            OpenCL.IsEnabled = false;
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException
            or EntryPointNotFoundException)
        {
            return false;
        }
    }
}
