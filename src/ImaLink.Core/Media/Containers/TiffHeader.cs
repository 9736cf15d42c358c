using System.Buffers.Binary;

namespace ImaLink.Media.Containers;

/// <summary>The first eight bytes of a TIFF file (TIFF 6.0, section 2), and the byte order that they set.</summary>
/// <param name="LittleEndian">Byte order of every number in the file.</param>
/// <param name="Magic">42, or what a maker put there instead.</param>
/// <param name="FirstDirectory">Offset of IFD0 in bytes.</param>
internal readonly record struct TiffHeader(bool LittleEndian, ushort Magic, uint FirstDirectory)
{
    /// <summary>BigTIFF, which has other structures and no rule.</summary>
    public const ushort BigTiff = 0x2B;

    /// <summary>Panasonic and Leica raw.</summary>
    public const ushort Panasonic = 0x55;

    /// <summary>True for BigTIFF, whose directories count and point with eight bytes.</summary>
    public bool IsBig { get; init; }

    /// <summary>True where the types of BigTIFF count; the reader that hothashes are defined by knows none of them (HOTHASH 2).</summary>
    public bool KnowsLongTypes { get; init; }

    /// <summary>Reads a header; null where there is none.</summary>
    public static TiffHeader? Read(IByteSource file, long position = 0)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (!file.TryRead(position, bytes) || bytes[0] != bytes[1] || bytes[0] is not ((byte)'I' or (byte)'M'))
            return null;
        var order = new TiffHeader { LittleEndian = bytes[0] == 'I' };
        var header = order with { Magic = order.UInt16(bytes[2..]), FirstDirectory = order.UInt32(bytes[4..]) };
        return header.FirstDirectory < 8 ? null : header;
    }

    /// <summary>The number in the first two bytes.</summary>
    public ushort UInt16(ReadOnlySpan<byte> bytes) => LittleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    /// <summary>The number in the first four bytes.</summary>
    public uint UInt32(ReadOnlySpan<byte> bytes) => LittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    /// <summary>The number in the first eight bytes.</summary>
    public long Int64(ReadOnlySpan<byte> bytes) => LittleEndian
        ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes);

    /// <summary>What a field of an offset or a count holds: four bytes, or eight.</summary>
    public long Offset(ReadOnlySpan<byte> bytes) => IsBig ? Int64(bytes) : UInt32(bytes);
}
