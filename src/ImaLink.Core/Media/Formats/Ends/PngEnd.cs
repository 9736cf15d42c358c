using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>PNG, APNG, JNG, MNG: chunks with lengths, up to IEND or MEND.</summary>
internal static class PngEnd
{
    private const int MostChunks = 1_000_000;

    public static void Read(FileBytes file, FileReach reach)
    {
        Span<byte> head = stackalloc byte[8];
        file.TryRead(0, head);
        var end = head[0] == 0x8A ? "MEND"u8 : "IEND"u8;
        if (file.TryRead(file.Length - 12, head) && head[4..].SequenceEqual(end))
        {
            // Whatever was damaged before, nothing is missing here.
            reach.Ends();
            return;
        }

        var position = 8L;
        for (var chunks = 0; chunks < MostChunks && file.TryRead(position, head) && IsName(head[4..]); chunks++)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (!reach.Claim(position, length + 12, "its chunk", Box.Named(head[4..])))
                return;
            if (head[4..].SequenceEqual(end))
            {
                reach.Ends();
                return;
            }

            position += length + 12;
        }

        reach.Lacks($"its last chunk, {Encoding.ASCII.GetString(end)}, is missing");
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetter((char)letter))
                return false;
        }

        return true;
    }
}
