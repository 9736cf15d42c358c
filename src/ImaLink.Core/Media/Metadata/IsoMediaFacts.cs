using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts of ISO base media files (ISO/IEC 14496-12): HEIF and AVIF by the items of their 'meta' box, films and CR3 by
/// their 'moov' box, and the XMP packet that all of them may carry in a 'uuid' box.
/// </summary>
internal static class IsoMediaFacts
{
    private const int MaxBoxes = 1 << 16;

    /// <summary>Names of boxes that such a file begins with; before 2003 QuickTime had no 'ftyp'.</summary>
    public static bool IsIsoMedia(ReadOnlySpan<byte> start) =>
        start.Length >= 8 && (IsNamed(start, "ftyp"u8) || IsNamed(start, "moov"u8) || IsNamed(start, "mdat"u8)
            || IsNamed(start, "wide"u8) || IsNamed(start, "free"u8) || IsNamed(start, "skip"u8)
            || IsNamed(start, "pnot"u8) || IsNamed(start, "junk"u8) || IsNamed(start, "udta"u8));

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        var blocks = new FactBlocks(warnings);
        ImageFacts? picture = null;
        MovieFacts? movie = null;
        var position = 0L;
        for (var i = 0; i < MaxBoxes && Box.Read(data, position, data.Length) is { } box; i++)
        {
            if (box.Is("meta"u8))
            {
                picture = HeifFacts.Read(data, box, blocks) ?? picture;
                blocks.AddFacts(SonyFilmFacts.Read(data, box));
            }
            else if (box.Is("moov"u8))
                movie ??= MovieFacts.Read(data, box, blocks);
            else if (box.Is("uuid"u8) && BoxId.Is(data, box, BoxId.Xmp))
                blocks.AddXmp(BoxId.Content(data, box));
            position = box.End;
        }

        if (position < data.Length)
            warnings.Add("The boxes of the file are cut off or damaged.");
        if (movie is { IsCanonRaw: true })
            return blocks.Complete().Or(movie.Facts);
        var facts = blocks.Complete(picture?.Width ?? movie?.Width, picture?.Height ?? movie?.Height).Or(movie?.Facts ?? new());
        if (picture is null)
            return facts;
        // EXIF repeats what properties do, or tells what was done to the picture before: that there is an orientation, not which.
        var isTold = picture.Orientation > 1 || facts.Orientation is not null;
        return facts with { Orientation = isTold ? picture.Orientation : null };
    }

    private static bool IsNamed(ReadOnlySpan<byte> start, ReadOnlySpan<byte> name) => start[4..8].SequenceEqual(name);
}
