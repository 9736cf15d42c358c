namespace ImaLink;

/// <summary>What an image is in its photo; the one that stands for the photo has no role.</summary>
public static class PhotoRole
{
    /// <summary>A camera's RAW.</summary>
    public const string Raw = "raw";

    /// <summary>An edited version.</summary>
    public const string Edited = "edited";

    /// <summary>The back of a scan.</summary>
    public const string Back = "back";

    /// <summary>An improved version: of a scan, HDR.</summary>
    public const string Enhanced = "enhanced";

    /// <summary>The film of a live photo.</summary>
    public const string LiveVideo = "live-video";

    /// <summary>A picture of a burst.</summary>
    public const string Burst = "burst";
}
