using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>Tells a stereo picture (MPO) from other JPEG files that hold several images (CIPA DC-007).</summary>
internal static class JpegClassifier
{
    private const byte StartOfScan = 0xDA;
    private const byte Application2 = 0xE2;
    private const int MostSegments = 64;
    private const uint TypeMask = 0x00FFFFFF;
    private const uint MultiFrameDisparity = 0x020002;

    /// <summary>The name of the format.</summary>
    public static string Classify(FileBytes file)
    {
        Span<byte> bytes = stackalloc byte[8];
        var position = 2L;
        for (var i = 0; i < MostSegments && file.TryRead(position, bytes[..4]); i++)
        {
            if (bytes[0] != 0xFF || bytes[1] == StartOfScan)
                break;
            var next = position + 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            if (bytes[1] == Application2 && file.TryRead(position + 4, bytes[..4]) && bytes.StartsWith("MPF\0"u8))
                return IsStereo(file, position + 8) ? "MPO" : "JPEG";
            position = next;
        }

        return "JPEG";
    }

    private static bool IsStereo(FileBytes file, long start)
    {
        if (TiffHeader.Read(file, start) is not { } header || TiffIfd.Open(file, header, start + header.FirstDirectory, start) is not { } directory)
            return false;
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; directory.TryRead(i, out var entry); i++)
        {
            if (entry.Tag == TiffTag.MultiPictureEntries)
                return file.TryRead(entry.Position, bytes)
                    && (header.UInt32(bytes) & TypeMask) == MultiFrameDisparity;
        }

        return false;
    }
}
