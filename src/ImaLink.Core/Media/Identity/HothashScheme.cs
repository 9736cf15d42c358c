namespace ImaLink.Media.Identity;

/// <summary>The two values of <c>hothash_scheme</c>.</summary>
public static class HothashScheme
{
    /// <summary>The hothash covers the image data alone, by the rule of the format.</summary>
    public const string ImageData = "image-data";

    /// <summary>
    /// The format has no rule, or the file holds no image data: the hothash is the SHA-256 of the whole file.
    /// </summary>
    public const string WholeFile = "whole-file";
}
