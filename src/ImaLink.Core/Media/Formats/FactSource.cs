namespace ImaLink.Media.Formats;

/// <summary>Where the facts of a format stand, as far as its first bytes do not tell it: a dozen raw formats are TIFF structures, and read as such.</summary>
internal enum FactSource
{
    /// <summary>In a structure that the first bytes tell, if there is one.</summary>
    Structure,

    /// <summary>In a TIFF structure, in which Panasonic has numbers of its own.</summary>
    Panasonic,

    /// <summary>In the header of a bitmap.</summary>
    BitmapHeader,

    /// <summary>In the list that an icon begins with.</summary>
    IconHeader,

    /// <summary>In the header of PC Paintbrush.</summary>
    PcxHeader,

    /// <summary>In the header of a Targa file, which has no signature.</summary>
    TargaHeader,

    /// <summary>In the words that a portable map begins with.</summary>
    PortableMapHeader,
}
