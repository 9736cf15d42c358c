using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace ImaLink.Media.Likeness;

/// <summary>
/// How a picture looks, in 256 bits (docs/likeness.md): those of two pictures that look alike differ in few. The first 64, of its coarsest
/// features, find what may be alike; all of them confirm it.
/// </summary>
internal readonly record struct LikenessHash(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>The recipe; what another one made is made anew.</summary>
    internal const int Version = 1;

    /// <summary>Bytes of one.</summary>
    internal const int Length = 32;

    /// <summary>In so many of all bits two pictures that look alike differ at most.</summary>
    internal const int MaxDifference = 64;

    /// <summary>In how many of the first 64 bits two differ.</summary>
    internal int Distance(LikenessHash other) => BitOperations.PopCount(First ^ other.First);

    /// <summary>Whether all bits say that two pictures look alike.</summary>
    internal bool Confirms(in LikenessHash other) => Difference(other) <= MaxDifference;

    /// <summary>In how many of all bits two differ.</summary>
    internal int Difference(in LikenessHash other) => BitOperations.PopCount(First ^ other.First) + BitOperations.PopCount(Second ^ other.Second)
        + BitOperations.PopCount(Third ^ other.Third) + BitOperations.PopCount(Fourth ^ other.Fourth);

    /// <summary>From the bytes that are kept.</summary>
    internal static LikenessHash Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));

    /// <summary>The bytes that are kept: the first bit is the highest of the first byte.</summary>
    internal byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, First);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), Second);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), Third);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), Fourth);
        return bytes;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First:x16}{Second:x16}{Third:x16}{Fourth:x16}");
}
