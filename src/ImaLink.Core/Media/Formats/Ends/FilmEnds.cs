using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>Films that are no ISO media: what their first bytes announce, or packets of one length.</summary>
internal static class FilmEnds
{
    private const string Announced = "what its first bytes announce";
    private const int MostParts = 1_000_000;

    /// <summary>Matroska and WebM: elements with lengths; one that was recorded as it came may have none.</summary>
    public static void Matroska(FileBytes file, FileReach reach)
    {
        const uint Segment = 0x18538067;
        var position = 0L;
        for (var parts = 0; parts < MostParts && position < file.Length; parts++)
        {
            if (EbmlElement.Read(file, position) is not { } element)
            {
                reach.Lacks("an element begins at its end");
                return;
            }

            if (element.Length is not { } length)
                return; // to the end of the file, wherever that is
            if (!reach.Claim(element.Start, length, Announced))
                return;
            position = element.End;
            if (element.Id == Segment)
                reach.Ends();
        }
    }

    /// <summary>Windows Media: objects with lengths.</summary>
    public static void Asf(FileBytes file, FileReach reach)
    {
        Span<byte> head = stackalloc byte[24];
        var position = 0L;
        var objects = 0;
        for (; objects < MostParts && file.TryRead(position, head); objects++)
        {
            var length = BinaryPrimitives.ReadInt64LittleEndian(head[16..]);
            if (length < 24 || !reach.Claim(position, length, "an object"))
                return;
            position += length;
        }

        // The second object is the film itself.
        if (objects < 2)
            reach.Lacks("its film is missing");
        else
            reach.Ends();
    }

    /// <summary>MPEG transport streams: packets without an end; half a packet at the end was not all that was written.</summary>
    public static void Packets188(FileBytes file, FileReach reach) => Packets(file, reach, 188);

    /// <inheritdoc cref="Packets188"/>
    public static void Packets192(FileBytes file, FileReach reach) => Packets(file, reach, 192);

    /// <summary>Flash video: tags, each with its length behind it.</summary>
    public static void Flash(FileBytes file, FileReach reach)
    {
        Span<byte> head = stackalloc byte[11];
        var position = 13L;
        for (var tags = 0; tags < MostParts && position < file.Length; tags++)
        {
            if (!reach.Claim(position, 11, "a part of its film") || !file.TryRead(position, head))
                return;
            long length = head[1] << 16 | head[2] << 8 | head[3];
            if (!reach.Claim(position, 11 + length + 4, "a part of its film"))
                return;
            position += 11 + length + 4;
        }
    }

    /// <summary>MPEG: a code that ends the film, which not every writer sets.</summary>
    public static void Mpeg(FileBytes file, FileReach reach)
    {
        Span<byte> tail = stackalloc byte[4];
        if (file.TryRead(file.Length - 4, tail) && tail.StartsWith((ReadOnlySpan<byte>)[0, 0, 1]) && tail[3] is 0xB7 or 0xB9)
            reach.Ends();
    }

    private static void Packets(FileBytes file, FileReach reach, int length)
    {
        if (file.Length % length != 0)
            reach.Suspect("its last packet is not complete");
    }
}
