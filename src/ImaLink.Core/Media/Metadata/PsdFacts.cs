using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of Photoshop's PSD and PSB: size in the header, metadata among the image resources.</summary>
internal static class PsdFacts
{
    private const int HeaderLength = 26;

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (!data.TryRead(0, header))
            return new();
        var blocks = new FactBlocks(warnings);
        if (data.TryReadUInt32BigEndian(HeaderLength, out var colours)
            && data.TryReadUInt32BigEndian(HeaderLength + 4 + colours, out var length))
        {
            PhotoshopResources.Read(data.Slice(HeaderLength + 8 + colours, length), blocks);
        }

        return blocks.Complete(
            BinaryPrimitives.ReadInt32BigEndian(header[18..]), BinaryPrimitives.ReadInt32BigEndian(header[14..]));
    }
}
