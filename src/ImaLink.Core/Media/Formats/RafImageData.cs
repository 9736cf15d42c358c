using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>
/// Fujifilm RAF: the one or two raw blocks that the header names, or the strips of the TIFF-like directory in such a
/// block. The embedded JPEG does not count (HOTHASH 3.1).
/// </summary>
internal sealed class RafImageData
{
    private const int HeaderLength = 0x88;
    private const int MostDirectories = 64;
    private const ushort SubDirectories = 0xF000;
    private const ushort StripOffsets = 0xF007;
    private const ushort StripByteCounts = 0xF008;

    private readonly FileBytes _file;
    private readonly ImageData _data;
    private readonly TiffHeader _header;
    private readonly long _start;
    private readonly HashSet<long> _visited = [];

    private RafImageData(FileBytes file, ImageData data, TiffHeader header, long start) =>
        (_file, _data, _header, _start) = (file, data, header, start);

    public static void Read(FileBytes file, ImageData data)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (!file.TryRead(0, header[..0x6C]))
            return;
        file.TryRead(0, header);
        var jpeg = BinaryPrimitives.ReadUInt32BigEndian(header[0x54..]);
        var jpegLength = BinaryPrimitives.ReadUInt32BigEndian(header[0x58..]);
        if ((jpeg & 0x8000) != 0 || (long)jpeg + jpegLength > file.Length)
            return;
        foreach (var place in new[] { 0x64, 0x80 })
        {
            // The header of older cameras ends before the second place: there the JPEG begins.
            var start = BinaryPrimitives.ReadUInt32BigEndian(header[place..]);
            if (start == 0 || (jpeg != 0 && place >= jpeg))
                continue;
            if (TiffHeader.Read(file, start) is { } directory)
                new RafImageData(file, data, directory, start).Walk(start + directory.FirstDirectory);
            else
                data.Add(start, BinaryPrimitives.ReadUInt32BigEndian(header[(place + 4)..]));
        }
    }

    private void Walk(long offset)
    {
        if (_visited.Count > MostDirectories || !_visited.Add(offset) || TiffIfd.Open(_file, _header, offset, _start) is not { } directory)
            return;
        TiffEntry offsets = default, counts = default;
        for (var i = 0; i < directory.Count; i++)
        {
            if (directory.End > _file.Length || !directory.TryRead(i, out var entry))
                return;
            if (entry.ElementSize == 0 && i == 0)
                return;
            if (entry.IsElsewhere && entry.Position + entry.Length > _file.Length)
                return;
            if (entry.Tag == StripOffsets)
                offsets = entry;
            else if (entry.Tag == StripByteCounts)
                counts = entry;
            else if (entry.Tag == SubDirectories)
                WalkAll(entry);
        }

        TiffRanges.Add(_file, _data, _header, offsets, counts, _start);
    }

    private void WalkAll(in TiffEntry pointers)
    {
        foreach (var offset in pointers.ReadNumbers(_file, _header, MostDirectories))
            Walk(_start + offset);
    }
}
