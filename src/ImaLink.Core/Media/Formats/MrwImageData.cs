using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>Minolta MRW: everything behind the header, whose segments are stepped through (HOTHASH 3.3).</summary>
internal static class MrwImageData
{
    /// <summary>Far more than the header of any camera has.</summary>
    private const int MostSegments = 1024;

    public static void Read(FileBytes file, ImageData data) => Read(file, data, 0, file.Length);

    /// <summary>Adds the image data of a block inside a file.</summary>
    public static void Read(FileBytes file, ImageData data, long start, long length)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (length < 8 || !file.TryRead(start, bytes) || !bytes.StartsWith("\0MR"u8))
            return;
        var order = new TiffHeader { LittleEndian = bytes[3] == 'I' };
        var end = order.UInt32(bytes[4..]) + 8L;
        var position = 8L;
        for (var segments = 0; position < end; segments++)
        {
            if (segments == MostSegments || position + 8 > length || !file.TryRead(start + position, bytes))
                return;
            position += 8L + order.UInt32(bytes[4..]);
        }

        data.Add(start + position, length - position);
    }
}
