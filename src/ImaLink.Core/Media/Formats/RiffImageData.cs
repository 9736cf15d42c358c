using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// RIFF: the picture chunks of WebP, everything in 'movi' of AVI, the samples of WAV, with the byte that pads a
/// chunk of odd length (HOTHASH 6).
/// </summary>
internal static class RiffImageData
{
    public static void Read(FileBytes file, ImageData data)
    {
        Span<byte> kind = stackalloc byte[4];
        for (var position = RiffChunk.First; RiffChunk.Read(file, position) is { } chunk; position = chunk.End)
        {
            if (chunk is { Length: 0, Name: 0 })
                return;
            if (chunk.Is("RIFF"u8))
            {
                // Large AVI files go on in further RIFF chunks; what is in there counts as if it stood here.
                chunk = chunk with { Length = 4 };
            }
            else if (IsWebPPicture(chunk))
            {
                // Half a picture is none; only the padding may be missing.
                if (chunk.Start + chunk.Length > file.Length)
                    return;
                data.Add(chunk.Start, chunk.PaddedLength);
            }
            else if (chunk.Is("data"u8))
            {
                data.Add(chunk.Start, chunk.PaddedLength);
            }
            else if (chunk.Is("LIST"u8) && chunk.Length >= 4)
            {
                if (file.TryRead(chunk.Start, kind) && kind.SequenceEqual("movi"u8))
                    data.Add(chunk.Start + 4, chunk.PaddedLength - 4);
            }
        }
    }

    private static bool IsWebPPicture(in RiffChunk chunk) =>
        chunk.Is("VP8 "u8) || chunk.Is("VP8L"u8) || chunk.Is("ALPH"u8) || chunk.Is("ANIM"u8) || chunk.Is("ANMF"u8);
}
