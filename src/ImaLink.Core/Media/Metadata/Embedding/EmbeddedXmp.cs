using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata.Embedding;

/// <summary>A file with its description inside.</summary>
/// <param name="File">The file.</param>
/// <param name="Beside">What it says of its picture outside of XMP, which stays: cameras' EXIF, texts of PNG.</param>
internal sealed record EmbeddedFile(FileSplice File, ImageFacts Beside);

/// <summary>
/// Puts an XMP packet into a file, where that leaves the picture alone: JPEG, PNG, WebP, TIFF, DNG, HEIC and AVIF. What else the file holds stays, or, of the first three, goes with all other
/// metadata; words in IPTC that are not said any more go always. Whoever uses it proves that the hothash is the same. Damaged files, and those of unusual making, are left as they are.
/// </summary>
internal static class EmbeddedXmp
{
    /// <summary>The formats of TIFF's making into which it is put: of other makers' RAW formats nobody knows what their programs bear.</summary>
    private static readonly string[] Tiffs = ["TIFF", "DNG"];

    /// <summary>The file with the packet.</summary>
    /// <param name="file">The file; it is read again when the result is written.</param>
    /// <param name="format">ExifTool's FileType of its content.</param>
    /// <param name="wanted">What is put into it.</param>
    /// <returns>Null where this cannot be done: a format of another kind, damage, or a packet that is too long.</returns>
    public static EmbeddedFile? Put(ByteRange file, string format, Insertion wanted)
    {
        Span<byte> start = stackalloc byte[12];
        if (!file.TryRead(0, start))
            return null;
        var warnings = new List<string>();
        var beside = new FactBlocks(warnings);
        try
        {
            FileSplice? made = null;
            if (start is [0xFF, 0xD8, ..])
                made = JpegEmbedding.Put(file, wanted, beside);
            else if (start.StartsWith(PngEmbedding.Signature))
                made = PngEmbedding.Put(file, wanted, beside, warnings);
            else if (start.StartsWith("RIFF"u8) && start[8..].SequenceEqual("WEBP"u8))
                made = WebPEmbedding.Put(file, wanted, beside);
            else if (!wanted.IsBare && TiffFacts.IsTiff(start) && Tiffs.Contains(format))
                made = TiffEmbedding.Put(file, wanted, beside, warnings);
            else if (!wanted.IsBare && start[4..].StartsWith("ftyp"u8))
                made = HeifEmbedding.Put(file, wanted, beside);
            return made is null ? null : new(made, beside.Complete());
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            return null; // it ends early, or becomes larger than its format can tell
        }
    }
}
