namespace ImaLink;

/// <summary>The values of <see cref="Album.Order"/>: how the photos of an album are ordered.</summary>
public static class AlbumOrder
{
    /// <summary>As they were put in, or placed since.</summary>
    public const string Position = "Position";

    /// <summary>By the time when they were taken.</summary>
    public const string TakenAt = "TakenAt";
}
