using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// Sony's private directory in ARW and SR2: it can hold a Minolta raw block, and what follows the declared
/// header in it is hashed as in a file of that kind (HOTHASH 2.7).
/// </summary>
internal static class SonyPrivateData
{
    private const ushort MinoltaBlock = 0x7250;

    /// <summary>Entries that are looked through for it.</summary>
    public const int MostEntries = 512;

    public static void Read(FileBytes file, ImageData data, in TiffHeader header, in TiffEntry pointer)
    {
        Span<byte> bytes = stackalloc byte[TiffEntry.Size];
        if (pointer.Length < 4 || !file.TryRead(pointer.Position, bytes[..4]))
            return;
        var offset = (long)header.UInt32(bytes);
        if (!file.TryRead(offset, bytes[..2]))
            return;
        var count = Math.Min((int)header.UInt16(bytes), MostEntries);
        for (var i = 0; i < count; i++)
        {
            var position = offset + 2 + i * TiffEntry.Size;
            if (!file.TryRead(position, bytes))
                return;
            var entry = TiffEntry.Read(header, bytes, position, origin: 0);
            if (entry.Tag != MinoltaBlock)
                continue;
            if (entry.Position + entry.Length <= file.Length)
                MrwImageData.Read(file, data, entry.Position, entry.Length);
            return;
        }
    }
}
