namespace ImaLink.Media.Containers;

/// <summary>Bytes at any place, for walks over boxes and chunks that identity, facts and previews share.</summary>
internal interface IByteSource
{
    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Fills <paramref name="destination"/> from a position on; false where the bytes end before.</summary>
    bool TryRead(long position, Span<byte> destination);
}
