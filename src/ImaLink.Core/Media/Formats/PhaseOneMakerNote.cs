using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>The maker note of Phase One and Leaf (IIQ), in which the raw data lies (HOTHASH 2.6).</summary>
internal static class PhaseOneMakerNote
{
    private const int EntrySize = 16;
    private const uint RawData = 0x10F;

    /// <summary>The most entries that its directory has.</summary>
    public const int MostEntries = 300;

    public static void Read(FileBytes file, ImageData data, in TiffEntry note)
    {
        Span<byte> bytes = stackalloc byte[EntrySize];
        if (note.Length < 12 || !file.TryRead(note.Position, bytes[..12]))
            return;
        var little = bytes.StartsWith("IIII"u8) && bytes[5..8].SequenceEqual("waR"u8);
        var big = bytes.StartsWith("MMMMRaw"u8);
        if (!little && !big)
            return;
        var order = new TiffHeader { LittleEndian = little };
        var directory = (long)order.UInt32(bytes[8..]);
        if (directory + 8 > note.Length || !file.TryRead(note.Position + directory, bytes[..4]))
            return;
        var count = order.UInt32(bytes);
        if (count is < 2 or > MostEntries)
            return;
        for (var i = 0; i < count; i++)
        {
            var position = directory + 8 + i * EntrySize;
            if (position + EntrySize > note.Length || !file.TryRead(note.Position + position, bytes))
                return;
            var size = order.UInt32(bytes[8..]);
            var value = size > 4 ? order.UInt32(bytes[12..]) : position + 12;
            if (value + size > note.Length)
                return;
            if (order.UInt32(bytes) == RawData)
                data.Add(note.Position + value, size);
        }
    }
}
