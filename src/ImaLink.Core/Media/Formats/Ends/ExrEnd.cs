using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>
/// OpenEXR: a table behind the header says where each chunk of the picture begins, and each chunk says how long it is. Of
/// pictures of several parts and of deep ones nothing is told.
/// </summary>
internal static class ExrEnd
{
    private const int MostAttributes = 1000;
    private const int MostChunks = 1_000_000;
    private const uint Tiled = 0x200;
    private const uint DeepOrParts = 0x1800;

    public static void Read(FileBytes file, FileReach reach)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (!file.TryRead(0, bytes))
            return;
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if ((flags & DeepOrParts) != 0)
            return;
        var position = ExrAttribute.First;
        for (var i = 0; ; i++)
        {
            if (!file.TryRead(position, bytes[..1]))
            {
                reach.Lacks("its header is cut");
                return;
            }

            if (bytes[0] == 0)
                break;
            if (i == MostAttributes || ExrAttribute.Read(file, position) is not { } attribute)
                return;
            position = attribute.End;
        }

        ClaimChunks(file, reach, position + 1, (flags & Tiled) != 0 ? 16 : 4);
    }

    /// <summary>The table goes on up to where the first chunk begins.</summary>
    private static void ClaimChunks(FileBytes file, FileReach reach, long table, int coordinates)
    {
        Span<byte> bytes = stackalloc byte[8];
        var (first, last) = (long.MaxValue, 0L);
        for (var i = 0; i < MostChunks && table + i * 8L < first; i++)
        {
            if (!reach.Claim(table + i * 8L, 8, "its table") || !file.TryRead(table + i * 8L, bytes))
                return;
            var start = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            if (start <= table)
                return; // never completed, or no table
            (first, last) = (Math.Min(first, start), Math.Max(last, start));
        }

        if (!reach.Claim(last, coordinates + 4, "its picture") || !file.TryRead(last + coordinates, bytes[..4]))
            return;
        reach.Claim(last + coordinates + 4, BinaryPrimitives.ReadUInt32LittleEndian(bytes), "its picture");
        reach.Ends();
    }
}
