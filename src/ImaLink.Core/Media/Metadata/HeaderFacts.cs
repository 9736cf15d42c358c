using ImaLink.Media.Containers;
using ImaLink.Media.Formats;
using MetadataExtractor.Formats.Bmp;
using MetadataExtractor.Formats.Ico;
using MetadataExtractor.Formats.Netpbm;
using MetadataExtractor.Formats.Pcx;
using Directory = MetadataExtractor.Directory;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Size of formats that are a header and pixels. MetadataExtractor reads them, each by the reader that it has for the
/// format alone and from the first bytes in memory: none of these looks for nested structures.
/// </summary>
internal static class HeaderFacts
{
    private const int HeadLength = 64 * 1024;

    public static ImageFacts Read(ByteRange data, FactSource source, List<string> warnings)
    {
        using var head = new MemoryStream(data.ToArray(HeadLength), writable: false);
        try
        {
            return source switch
            {
                FactSource.BitmapHeader => ToFacts(BmpMetadataReader.ReadMetadata(head)),
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
