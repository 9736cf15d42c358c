namespace ImaLink.SamplePhotos;

/// <summary>A baseline JPEG of 16 by 16 grey pixels whose four blocks carry a number: made without any library.</summary>
public static class TinyJpeg
{
    // One symbol of each kind: a difference of eight bits (code 0), and "end of block" (code 0).
    private static readonly byte[] Head =
    [
        0xFF, 0xD8,
        0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)2, 64),
        0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0,
        0xFF, 0xC4, 0, 20, 0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8,
        0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0,
    ];

    public static byte[] Encode(uint number)
    {
        // Four blocks of ten bits: code 0, eight bits of difference, end of block. Up and down in turn keeps the sum
        // in range; a negative difference is written inverted.
        ulong bits = 0;
        for (int block = 0; block < 4; block++)
        {
            uint value = 128 + (number >> (7 * block) & 0x7F);
            bits = bits << 10 | (block % 2 == 0 ? value : ~value & 0xFF) << 1;
        }
        List<byte> jpeg = [.. Head];
        for (int shift = 32; shift >= 0; shift -= 8)
        {
            byte next = (byte)(bits >> shift);
            jpeg.Add(next);
            if (next == 0xFF)
                jpeg.Add(0);
        }
        return [.. jpeg, 0xFF, 0xD9];
    }
}
