using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>WebP, AVI, WAV: a chunk around everything; a large AVI is several of them.</summary>
internal static class RiffEnd
{
    private const int MostParts = 10_000;

    public static void Read(FileBytes file, FileReach reach)
    {
        var position = 0L;
        for (var parts = 0; parts < MostParts && RiffChunk.Read(file, position) is { } chunk && (chunk.Is("RIFF"u8) || chunk.Is("RF64"u8)); parts++)
        {
            if (chunk.Length is 0 or uint.MaxValue)
            {
                // Written when a recording ends; a RF64 says it elsewhere.
                if (chunk.Is("RIFF"u8))
                    reach.Suspect("its length was never written, as where a recording breaks off");
                return;
            }

            if (!reach.Claim(position, chunk.Start + chunk.Length - position, parts == 0 ? "what its first bytes announce" : "its last part"))
                return;
            position = chunk.End;
        }

        reach.Ends();
    }
}
