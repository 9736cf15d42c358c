using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of Fujifilm's RAF: those of the JPEG that its header names.</summary>
internal static class RafFacts
{
    private const int JpegPlace = 84;

    public static ImageFacts Read(ByteRange data, List<string> warnings) =>
        FindJpeg(data) is { } jpeg ? JpegFacts.Read(jpeg, warnings) : new();

    /// <summary>The JPEG of the whole picture; null if there is none.</summary>
    public static ByteRange? FindJpeg(ByteRange data)
    {
        Span<byte> start = stackalloc byte[2];
        if (!data.TryReadUInt32BigEndian(JpegPlace, out var position)
            || !data.TryReadUInt32BigEndian(JpegPlace + 4, out var length))
        {
            return null;
        }

        var jpeg = data.Slice(position, length);
        return jpeg.TryRead(0, start) && start is [0xFF, 0xD8] ? jpeg : null;
    }
}
