namespace ImaLink;

/// <summary>The hothash of one file, and what of the file it covers.</summary>
public sealed record HothashDetail : HothashResult
{
    /// <summary>The MIME type of the content, or "application/octet-stream".</summary>
    public required string MimeType { get; init; }

    /// <summary>Number of byte ranges that were hashed, neighbours joined; 1 for a whole file.</summary>
    public required int RangeCount { get; init; }

    /// <summary>Total length of these ranges in bytes. More than <see cref="HothashResult.Length"/> where they overlap.</summary>
    public required long HashedBytes { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
