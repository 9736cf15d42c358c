using System.Buffers.Binary;

namespace ImaLink.Metadata;

/// <summary>
/// Reads what a file says of its picture. JPEG, PNG, TIFF and the RAW formats built on TIFF are read by bounded
/// readers of our own, which touch a few kilobytes however large the file is; the rest by MetadataExtractor.
/// Values agree with ExifTool's.
/// </summary>
public static class FactReader
{
    /// <summary>Reads the facts of one file.</summary>
    /// <param name="stream">
    /// The file; readable and seekable. Read from its beginning, left at any position, not closed.
    /// </param>
    /// <param name="format">
    /// ExifTool's FileType of the content ("JPEG", "NEF"); "" where it is of no known format.
    /// </param>
    /// <returns>
    /// The facts; what is unknown, damaged or impossible is null, and <see cref="ImageFacts.Warnings"/> says why.
    /// Damage never throws.
    /// </returns>
    /// <exception cref="IOException">The stream itself could not be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The stream itself refused to be read.</exception>
    public static ImageFacts Read(Stream stream, string format)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);

        var warnings = new List<string>();
        ImageFacts facts;
        using (var reader = new ByteReader(stream))
            facts = ReadOwn(new ByteRange(reader), format, warnings) ?? ReadContainer(stream, warnings);
        return warnings.Count == 0 ? facts : facts with { Warnings = [.. warnings.Distinct()] };
    }

    // The structure is told by the first bytes: a dozen RAW formats are TIFF, and a wrong name changes nothing.
    private static ImageFacts? ReadOwn(ByteRange data, string format, List<string> warnings)
    {
        Span<byte> start = stackalloc byte[8];
        if (!data.TryRead(0, start))
            return new();
        if (start is [0xff, 0xd8, ..])
            return JpegFacts.Read(data, warnings);
        if (BinaryPrimitives.ReadUInt64BigEndian(start) == 0x89504e470d0a1a0a)
            return PngFacts.Read(data, warnings);
        return TiffFacts.IsTiff(start) ? TiffFacts.Read(data, format, warnings) : null;
    }

    private static ImageFacts ReadContainer(Stream stream, List<string> warnings)
    {
        stream.Position = 0;
        return ContainerFacts.Read(stream, warnings);
    }
}
