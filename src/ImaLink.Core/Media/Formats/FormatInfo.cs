using ImaLink.Media.Containers;
using ImaLink.Media.Formats.Ends;

namespace ImaLink.Media.Formats;

/// <summary>A file format that ImaLink recognises by content.</summary>
public sealed record FormatInfo
{
    internal FormatInfo(MediaKind kind, string name, string mimeType, string extensions, params string[] signatures)
    {
        Kind = kind;
        Name = name;
        MimeType = mimeType;
        Extensions = extensions.Split(' ');
        Signatures = Array.ConvertAll(signatures, Signature.Parse);
    }

    /// <summary>ExifTool's FileType ("JPEG", "NEF").</summary>
    public string Name { get; }

    /// <summary>The MIME type, as ExifTool gives it.</summary>
    public string MimeType { get; }

    /// <summary>The customary file name extensions, lower case, without the dot; the usual one first.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>What a file of this format is to a photo archive.</summary>
    public MediaKind Kind { get; }

    /// <summary>What the file begins with; empty for formats that a family's own rule tells apart.</summary>
    internal Signature[] Signatures { get; }

    /// <summary>Finds the image data; null where the format has no rule, so that the whole file is the image.</summary>
    internal ImageDataReader? ImageData { get; init; }

    /// <summary>What decodes the picture for a preview.</summary>
    internal PictureDecoder Decoder { get; init; }

    /// <summary>Where the facts stand.</summary>
    internal FactSource Facts { get; init; }

    /// <summary>Finds out whether a file ends where it says that it does; null where the format does not tell.</summary>
    internal FileEndReader? End { get; init; }
}

/// <summary>
/// Walks a file and adds the ranges that are its image data, in the order in which they are hashed.
/// Damaged data ends the walk; it is never an exception.
/// </summary>
internal delegate void ImageDataReader(FileBytes file, ImageData data);
