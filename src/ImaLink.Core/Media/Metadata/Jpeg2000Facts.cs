using System.IO.Compression;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts of JPEG 2000 (ISO/IEC 15444-1, annex I) and JPEG XL (ISO/IEC 18181-2): size, and the boxes that carry EXIF,
/// XMP and IPTC, compressed or not.
/// </summary>
internal static class Jpeg2000Facts
{
    private const int MaxBoxes = 1 << 14;
    private const int MaxUnpacked = 4 << 20;

    // What unpacking a box costs, however little is in it.
    private const int LeastUnpacked = 64 << 10;

    /// <summary>Whether a file is such a container or a bare codestream.</summary>
    public static bool IsJpeg2000(ReadOnlySpan<byte> start) =>
        start is [0, 0, 0, 12, (byte)'j' or (byte)'J', (byte)'P' or (byte)'X', ..] or [0xFF, 0x4F, 0xFF, 0x51, ..]
            or [0xFF, 0x0A, ..];

    public static ImageFacts Read(ByteRange data, List<string> warnings)
    {
        Span<byte> start = stackalloc byte[2];
        if (data.TryRead(0, start) && start[0] == 0xFF)
            return ToFacts(start[1] == 0x0A ? JpegXlSize.Read(data) : ReadCodestream(data));

        var blocks = new FactBlocks(warnings);
        (int Width, int Height)? size = null;
        var position = 0L;
        var left = MaxUnpacked;
        for (var i = 0; i < MaxBoxes && Box.Read(data, position, data.Length) is { } box; i++)
        {
            size ??= ReadSize(data, box);
            ReadBlock(data, box.Name, box, blocks, ref left, warnings);
            position = box.End;
        }

        if (position < data.Length)
            warnings.Add("The boxes of the file are cut off or damaged.");
        return blocks.Complete(size?.Width, size?.Height);
    }

    private static ImageFacts ToFacts((int Width, int Height)? size) =>
        new() { Width = size?.Width, Height = size?.Height };

    private static (int, int)? ReadSize(ByteRange data, in Box box)
    {
        var content = data.Slice(box.Start, box.End - box.Start);
        if (box.Is("jp2h"u8))
        {
            return Box.Read(data, box.Start, box.End) is { } header && header.Is("ihdr"u8)
                && data.TryReadUInt32BigEndian(header.Start, out var height)
                && data.TryReadUInt32BigEndian(header.Start + 4, out var width) ? Checked(width, height) : null;
        }

        if (box.Is("jxlc"u8))
            return JpegXlSize.Read(content);
        // Parts of a codestream are numbered; the first has the header.
        return box.Is("jxlp"u8) ? JpegXlSize.Read(content.Slice(4, content.Length - 4)) : null;
    }

    /// <summary>The marker SIZ, which has to be the first one.</summary>
    private static (int, int)? ReadCodestream(ByteRange data) =>
        data.TryReadUInt32BigEndian(0, out var start) && start == 0xFF4FFF51
        && data.TryReadUInt32BigEndian(8, out var width) && data.TryReadUInt32BigEndian(12, out var height)
            ? Checked(width, height)
            : null;

    private static (int, int)? Checked(uint width, uint height) =>
        width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue ? ((int)width, (int)height) : null;

    private static void ReadBlock(ByteRange data, uint name, in Box box, FactBlocks blocks, ref int left, List<string> warnings)
    {
        var content = data.Slice(box.Start, box.End - box.Start);
        if (name == Box.Named("Exif"u8))
            blocks.AddExif(HeifFacts.SkipOffset(content));
        else if (name == Box.Named("xml "u8))
            blocks.AddXmp(content);
        else if (name == Box.Named("uuid"u8))
            ReadNamed(data, box, blocks);
        else if (name == Box.Named("brob"u8) && left > 0 && content.TryReadUInt32BigEndian(0, out var packed)
            && (packed == Box.Named("Exif"u8) || packed == Box.Named("xml "u8)))
        {
            var bytes = ByteRange.Of(Unpack(content.Slice(4, content.Length - 4), left, warnings));
            left -= (int)Math.Max(bytes.Length, LeastUnpacked);
            ReadBlock(bytes, packed, new Box(packed, 0, bytes.Length, IsOpen: false), blocks, ref left, warnings);
        }
    }

    private static void ReadNamed(ByteRange data, in Box box, FactBlocks blocks)
    {
        var content = BoxId.Content(data, box);
        if (BoxId.Is(data, box, BoxId.Exif) || BoxId.Is(data, box, BoxId.PhotoshopExif))
            blocks.AddExif(content);
        else if (BoxId.Is(data, box, BoxId.Xmp))
            blocks.AddXmp(content);
        else if (BoxId.Is(data, box, BoxId.Iptc) || BoxId.Is(data, box, BoxId.PhotoshopIptc))
            blocks.AddIptc(content);
        else if (BoxId.Is(data, box, BoxId.Photoshop))
            PhotoshopResources.Read(content, blocks, iptcOnly: true);
    }

    private static byte[] Unpack(ByteRange data, int most, List<string> warnings)
    {
        using var packed = new MemoryStream(data.ToArray(MaxUnpacked), writable: false);
        using var unpacked = new BrotliStream(packed, CompressionMode.Decompress);
        using var result = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int count; result.Length < most && (count = unpacked.Read(buffer)) > 0;)
                result.Write(buffer, 0, count);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            warnings.Add("A compressed box is damaged.");
        }

        return result.ToArray();
    }
}
