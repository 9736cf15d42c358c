using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// Capture One's EIP: a ZIP archive whose first member is the raw file of a Phase One back as it was, uncompressed. Its
/// image data is that of the member. A member that is compressed, or whose length stands only behind it, is none.
/// </summary>
internal static class EipImageData
{
    private const int LocalHeader = 30;
    private const ushort Stored = 0;

    public static void Read(FileBytes file, ImageData data)
    {
        Span<byte> header = stackalloc byte[LocalHeader];
        if (!file.TryRead(0, header) || BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) != Stored)
            return;
        long length = BinaryPrimitives.ReadUInt32LittleEndian(header[18..]);
        var start = LocalHeader + BinaryPrimitives.ReadUInt16LittleEndian(header[26..])
            + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        file.Narrow(start, length);
        TiffImageData.Read(file, data);
        file.Widen();
    }
}
