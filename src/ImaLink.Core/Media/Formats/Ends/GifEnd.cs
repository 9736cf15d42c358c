using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>GIF: pictures and extensions in small blocks, up to a byte that says that there are no more.</summary>
internal static class GifEnd
{
    public static void Read(FileBytes file, FileReach reach)
    {
        Span<byte> bytes = stackalloc byte[GifBlock.HeaderLength];
        if (!file.TryRead(0, bytes))
        {
            reach.Lacks("its header is missing");
            return;
        }

        var left = int.MaxValue;
        for (var position = GifBlock.First(bytes); GifBlock.Read(file, position) is { } block;)
        {
            if (block.Kind == GifBlock.Trailer)
            {
                reach.Ends();
                return;
            }

            position = block.Start;
            if (!GifBlock.SkipData(file, ref position, ref left))
                break;
        }

        // Padding, or damage; in the middle it is none at the end.
        if (file.TryRead(file.Length - 1, bytes[..1]) && bytes[0] == GifBlock.Trailer)
            reach.Ends();
        else
            reach.Lacks("its last byte, which ends it, is missing" + ZeroTail.Words(file));
    }
}
