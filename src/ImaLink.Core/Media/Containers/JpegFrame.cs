using System.Buffers.Binary;

namespace ImaLink.Media.Containers;

/// <summary>What the frame header of a JPEG says.</summary>
internal readonly record struct JpegFrame(byte Marker, int Width, int Height)
{
    /// <summary>SOF3 and its kin: a camera's RAW data, which no ordinary decoder reads.</summary>
    public bool IsLossless => Marker is 0xc3 or 0xc7 or 0xcb or 0xcf;

    /// <summary>SOF2 and its kin: the picture in several passes, all of which a decoder holds in memory.</summary>
    public bool IsProgressive => Marker is 0xc2 or 0xc6 or 0xca or 0xce;

    /// <summary>SOF0 to SOF15 without the three codes in between that mean tables.</summary>
    public static bool IsFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    /// <summary>The first frame of a JPEG; null where there is none or it is no JPEG.</summary>
    public static JpegFrame? Read(ByteRange data)
    {
        Span<byte> start = stackalloc byte[2];
        if (!data.TryRead(0, start) || start is not [0xff, 0xd8])
            return null;
        foreach (var segment in JpegSegments.Walk(data))
        {
            if (IsFrame(segment.Marker))
                return Read(segment);
        }

        return null;
    }

    public static JpegFrame? Read(JpegSegment segment)
    {
        Span<byte> size = stackalloc byte[4];
        return segment.Content.TryRead(1, size)
            ? new(
                segment.Marker,
                BinaryPrimitives.ReadUInt16BigEndian(size[2..]),
                BinaryPrimitives.ReadUInt16BigEndian(size))
            : null;
    }
}
