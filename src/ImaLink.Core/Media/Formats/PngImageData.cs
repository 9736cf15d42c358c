using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// PNG, MNG, JNG (W3C PNG, third edition): the data of every IDAT, JDAT and JDAA chunk. Later frames of an
/// animated PNG (fdAT) are not the default image and do not count (HOTHASH 5).
/// </summary>
internal static class PngImageData
{
    public static void Read(FileBytes file, ImageData data)
    {
        Span<byte> head = stackalloc byte[8];
        file.TryRead(0, head);
        var end = head[0] == 0x8A ? "MEND"u8 : "IEND"u8;
        var position = 8L;
        while (file.TryRead(position, head))
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            var name = head[4..];
            if (length > int.MaxValue)
                return;
            if (name.SequenceEqual("IDAT"u8) || name.SequenceEqual("JDAT"u8) || name.SequenceEqual("JDAA"u8))
                data.Add(position + 8, length);

            // The reference takes the end chunk for empty whatever it says, and chunks behind it still count.
            position += 12 + (name.SequenceEqual(end) ? 0 : length);
        }
    }
}
