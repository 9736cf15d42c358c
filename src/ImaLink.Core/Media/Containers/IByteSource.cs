namespace ImaLink.Media.Containers;

/// <summary>Bytes at any place, for walks over boxes, chunks and segments that identity, facts and previews share.</summary>
internal interface IByteSource
{
    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Fills <paramref name="destination"/> from a position on; false where the bytes end before.</summary>
    bool TryRead(long position, Span<byte> destination);

    /// <summary>
    /// The bytes from a position on that lie at hand, for a search: at least <paramref name="count"/>, which is small; fewer only where the bytes end.
    /// Valid until the next look.
    /// </summary>
    /// <param name="position">Where to look.</param>
    /// <param name="count">How many bytes are needed.</param>
    /// <param name="useful">How many can be of use.</param>
    ReadOnlySpan<byte> Peek(long position, int count, long useful);
}
