namespace ImaLink;

/// <summary>The hothash of one file.</summary>
public record HothashResult
{
    /// <summary>Full path of the file.</summary>
    public required string FullName { get; init; }

    /// <summary>Lower-case hex SHA-256 over the image data, or over the whole file (<see cref="Scheme"/>).</summary>
    public required string Hothash { get; init; }

    /// <summary>"image-data" or "whole-file".</summary>
    public required string Scheme { get; init; }

    /// <summary>ExifTool's FileType of the content, or "" where it is of no known format.</summary>
    public required string Format { get; init; }

    /// <summary>Length of the file in bytes.</summary>
    public required long Length { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
