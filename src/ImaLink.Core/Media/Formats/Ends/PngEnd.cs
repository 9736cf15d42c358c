using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>PNG, APNG, JNG, MNG: chunks with lengths, up to IEND or MEND.</summary>
internal static class PngEnd
{
    private const int MostChunks = 1_000_000;
    private const int EmptyLength = 12;

    public static void Read(FileBytes file, FileReach reach)
    {
        var end = PngChunk.EndName(file);
        if (PngChunk.Read(file, file.Length - EmptyLength) is { } last && last.Name == end)
        {
            // Whatever was damaged before, nothing is missing here.
            reach.Ends();
            return;
        }

        var position = PngChunk.First;
        for (var chunks = 0; chunks < MostChunks && PngChunk.Read(file, position) is { } chunk && IsName(chunk.Name); chunks++)
        {
            if (!reach.Claim(position, chunk.End - position, "its chunk", chunk.Name))
                return;
            if (chunk.Name == end)
            {
                reach.Ends();
                return;
            }

            position = chunk.End;
        }

        reach.Lacks($"its last chunk, {(end == Box.Named("MEND"u8) ? "MEND" : "IEND")}, is missing");
    }

    private static bool IsName(uint name)
    {
        for (var shift = 0; shift < 32; shift += 8)
        {
            if (!char.IsAsciiLetter((char)(name >> shift & 0xFF)))
                return false;
        }

        return true;
    }
}
