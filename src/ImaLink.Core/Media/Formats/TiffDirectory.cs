using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>Where a directory hangs; the same tag is image data in one place and a preview in another.</summary>
internal enum TiffPlace
{
    /// <summary>In the chain that begins at the header: IFD0, IFD1, …</summary>
    Main,

    /// <summary>In a list of SubIFDs, or in the chain of its first member.</summary>
    Sub,

    /// <summary>The EXIF directory and others that hold no picture of their own.</summary>
    Other,
}

/// <summary>What is known of one TIFF directory once its entries were read.</summary>
/// <param name="place">Where it hangs.</param>
/// <param name="number">0 for IFD0 and the first SubIFD, 1 for IFD1 and the second, and so on.</param>
/// <param name="parent">The directory that points to it, unless it is of the main chain.</param>
internal sealed class TiffDirectory(TiffPlace place, int number, TiffDirectory? parent = null)
{
    /// <summary>
    /// Where a directory names image data: tag of the offsets, tag of the byte counts. The order, that of the
    /// tags' decimal numbers as text, is the reference's and so part of every hothash.
    /// </summary>
    public static readonly (ushort Offsets, ushort ByteCounts)[] ImageTags =
    [
        (TiffTag.StripOffsets, TiffTag.StripByteCounts),
        (TiffTag.TileOffsets, TiffTag.TileByteCounts),
        (TiffTag.JxrImageOffset, TiffTag.JxrImageByteCount),
        (TiffTag.JxrAlphaOffset, TiffTag.JxrAlphaByteCount),
        (TiffTag.JpegOffset, TiffTag.JpegByteCount),
    ];

    /// <summary>Compressions that only a DNG has.</summary>
    public const long LossyDng = 34892;

    /// <inheritdoc cref="LossyDng"/>
    public const long DngJpegXl = 52546;

    private const long JpegCompression = 7;


    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>The entries that name image data; of one that stands twice, the last.</summary>
    public Dictionary<ushort, TiffEntry> Images { get; } = [];

    public long? Compression { get; set; }

    public long? NewSubfileType { get; set; }

    /// <summary>Offset of the next directory of the chain, 0 at its end.</summary>
    public long Next { get; set; }

    /// <summary>Keeps an entry if it is one of those that name image data.</summary>
    public void NoteImage(in TiffEntry entry)
    {
        var tag = entry.Tag;
        if (tag == TiffTag.PanasonicRawOffset || Array.Exists(ImageTags, t => t.Offsets == tag || t.ByteCounts == tag))
            Images[tag] = entry;
    }

    public bool IsMain(int wanted) => place == TiffPlace.Main && number == wanted;

    /// <summary>True for the directories whose chain of further ones is followed.</summary>
    public bool HeadsChain => place != TiffPlace.Other && number == 0;

    public bool IsExif => place == TiffPlace.Other;

    /// <summary>True if a tag of this directory names image data, false if it names a preview (HOTHASH 2.4).</summary>
    /// <param name="tag">A tag of offsets.</param>
    /// <param name="format">The raw format, as far as the walk has found out.</param>
    public bool IsImageData(ushort tag, string format) => tag switch
    {
        TiffTag.StripOffsets when Compression is LossyDng or DngJpegXl => true,
        TiffTag.StripOffsets when format == "CR2" && IsMain(0) => false,
        TiffTag.StripOffsets when format is "DNG" or "TIFF" && Compression == JpegCompression && NewSubfileType != 0 =>
            place == TiffPlace.Sub && number == 2,
        TiffTag.JpegOffset => !IsMain(1)
            && !(IsMain(0) && format is "NRW" or "ARW" or "SR2")
            && !(format == "SRW" && place == TiffPlace.Sub && number == 0 && parent!.IsMain(1)),
        _ => true,
    };
}
