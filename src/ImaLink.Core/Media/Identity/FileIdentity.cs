using ImaLink.Media.Formats;
using ImaLink.Media.Formats.Ends;

namespace ImaLink.Media.Identity;

/// <summary>What one read of a file tells about what it is (identity, integrity, quick recognition).</summary>
public sealed record FileIdentity
{
    /// <summary>
    /// ExifTool's FileType of the content ("JPEG", "NEF"), or "" where the content is of no known format.
    /// </summary>
    public required string Format { get; init; }

    /// <summary>The MIME type of the format, or "application/octet-stream".</summary>
    public required string MimeType { get; init; }

    /// <summary>What the file is to a photo archive.</summary>
    public required MediaKind Kind { get; init; }

    /// <summary>Length of the file in bytes, as read.</summary>
    public required long Length { get; init; }

    /// <summary>
    /// Lower-case hex SHA-256 over the image data, or over the whole file (<see cref="Scheme"/>); "" when it was not
    /// asked for.
    /// </summary>
    public required string Hothash { get; init; }

    /// <summary>"image-data" or "whole-file" (<see cref="HothashScheme"/>); "" when no hothash was asked for.</summary>
    public required string Scheme { get; init; }

    /// <summary>Number of byte ranges that the hothash covers, after joining neighbours; 1 for a whole file.</summary>
    public required int RangeCount { get; init; }

    /// <summary>Total number of bytes that the hothash covers.</summary>
    public required long HashedBytes { get; init; }

    /// <summary>Whether image data, by what the file says of itself, lies beyond its end; false where the format does not tell.</summary>
    public bool IsCut { get; init; }

    /// <summary>Lower-case hex SHA-256 of all bytes; null when it was not asked for.</summary>
    public string? Sha256 { get; init; }

    /// <summary>
    /// Lower-case hex XXH3-128 over the length and three sampled blocks; null when it was not asked for.
    /// </summary>
    public string? Fingerprint { get; init; }

    /// <summary>What its structure says of its end; nothing when it was not asked for.</summary>
    internal FileEnd End { get; init; }
}
