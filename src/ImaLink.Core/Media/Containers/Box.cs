using System.Buffers.Binary;
using System.Text;

namespace ImaLink.Media.Containers;

/// <summary>A box of the ISO base media and JPEG 2000 families (ISO/IEC 14496-12, 4.2).</summary>
/// <param name="Name">The four bytes of its type as a big-endian number (<see cref="Named"/>).</param>
/// <param name="Start">Where its content begins.</param>
/// <param name="End">Where its content ends, as the box says: that may be beyond the end of the file.</param>
/// <param name="IsOpen">True if it says that it goes on to the end of the file.</param>
internal readonly record struct Box(uint Name, long Start, long End, bool IsOpen)
{
    /// <summary>Reads the box at a position inside a parent that ends at a limit; null where there is none.</summary>
    public static Box? Read<TSource>(TSource file, long position, long limit)
        where TSource : IByteSource
    {
        Span<byte> bytes = stackalloc byte[16];
        if (position + 8 > limit || !file.TryRead(position, bytes[..8]))
            return null;
        var size = (long)BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var name = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        var header = 8;
        if (size == 0)
            return new Box(name, position + header, limit, IsOpen: true);
        if (size == 1)
        {
            header = 16;
            if (!file.TryRead(position + 8, bytes[8..]))
                return null;
            size = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        }

        return size < header || size > long.MaxValue - position ? null
            : new Box(name, position + header, position + size, IsOpen: false);
    }

    /// <summary>All boxes that lie below a parent on a path of names.</summary>
    public static IEnumerable<Box> Below(IByteSource file, Box parent, params string[] path)
    {
        var wanted = Named(Encoding.ASCII.GetBytes(path[0]));
        for (var position = parent.Start; Read(file, position, parent.End) is { IsOpen: false } box;)
        {
            if (box.End > parent.End)
                yield break;
            if (box.Name == wanted)
            {
                foreach (var found in path.Length == 1 ? [box] : Below(file, box, path[1..]))
                    yield return found;
            }

            position = box.End;
        }
    }

    /// <summary>The number by which a box of a name is known.</summary>
    public static uint Named(ReadOnlySpan<byte> name) => BinaryPrimitives.ReadUInt32BigEndian(name);

    /// <summary>True for the box of a name.</summary>
    public bool Is(ReadOnlySpan<byte> name) => Name == Named(name);
}
