using ImaLink.Media.Containers;
using ImaLink.Media.Formats;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Reads what a file says of its picture, by bounded readers of our own that touch a few kilobytes however large the
/// file is: they walk the container to the EXIF, XMP and IPTC blocks in it. MetadataExtractor reads flat structures in
/// memory only (headers of BMP, ICO, PCX and portable maps), because it descends into nested ones by recursion
/// without a limit; XMP is read by XmpCore behind a bounded look. Values agree with ExifTool's.
/// </summary>
public static class FactReader
{
    /// <summary>
    /// The version of these readers, recorded with what they read. Raise it where a release reads more, or better: Update-ImaFact then
    /// reads the files of every archive once more. 1 is that of 0.2, 2 that of 0.3; what came before recorded none.
    /// </summary>
    public const int Version = 2;

    /// <summary>Reads the facts of one file.</summary>
    /// <param name="stream">
    /// The file; readable and seekable. Read from its beginning, left at any position, not closed.
    /// </param>
    /// <param name="format">
    /// ExifTool's FileType of the content ("JPEG", "NEF"); "" where it is of no known format.
    /// </param>
    /// <param name="name">Name of the file, which is the last place that may tell when it was taken; null where it is none of its own.</param>
    /// <returns>
    /// The facts; what is unknown, damaged or impossible is null, and <see cref="ImageFacts.Warnings"/> says why.
    /// Damage never throws.
    /// </returns>
    /// <exception cref="IOException">The stream itself could not be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The stream itself refused to be read.</exception>
    public static ImageFacts Read(Stream stream, string format, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);

        var warnings = new List<string>();
        using var reader = new ByteReader(stream);
        var facts = Read(new ByteRange(reader), format, warnings);
        if (facts.Dates.Count == 0)
            facts = facts with { TakenAt = NameDate.Parse(name) };
        return warnings.Count == 0 ? facts : facts with { Warnings = [.. warnings.Distinct()] };
    }

    // The structure is told by the first bytes: a dozen RAW formats are TIFF, and a wrong name changes nothing.
    internal static ImageFacts Read(ByteRange data, string format, List<string> warnings)
    {
        var source = FormatTable.Find(format)?.Facts ?? FactSource.Structure;
        Span<byte> start = stackalloc byte[16];
        start = start[..(int)Math.Min(start.Length, data.Length)];
        if (start.Length < 8 || !data.TryRead(0, start))
            return new();
        if (start is [0xff, 0xd8, ..])
            return JpegFacts.Read(data, warnings);
        if (start is [0xff, 0x01, (byte)'E', (byte)'x', (byte)'i', (byte)'v', ..])
            return JpegFacts.ReadExv(data, warnings);
        if (PngFacts.IsPng(start))
            return PngFacts.Read(data, warnings);
        if (start.Length >= 14 && start[6..].StartsWith("HEAPCCDR"u8))
            return CrwFacts.Read(data);
        if (TiffFacts.IsTiff(start))
            return TiffFacts.Read(data, source == FactSource.Panasonic, warnings);
        if (start.StartsWith("FUJIFILM"u8))
            return RafFacts.Read(data, warnings);
        if (start.StartsWith("\0MR"u8))
            return MrwFacts.Read(data, warnings);
        if (start.StartsWith("FOVb"u8))
            return X3fFacts.Read(data, warnings);
        if (start.StartsWith("RIFF"u8) && start.Length >= 12)
        {
            return start[8..12].SequenceEqual("WEBP"u8)
                ? WebPFacts.Read(data, warnings)
                : AviFacts.Read(data, warnings);
        }

        if (Jpeg2000Facts.IsJpeg2000(start))
            return Jpeg2000Facts.Read(data, warnings);
        if (IsoMediaFacts.IsIsoMedia(start))
            return IsoMediaFacts.Read(data, warnings);
        if (start.StartsWith("GIF8"u8))
            return GifFacts.Read(data, warnings);
        if (ExrFacts.IsExr(start))
            return ExrFacts.Read(data, warnings);
        if (RadianceFacts.IsRadiance(start))
            return RadianceFacts.Read(data);
        if (MatroskaFacts.IsEbml(start))
            return MatroskaFacts.Read(data);
        if (TransportFacts.FindStride(data) is { } stride)
            return TransportFacts.Read(data, stride);
        return start.StartsWith("8BPS"u8)
            ? PsdFacts.Read(data, warnings)
            : HeaderFacts.Read(data, source, warnings);
    }
}
