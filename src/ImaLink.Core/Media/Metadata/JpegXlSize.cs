using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>The size in the header of a JPEG XL codestream (ISO/IEC 18181-1, SizeHeader).</summary>
internal static class JpegXlSize
{
    private static readonly int[] Bits = [9, 13, 18, 30];

    private static readonly (long Over, long Under)[] Ratios =
        [(1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1)];

    public static (int Width, int Height)? Read(ByteRange codestream)
    {
        var bytes = codestream.Slice(0, 14).ToArray(14);
        if (bytes is not [0xFF, 0x0A, _, ..])
            return null;
        var position = 16;
        var isSmall = Take(1) == 1;
        var height = TakeSide();
        var ratio = (int)Take(3);
        var width = ratio == 0 ? TakeSide() : height * Ratios[ratio - 1].Over / Ratios[ratio - 1].Under;
        return position <= bytes.Length * 8 && width <= int.MaxValue ? ((int)width, (int)height) : null;

        long TakeSide() => isSmall ? (Take(5) + 1) * 8 : Take(Bits[Take(2)]) + 1;

        long Take(int count)
        {
            var value = 0L;
            for (var i = 0; i < count; i++, position++)
            {
                if (position < bytes.Length * 8)
                    value |= (long)((bytes[position / 8] >> (position % 8)) & 1) << i;
            }

            return value;
        }
    }
}
