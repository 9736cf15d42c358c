using System.Buffers.Binary;

namespace ImaLink.Media.Containers;

/// <summary>A section of Sigma's X3F, as the directory at the end of the file names it.</summary>
/// <param name="Name">The four bytes of its type as a big-endian number.</param>
/// <param name="Start">Where it begins, with its own header.</param>
/// <param name="Length">Its length with that header.</param>
internal readonly record struct X3fSection(uint Name, long Start, long Length)
{
    private const int EntrySize = 12;
    private const int MostSections = 1024;

    /// <summary>All sections of a file.</summary>
    public static IEnumerable<X3fSection> All(IByteSource file)
    {
        var bytes = new byte[EntrySize];
        if (!file.TryRead(file.Length - 4, bytes.AsSpan(0, 4)))
            yield break;
        var directory = (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (!file.TryRead(directory, bytes) || !bytes.AsSpan().StartsWith("SECd"u8))
            yield break;
        var count = Math.Min(MostSections, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)));
        for (var i = 0; i < count && file.TryRead(directory + EntrySize + i * EntrySize, bytes); i++)
        {
            yield return new X3fSection(
                BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)));
        }
    }

    /// <summary>True for the section of a name.</summary>
    public bool Is(ReadOnlySpan<byte> name) => Name == Box.Named(name);
}
