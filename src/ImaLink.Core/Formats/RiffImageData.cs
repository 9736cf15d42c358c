using System.Buffers.Binary;

namespace ImaLink.Formats;

/// <summary>
/// RIFF: the picture chunks of WebP, everything in 'movi' of AVI, the samples of WAV, with the byte that pads a
/// chunk of odd length (HOTHASH 6).
/// </summary>
internal static class RiffImageData
{
    public static void Read(FileBytes file, ImageData data)
    {
        Span<byte> head = stackalloc byte[8];
        var position = 12L;
        while (file.TryRead(position, head))
        {
            var name = head[..4];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            position += head.Length;
            if (length == 0 && name.SequenceEqual("\0\0\0\0"u8))
                return;
            if (name.SequenceEqual("RIFF"u8))
            {
                // Large AVI files go on in further RIFF chunks; what is in there counts as if it stood here.
                position += 4;
                continue;
            }

            var padded = length + (long)(length & 1);
            if (IsWebPPicture(name))
            {
                // Half a picture is none; only the padding may be missing.
                if (position + length > file.Length)
                    return;
                data.Add(position, padded);
            }
            else if (name.SequenceEqual("data"u8))
            {
                data.Add(position, padded);
            }
            else if (name.SequenceEqual("LIST"u8) && length >= 4)
            {
                if (file.TryRead(position, head[..4]) && head[..4].SequenceEqual("movi"u8))
                    data.Add(position + 4, padded - 4);
            }

            position += padded;
        }
    }

    private static bool IsWebPPicture(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("VP8 "u8) || name.SequenceEqual("VP8L"u8) || name.SequenceEqual("ALPH"u8)
        || name.SequenceEqual("ANIM"u8) || name.SequenceEqual("ANMF"u8);
}
