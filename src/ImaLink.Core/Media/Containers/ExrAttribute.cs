using System.Buffers.Binary;
using System.Text;

namespace ImaLink.Media.Containers;

/// <summary>One of the named values that the header of an OpenEXR file consists of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How its value is stored.</param>
/// <param name="Start">Where its value begins.</param>
/// <param name="Length">Length of its value, as the file says: it may reach beyond the end.</param>
internal readonly record struct ExrAttribute(string Name, string Type, long Start, long Length)
{
    /// <summary>Where the first one begins, behind signature and flags.</summary>
    public const long First = 8;

    private const int MostLetters = 256;

    /// <summary>Where the next one begins, or the zero byte that ends the header.</summary>
    public long End => Start + Length;

    /// <summary>Reads the one at a position; null where there is none.</summary>
    public static ExrAttribute? Read(IByteSource file, long position)
    {
        Span<byte> length = stackalloc byte[4];
        if (Text(file, ref position) is not { Length: > 0 } name || Text(file, ref position) is not { } type || !file.TryRead(position, length))
            return null;
        return new ExrAttribute(name, type, position + length.Length, BinaryPrimitives.ReadUInt32LittleEndian(length));
    }

    private static string? Text(IByteSource file, ref long position)
    {
        Span<byte> bytes = stackalloc byte[MostLetters];
        bytes = bytes[..(int)Math.Clamp(file.Length - position, 0, MostLetters)];
        if (!file.TryRead(position, bytes) || bytes.IndexOf((byte)0) is not (>= 0 and var end))
            return null;
        position += end + 1;
        return Encoding.Latin1.GetString(bytes[..end]);
    }
}
