using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>GIF: pictures and extensions in small blocks, up to a byte that says that there are no more.</summary>
internal static class GifEnd
{
    private const int HeaderLength = 13;
    private const byte Picture = 0x2C;
    private const byte Extension = 0x21;
    private const byte Trailer = 0x3B;

    public static void Read(FileBytes file, FileReach reach)
    {
        Span<byte> bytes = stackalloc byte[HeaderLength];
        if (!file.TryRead(0, bytes))
        {
            reach.Lacks("its header is missing");
            return;
        }

        var position = HeaderLength + ColoursLength(bytes[10]);
        while (file.TryRead(position, bytes[..1]))
        {
            if (bytes[0] == Trailer)
            {
                reach.Ends();
                return;
            }

            if (bytes[0] == Picture && file.TryRead(position, bytes[..10]))
                position += 11 + ColoursLength(bytes[9]);
            else if (bytes[0] == Extension)
                position += 2;
            else
                break; // padding, or damage
            if (!SkipBlocks(file, ref position))
                break;
        }

        // Damage in the middle is none at the end.
        if (file.TryRead(file.Length - 1, bytes[..1]) && bytes[0] == Trailer)
            reach.Ends();
        else
            reach.Lacks("its last byte, which ends it, is missing" + ZeroTail.Words(file));
    }

    private static bool SkipBlocks(FileBytes file, ref long position)
    {
        Span<byte> length = stackalloc byte[1];
        while (file.TryRead(position, length))
        {
            position += 1 + length[0];
            if (length[0] == 0)
                return true;
        }

        return false;
    }

    private static long ColoursLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
}
