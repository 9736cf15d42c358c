namespace ImaLink.Media.Containers;

/// <summary>A picture or an extension of a GIF (GIF89a, appendix A): its data follow in blocks of up to 255 bytes.</summary>
/// <param name="Kind">What it is: <see cref="Picture"/>, <see cref="Extension"/>, or <see cref="Trailer"/>, which ends the file.</param>
/// <param name="Label">What kind of extension it is.</param>
/// <param name="Start">Where its data begin, with the length of their first block.</param>
internal readonly record struct GifBlock(byte Kind, byte Label, long Start)
{
    public const byte Picture = 0x2C;
    public const byte Extension = 0x21;
    public const byte Trailer = 0x3B;

    /// <summary>Length of what a file begins with.</summary>
    public const int HeaderLength = 13;

    private const int PictureLength = 10;

    /// <summary>Where the first of them begins.</summary>
    /// <param name="header">The first <see cref="HeaderLength"/> bytes of the file.</param>
    public static long First(ReadOnlySpan<byte> header) => HeaderLength + ColoursLength(header[10]);

    /// <summary>Reads the one at a position; null where there is none.</summary>
    public static GifBlock? Read<TSource>(TSource file, long position)
        where TSource : IByteSource
    {
        Span<byte> bytes = stackalloc byte[PictureLength];
        if (!file.TryRead(position, bytes[..1]))
            return null;
        return bytes[0] switch
        {
            Trailer => new GifBlock(Trailer, 0, position + 1),
            // A frame, colours, and the size of the codes.
            Picture when file.TryRead(position, bytes) => new GifBlock(Picture, 0, position + PictureLength + ColoursLength(bytes[9]) + 1),
            Extension when file.TryRead(position, bytes[..2]) => new GifBlock(Extension, bytes[1], position + 2),
            _ => null,
        };
    }

    /// <summary>Moves from the beginning of data to behind them; false where they break off, or are more than so many blocks.</summary>
    public static bool SkipData<TSource>(TSource file, ref long position, ref int blocksLeft)
        where TSource : IByteSource
    {
        Span<byte> length = stackalloc byte[1];
        for (; blocksLeft > 0 && file.TryRead(position, length); blocksLeft--)
        {
            position += 1 + length[0];
            if (length[0] == 0)
                return true;
        }

        return false;
    }

    private static long ColoursLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
}
