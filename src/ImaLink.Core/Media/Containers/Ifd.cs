namespace ImaLink.Media.Containers;

/// <summary>What a directory of a TIFF structure is for.</summary>
internal enum IfdKind
{
    /// <summary>The first one (IFD0).</summary>
    Main,

    /// <summary>One that follows in the chain: a thumbnail (IFD1) or a further page.</summary>
    Next,

    /// <summary>One that a SubIFDs entry points to: RAW image, previews.</summary>
    Sub,

    /// <summary>The EXIF directory.</summary>
    Exif,

    /// <summary>The GPS directory.</summary>
    Gps,

    /// <summary>A maker's own directory.</summary>
    Maker,
}

/// <summary>One directory of a TIFF structure.</summary>
internal sealed class Ifd(IfdKind kind)
{
    public IfdKind Kind { get; } = kind;

    public List<TiffEntry> Entries { get; } = [];

    public TiffEntry? Find(ushort tag)
    {
        foreach (var entry in Entries)
        {
            if (entry.Tag == tag)
                return entry;
        }

        return null;
    }
}
