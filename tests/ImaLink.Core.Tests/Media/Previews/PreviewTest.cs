using System.Buffers.Binary;
using System.IO.Compression;
using ImaLink.Media.Metadata;
using ImaLink.Media.Previews;
using NetVips;

namespace ImaLink.Tests.Media.Previews;

/// <summary>Pictures made by libvips, and what their previews show.</summary>
public abstract class PreviewTest : TemporaryFolderTest
{
    private protected static byte[]? Render(string path, string format) =>
        PreviewRenderer.Render(path, format, CancellationToken.None);

    private protected static Image Decode(byte[]? preview) => Image.NewFromBuffer(preview!);

    private protected static string FormatOf(string extension) => extension switch
    {
        ".jpg" => "JPEG",
        ".png" => "PNG",
        ".tif" => "TIFF",
        _ => "WEBP",
    };

    private protected static ImageFacts Facts(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return FactReader.Read(stream, "JPEG");
    }

    private protected string Save(Image image, string name)
    {
        var path = Path.Combine(Folder, name);
        using var bytes = image.Format == Enums.BandFormat.Ushort ? image.Copy() : image.Cast(Enums.BandFormat.Uchar);
        bytes.WriteToFile(path);
        return path;
    }

    private protected static void WritePng(string path, int width, int height, byte interlace, int rows)
    {
        using var file = File.Create(path);
        file.Write([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[12]) = (8, interlace);
        WriteChunk(file, "IHDR"u8, header);
        using var data = new MemoryStream();
        using (var packed = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[Math.Min(width, 1 << 20) + 1];
            for (var i = 0; i < rows; i++)
                packed.Write(row);
        }

        WriteChunk(file, "IDAT"u8, data.ToArray());
        WriteChunk(file, "IEND"u8, []);
    }

    private protected static void WriteChunk(FileStream file, ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] body = [.. type, .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    private protected static uint Crc(byte[] bytes)
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
                table[i] = (table[i] & 1) != 0 ? 0xedb88320 ^ (table[i] >> 1) : table[i] >> 1;
        }

        var crc = uint.MaxValue;
        foreach (var b in bytes)
            crc = table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }
}
