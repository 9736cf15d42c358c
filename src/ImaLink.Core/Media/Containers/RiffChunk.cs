using System.Buffers.Binary;

namespace ImaLink.Media.Containers;

/// <summary>A chunk of RIFF (WebP, AVI, WAV).</summary>
/// <param name="Name">The four bytes of its type as a big-endian number.</param>
/// <param name="Start">Where its content begins.</param>
/// <param name="Length">Length of its content, as the chunk says: it may reach beyond the end of the file.</param>
internal readonly record struct RiffChunk(uint Name, long Start, long Length)
{
    /// <summary>Where the first chunk begins inside the one around everything.</summary>
    public const long First = 12;

    /// <summary>Length with the byte that pads a chunk of odd length.</summary>
    public long PaddedLength => Length + (Length & 1);

    /// <summary>Where the next chunk begins.</summary>
    public long End => Start + PaddedLength;

    /// <summary>Reads the chunk at a position; null where there is none.</summary>
    public static RiffChunk? Read<TSource>(TSource file, long position)
        where TSource : IByteSource
    {
        Span<byte> head = stackalloc byte[8];
        return file.TryRead(position, head)
            ? new RiffChunk(Box.Named(head), position + 8, BinaryPrimitives.ReadUInt32LittleEndian(head[4..]))
            : null;
    }

    /// <summary>True for the chunk of a name.</summary>
    public bool Is(ReadOnlySpan<byte> name) => Name == Box.Named(name);
}
