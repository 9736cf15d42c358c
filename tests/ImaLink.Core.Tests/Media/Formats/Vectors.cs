using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ImaLink.Tests.Media.Formats;

/// <summary>Files of a few bytes, made to hold one rule each.</summary>
internal static class Vectors
{
    public static readonly byte[] Soi = [0xFF, 0xD8];
    public static readonly byte[] Eoi = [0xFF, 0xD9];
    public static readonly byte[] Sos = [0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00];

    /// <summary>Bytes that stand for a scan: without FF, so that a test decides about every code.</summary>
    public static byte[] Scan(int length, byte seed = 1) =>
        [.. Enumerable.Range(0, length).Select(i => (byte)((i * 7 + seed) % 0xFF))];

    public static byte[] Segment(byte marker, params byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    public static string Sha256(params byte[][] parts) =>
        Convert.ToHexString(SHA256.HashData(Join(parts))).ToLowerInvariant();

    /// <summary>An ordinary JPEG with metadata, and the part of it that is image data.</summary>
    public static byte[] Jpeg(string comment = "", int scanLength = 300) => Join(
        Soi, Segment(0xE0, "JFIF\0"u8.ToArray()), Segment(0xFE, Encoding.ASCII.GetBytes(comment)),
        Segment(0xDB, new byte[65]),
        Sos, Scan(scanLength), [0xFF, 0x00], Scan(20), [0xFF, 0xD0], Scan(20), Eoi);

    public static byte[] JpegImageData(int scanLength = 300) => Join(
        Sos, Scan(scanLength), [0xFF, 0x00], Scan(20), [0xFF, 0xD0], Scan(20));

    public static byte[] Chunk(string name, params byte[] content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(name).CopyTo(chunk, 4);
        content.CopyTo(chunk, 8);
        return chunk;
    }

    public static byte[] Png(params byte[][] chunks) => Join(
        [[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], Chunk("IHDR", new byte[13]), .. chunks,
            Chunk("IEND")]);

    public static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Big(params int[] numbers) => Numbers(numbers, 4, littleEndian: false);

    public static byte[] Little(params int[] numbers) => Numbers(numbers, 4, littleEndian: true);

    public static byte[] Big16(params int[] numbers) => Numbers(numbers, 2, littleEndian: false);

    public static byte[] Little16(params int[] numbers) => Numbers(numbers, 2, littleEndian: true);

    public static byte[] Box(string name, params byte[][] content)
    {
        var joined = Join(content);
        return Join(Big(8 + joined.Length), Text(name), joined);
    }

    /// <summary>A box with version and flags.</summary>
    public static byte[] FullBox(string name, int version, params byte[][] content) =>
        Box(name, [Big(version << 24), .. content]);

    public static byte[] RiffChunk(string name, params byte[] content) =>
        Join(Text(name), Little(content.Length), content, new byte[content.Length & 1]);

    public static byte[] Riff(string form, params byte[][] chunks)
    {
        var content = Join(chunks);
        return Join(Text("RIFF"), Little(4 + content.Length), Text(form), content);
    }

    private static byte[] Numbers(int[] numbers, int size, bool littleEndian) =>
        [.. numbers.SelectMany(number => TiffTestEntry.Number(number, size, littleEndian))];
}
