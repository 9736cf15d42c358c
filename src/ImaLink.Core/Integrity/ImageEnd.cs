using System.Buffers.Binary;
using ImaLink.Storage;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Integrity;

/// <summary>
/// Tells whether an image breaks off before its end, where its format says where that is: JPEG has an end marker behind its
/// scans, PNG an IEND chunk, RIFF (WebP, AVI) a length, ISO media (HEIC, AVIF, MP4, CR3) boxes with lengths.
/// </summary>
internal static class ImageEnd
{
    /// <summary>Whether the end is missing; null where the format does not tell.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">ExifTool's FileType, as recognised from the beginning.</param>
    internal static bool? IsMissing(SafeFileHandle file, string format)
    {
        using var stream = new BufferedStream(new UnownedFileStream(file), 1 << 16);
        Span<byte> head = stackalloc byte[12];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            return format.Length == 0 ? null : true;
        if (head[..2].SequenceEqual<byte>([0xFF, 0xD8]))
            return !JpegEnds(stream);
        if (head[..4].SequenceEqual<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']))
            return !PngEnds(stream);
        if (head[..4].SequenceEqual("RIFF"u8))
            return BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L > stream.Length;
        if (head[4..8].SequenceEqual("ftyp"u8))
            return !BoxesEnd(stream);
        return null;
    }

    private static bool JpegEnds(Stream stream)
    {
        stream.Position = 2;
        while (NextMarker(stream) is { } marker)
        {
            if (marker == 0xD9)
                return true;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
                continue;
            int length = stream.ReadByte() << 8 | stream.ReadByte();
            if (length < 2 || stream.Position + length - 2 > stream.Length)
                return false;
            stream.Position += length - 2;
        }

        return false;
    }

    /// <summary>The next marker: right here between segments, behind coded data in a scan, where FF 00 is no marker.</summary>
    private static int? NextMarker(Stream stream)
    {
        for (int last = stream.ReadByte(), next; last >= 0; last = next)
        {
            next = stream.ReadByte();
            if (last == 0xFF && next is not (0 or 0xFF or -1))
                return next;
        }

        return null;
    }

    private static bool PngEnds(Stream stream)
    {
        Span<byte> chunk = stackalloc byte[8];
        for (stream.Position = 8; stream.ReadAtLeast(chunk, 8, throwOnEndOfStream: false) == 8;)
        {
            long end = stream.Position + BinaryPrimitives.ReadUInt32BigEndian(chunk) + 4;
            if (end > stream.Length)
                return false;
            if (chunk[4..].SequenceEqual("IEND"u8))
                return true;
            stream.Position = end;
        }

        return false;
    }

    private static bool BoxesEnd(Stream stream)
    {
        bool hasData = false;
        Span<byte> box = stackalloc byte[16];
        for (long start = 0; start < stream.Length;)
        {
            stream.Position = start;
            int read = stream.ReadAtLeast(box, 16, throwOnEndOfStream: false);
            if (read < 8)
                return false;
            long length = BinaryPrimitives.ReadUInt32BigEndian(box);
            hasData |= box[4..8].SequenceEqual("mdat"u8);
            if (length == 0)
                return hasData; // to the end of the file, wherever that is
            if (length == 1)
                length = read < 16 ? -1 : BinaryPrimitives.ReadInt64BigEndian(box[8..]);
            if (length < 8 || length > stream.Length - start)
                return false;
            start += length;
        }

        return hasData;
    }
}
