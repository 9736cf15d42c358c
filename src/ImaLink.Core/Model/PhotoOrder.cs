namespace ImaLink;

/// <summary>By what photos are ordered.</summary>
public static class PhotoOrder
{
    /// <summary>As they became known.</summary>
    public const string Added = "Added";

    /// <summary>By when they were taken; those of which that is not known last.</summary>
    public const string TakenAt = "TakenAt";

    /// <summary>By rating, then by when they were taken; those that nobody rated last.</summary>
    public const string Rating = "Rating";

    /// <summary>By title; those without last.</summary>
    public const string Title = "Title";

    /// <summary>By the name of the camera.</summary>
    public const string Camera = "Camera";

    /// <summary>By storage and path of the file that is shown.</summary>
    public const string Path = "Path";

    /// <summary>As an album has them.</summary>
    public const string Album = "Album";
}
