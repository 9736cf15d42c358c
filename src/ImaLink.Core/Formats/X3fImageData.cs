using System.Buffers.Binary;

namespace ImaLink.Formats;

/// <summary>
/// Sigma X3F: the image sections that the directory at the end names, without previews (HOTHASH 3.4).
/// </summary>
internal static class X3fImageData
{
    private const int EntrySize = 12;
    private const int SectionHeader = 28;
    private const int MostSections = 1024;
    private const byte Preview = 2;

    public static void Read(FileBytes file, ImageData data)
    {
        Span<byte> bytes = stackalloc byte[EntrySize];
        if (!file.TryRead(file.Length - 4, bytes[..4]))
            return;
        var directory = (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (!file.TryRead(directory, bytes) || !bytes.StartsWith("SECd"u8))
            return;
        var count = Math.Min(MostSections, BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
        for (var i = 0; i < count && file.TryRead(directory + EntrySize + i * EntrySize, bytes); i++)
        {
            var section = (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (!bytes[8..].SequenceEqual("IMAG"u8) && !bytes[8..].SequenceEqual("IMA2"u8))
                continue;
            if (file.TryRead(section + 8, bytes[..1]) && bytes[0] != Preview)
                data.Add(section + SectionHeader, (long)length - SectionHeader);
        }
    }
}
