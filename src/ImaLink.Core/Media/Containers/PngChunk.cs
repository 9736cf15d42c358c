using System.Buffers.Binary;

namespace ImaLink.Media.Containers;

/// <summary>A chunk of PNG and its kin APNG, MNG and JNG (W3C PNG, third edition).</summary>
/// <param name="Name">The four bytes of its type as a big-endian number.</param>
/// <param name="Start">Where its content begins.</param>
/// <param name="Length">Length of its content, as the chunk says: it may reach beyond the end of the file.</param>
internal readonly record struct PngChunk(uint Name, long Start, long Length)
{
    /// <summary>Where the first chunk begins, behind the signature.</summary>
    public const long First = 8;

    private const int ChecksumLength = 4;

    /// <summary>Where the next chunk begins.</summary>
    public long End => Start + Length + ChecksumLength;

    /// <summary>Reads the chunk at a position; null where there is none.</summary>
    public static PngChunk? Read<TSource>(TSource file, long position)
        where TSource : IByteSource
    {
        Span<byte> head = stackalloc byte[8];
        return file.TryRead(position, head)
            ? new PngChunk(Box.Named(head[4..]), position + 8, BinaryPrimitives.ReadUInt32BigEndian(head))
            : null;
    }

    /// <summary>The name of the chunk that ends a file; an animation of several pictures (MNG) has one of its own.</summary>
    public static uint EndName<TSource>(TSource file)
        where TSource : IByteSource
    {
        Span<byte> first = stackalloc byte[1];
        file.TryRead(0, first);
        return Box.Named(first[0] == 0x8A ? "MEND"u8 : "IEND"u8);
    }

    /// <summary>True for the chunk of a name.</summary>
    public bool Is(ReadOnlySpan<byte> name) => Name == Box.Named(name);

    /// <summary>This chunk without its content, whatever it says of its length.</summary>
    public PngChunk Emptied() => this with { Length = 0 };
}
