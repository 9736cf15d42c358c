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
        Span<byte> bytes = stackalloc byte[4];
        if (pointer.Length < 4 || !file.TryRead(pointer.Position, bytes) || TiffIfd.Open(file, header, header.UInt32(bytes)) is not { } directory)
            return;
        for (var i = 0; i < MostEntries && directory.TryRead(i, out var entry); i++)
        {
            if (entry.Tag != MinoltaBlock)
                continue;
            if (entry.Position + entry.Length <= file.Length)
                MrwImageData.Read(file, data, entry.Position, entry.Length);
            return;
        }
    }
}
