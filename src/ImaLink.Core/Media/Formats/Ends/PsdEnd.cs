using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>
/// Photoshop's PSD and PSB: three sections with lengths, then the pixels as they are or with the length of every line before
/// them. Where they are compressed otherwise nothing tells how many there are.
/// </summary>
internal static class PsdEnd
{
    private const int HeaderLength = 26;
    private const int MostLines = 56 * 300_000;

    public static void Read(FileBytes file, FileReach reach)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (!file.TryRead(0, header))
        {
            reach.Lacks("its header is missing");
            return;
        }

        var isLarge = header[5] == 2;
        var (channels, height) = (BinaryPrimitives.ReadUInt16BigEndian(header[12..]), BinaryPrimitives.ReadUInt32BigEndian(header[14..]));
        var (width, depth) = (BinaryPrimitives.ReadUInt32BigEndian(header[18..]), BinaryPrimitives.ReadUInt16BigEndian(header[22..]));
        long position = HeaderLength;
        Span<byte> field = stackalloc byte[8];
        for (var section = 0; section < 3; section++)
        {
            var size = section == 2 && isLarge ? 8 : 4;
            if (!reach.Claim(position, size, "a section") || !file.TryRead(position, field[..size]))
                return;
            var length = size == 8 ? BinaryPrimitives.ReadInt64BigEndian(field) : BinaryPrimitives.ReadUInt32BigEndian(field);
            if (!reach.Claim(position + size, length, "a section"))
                return;
            position += size + length;
        }

        if (!reach.Claim(position, 2, "its picture") || !file.TryRead(position, field[..2]))
            return;
        var lines = (long)channels * height;
        switch (BinaryPrimitives.ReadUInt16BigEndian(field))
        {
            case 0 when lines <= MostLines:
                reach.Claim(position + 2, lines * (((long)width * depth + 7) / 8), "its picture");
                reach.Ends();
                break;
            case 1 when lines <= MostLines:
                ClaimLines(file, reach, position + 2, lines, isLarge ? 4 : 2);
                reach.Ends();
                break;
        }
    }

    private static void ClaimLines(FileBytes file, FileReach reach, long position, long lines, int size)
    {
        if (!reach.Claim(position, lines * size, "its picture"))
            return;
        Span<byte> field = stackalloc byte[4];
        var sum = 0L;
        for (var i = 0L; i < lines && file.TryRead(position + i * size, field[..size]); i++)
            sum += size == 4 ? BinaryPrimitives.ReadUInt32BigEndian(field) : BinaryPrimitives.ReadUInt16BigEndian(field);
        reach.Claim(position + lines * size, sum, "its picture");
    }
}
