using System.Buffers.Binary;
using ImaLink.Media.Containers;
using ImaLink.Media.Formats;
using MetadataExtractor.Formats.Ico;
using MetadataExtractor.Formats.Netpbm;
using MetadataExtractor.Formats.Pcx;
using Directory = MetadataExtractor.Directory;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Size of formats that are a header and pixels. MetadataExtractor reads them but bitmaps, each by the reader that it has for the
/// format alone and from the first bytes in memory: none of these looks for nested structures.
/// </summary>
internal static class HeaderFacts
{
    private const int HeadLength = 64 * 1024;

    public static ImageFacts Read(ByteRange data, FactSource source, List<string> warnings)
    {
        if (source == FactSource.BitmapHeader)
            return ReadBitmap(data);
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
