using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>WebP, AVI, WAV: a chunk around everything; a large AVI is several of them.</summary>
internal static class RiffEnd
{
    private const int MostParts = 10_000;

    public static void Read(FileBytes file, FileReach reach)
    {
        Span<byte> head = stackalloc byte[8];
        var position = 0L;
        for (var parts = 0; parts < MostParts && file.TryRead(position, head) && (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8)); parts++)
        {
            long length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (length is 0 or uint.MaxValue)
            {
                // Written when a recording ends; a RF64 says it elsewhere.
                if (head.StartsWith("RIFF"u8))
                    reach.Suspect("its length was never written, as where a recording breaks off");
                return;
            }

            if (!reach.Claim(position, length + 8, parts == 0 ? "what its first bytes announce" : "its last part"))
                return;
            position += 8 + length + (length & 1);
        }

        reach.Ends();
    }
}
