using System.Buffers.Binary;
using ImaLink.Media.Containers;
using ImaLink.Media.Formats;
using MetadataExtractor.Formats.Ico;
using MetadataExtractor.Formats.Netpbm;
using MetadataExtractor.Formats.Pcx;
using Directory = MetadataExtractor.Directory;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Size of formats that are a header and pixels. Where it is more than two numbers at fixed places, MetadataExtractor reads them, each by the
/// reader that it has for the format alone and from the first bytes in memory: none of these looks for nested structures.
/// </summary>
internal static class HeaderFacts
{
    private const int HeadLength = 64 * 1024;

    public static ImageFacts Read(ByteRange data, FactSource source, List<string> warnings)
    {
        if (source == FactSource.BitmapHeader)
            return ReadBitmap(data);
        if (ReadFixed(data, source) is { } size)
            return size;
        using var head = new MemoryStream(data.ToArray(HeadLength), writable: false);
        try
        {
            return source switch
            {
                FactSource.IconHeader => ToFacts(IcoMetadataReader.ReadMetadata(head)),
                FactSource.PcxHeader => ToFacts([PcxMetadataReader.ReadMetadata(head)]),
                FactSource.PortableMapHeader => ToFacts([NetpbmMetadataReader.ReadMetadata(head)]),
                _ => new(),
            };
        }
        catch (Exception e) when (e is IOException or MetadataExtractor.MetadataException or FormatException
            or MetadataExtractor.ImageProcessingException or OverflowException or ArgumentException)
        {
            warnings.Add($"The header could not be read: {e.Message}");
            return new();
        }
    }

    /// <summary>Two numbers at places that never change; null for other formats.</summary>
    private static ImageFacts? ReadFixed(ByteRange data, FactSource source)
    {
        Span<byte> start = stackalloc byte[4];
        data.TryRead(0, start);
        if (source == FactSource.TargaHeader)
            return ReadSides(data, 12, 14, 2, littleEndian: true);
        if (start.SequenceEqual("qoif"u8))
            return ReadSides(data, 4, 8, 4, littleEndian: false);
        if (start.SequenceEqual("gimp"u8))
            return ReadSides(data, 14, 18, 4, littleEndian: false);
        if (start.SequenceEqual("DDS "u8))
            return ReadSides(data, 16, 12, 4, littleEndian: true);
        return start.SequenceEqual("SDPX"u8) || start.SequenceEqual("XPDS"u8)
            ? ReadSides(data, 772, 776, 4, littleEndian: start[0] == 'X') : null;
    }

    private static ImageFacts ReadSides(ByteRange data, int widthPlace, int heightPlace, int size, bool littleEndian)
    {
        var (width, height) = (Side(widthPlace), Side(heightPlace));
        return width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue ? new() { Width = (int)width, Height = (int)height } : new();

        long Side(int place)
        {
            Span<byte> bytes = stackalloc byte[4];
            var order = new TiffHeader { LittleEndian = littleEndian };
            return !data.TryRead(place, bytes[..size]) ? 0 : size == 2 ? order.UInt16(bytes) : order.UInt32(bytes);
        }
    }

    /// <summary>A height below zero says that the rows follow each other from the top down.</summary>
    private static ImageFacts ReadBitmap(ByteRange data)
    {
        const int OldHeader = 12;
        Span<byte> head = stackalloc byte[12];
        if (!data.TryRead(14, head))
            return new();
        var (width, height) = BinaryPrimitives.ReadUInt32LittleEndian(head) == OldHeader
            ? (BinaryPrimitives.ReadUInt16LittleEndian(head[4..]), BinaryPrimitives.ReadUInt16LittleEndian(head[6..]))
            : (BinaryPrimitives.ReadInt32LittleEndian(head[4..]), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(head[8..])));
        return width > 0 && height is > 0 and <= int.MaxValue ? new() { Width = width, Height = (int)height } : new();
    }

    // The directories have no common base, but all name these two alike.
    private static ImageFacts ToFacts(IEnumerable<Directory> directories)
    {
        foreach (var directory in directories)
        {
            var width = Named(directory, "Image Width", "Width");
            var height = Named(directory, "Image Height", "Height");
            if (width > 0 && height > 0)
                return new() { Width = width, Height = height };
        }

        return new();
    }

    private static int? Named(Directory directory, string name, string alternative)
    {
        foreach (var tag in directory.Tags)
        {
            if ((tag.Name == name || tag.Name == alternative)
                && MetadataExtractor.DirectoryExtensions.TryGetInt32(directory, tag.Type, out var value))
            {
                return value;
            }
        }

        return null;
    }
}
