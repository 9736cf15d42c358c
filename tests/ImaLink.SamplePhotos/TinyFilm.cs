using System.Buffers.Binary;

namespace ImaLink.SamplePhotos;

/// <summary>An MP4 without a track whose header tells when it was made, which is UTC, and whose data carry a number.</summary>
public static class TinyFilm
{
    private static readonly DateTime Epoch = new(1904, 1, 1);

    /// <summary>The film with this number.</summary>
    public static byte[] Encode(uint number, DateTime utc)
    {
        uint seconds = (uint)(utc - Epoch).TotalSeconds;
        return
        [
            .. Box("ftyp", [.. "isom"u8, .. Big(0), .. "isom"u8]),
            .. Box("moov", Box("mvhd", [.. Big(0, seconds, seconds, 1000, 1000, 0x10000), .. new byte[76]])),
            .. Box("mdat", Big(number)),
        ];
    }

    private static byte[] Box(string type, byte[] content) => [.. Big((uint)content.Length + 8), .. System.Text.Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Big(params uint[] numbers)
    {
        byte[] bytes = new byte[4 * numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), numbers[i]);
        return bytes;
    }
}
