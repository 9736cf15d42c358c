namespace ImaLink.Media.Metadata;

/// <summary>Formats before EXIF tell by an angle how a picture has to be turned.</summary>
internal static class Rotation
{
    /// <summary>The orientation of EXIF for degrees clockwise; null where nothing has to be turned.</summary>
    public static int? ToOrientation(long degrees) => degrees switch
    {
        90 or -270 => 6,
        180 or -180 => 3,
        270 or -90 => 8,
        _ => null,
    };
}
