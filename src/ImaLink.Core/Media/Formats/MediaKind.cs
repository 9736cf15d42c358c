namespace ImaLink.Media.Formats;

/// <summary>What a file is to a photo archive.</summary>
public enum MediaKind
{
    /// <summary>Nothing that a photo archive keeps.</summary>
    Other,

    /// <summary>A photo that was developed (JPEG, PNG, HEIC, …).</summary>
    Photo,

    /// <summary>A camera's raw image.</summary>
    Raw,

    /// <summary>A video.</summary>
    Video,
}
