using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>The raw formats that have structures of their own.</summary>
internal static class RawEnds
{
    private const string Picture = "its picture";

    /// <summary>Fujifilm: the header names where JPEG and raw blocks lie, and how long they are.</summary>
    public static void Raf(FileBytes file, FileReach reach)
    {
        Span<byte> header = stackalloc byte[0x88];
        if (!file.TryRead(0, header[..0x6C]))
        {
            reach.Lacks("its header is missing");
            return;
        }

        file.TryRead(0, header);
        var jpeg = BinaryPrimitives.ReadUInt32BigEndian(header[0x54..]);
        foreach (var place in new[] { 0x54, 0x64, 0x80 })
        {
            // The header of older cameras ends before the second raw block: there the JPEG begins.
            var start = BinaryPrimitives.ReadUInt32BigEndian(header[place..]);
            if (start != 0 && (jpeg == 0 || place < jpeg))
                reach.Claim(start, BinaryPrimitives.ReadUInt32BigEndian(header[(place + 4)..]), Picture);
        }

        reach.EndsWithClaims(file);
    }

    /// <summary>Canon's CRW: its directory stands at the end, and the last four bytes lead to it.</summary>
    public static void Crw(FileBytes file, FileReach reach)
    {
        Span<byte> bytes = stackalloc byte[6];
        if (!file.TryRead(0, bytes))
            return;
        var order = new TiffHeader { LittleEndian = bytes[0] == 'I' };
        long start = order.UInt32(bytes[2..]);
        var directory = file.TryRead(file.Length - 4, bytes[..4]) ? start + order.UInt32(bytes) : 0;
        var count = file.TryRead(directory, bytes[..2]) ? order.UInt16(bytes) : 0;
        if (directory < start || count == 0 || directory + 2 + count * 10L > file.Length - 4 || !CiffRecord.All(file).Any())
        {
            reach.Lacks("its directory is missing");
            return;
        }

        foreach (var record in CiffRecord.All(file))
        {
            if (!record.IsInline)
                reach.Claim(record.Position, record.Length, Picture);
        }

        reach.Ends();
    }

    /// <summary>Minolta's MRW: the pixels of the sensor follow the header, of 12 bits each or of 16.</summary>
    public static void Mrw(FileBytes file, FileReach reach)
    {
        const byte Packed = 0x59;
        const byte Unpacked = 0x52;
        if (MrwSegment.HeaderEnd(file) is not { } end || !reach.Claim(0, end, "its header"))
            return;
        Span<byte> bytes = stackalloc byte[17];
        foreach (var segment in MrwSegment.Walk(file))
        {
            if (!segment.Is("\0PRD"u8) || segment.Length < bytes.Length || !file.TryRead(segment.Start, bytes) || bytes[16] is not (Packed or Unpacked))
                continue;
            reach.Claim(end, (long)segment.Order.UInt16(bytes[8..]) * segment.Order.UInt16(bytes[10..]) * (bytes[16] == Packed ? 12 : 16) / 8, Picture);
            reach.EndsWithClaims(file);
            return;
        }
    }

    /// <summary>Sigma's X3F: its directory stands at the end, and the last four bytes lead to it.</summary>
    public static void X3f(FileBytes file, FileReach reach)
    {
        var any = false;
        foreach (var section in X3fSection.All(file))
        {
            any = true;
            reach.Claim(section.Start, section.Length, "a section");
        }

        if (any)
            reach.Ends();
        else
            reach.Lacks("its directory is missing");
    }

    /// <summary>Capture One's EIP is a ZIP archive: its directory stands at the end.</summary>
    public static void Eip(FileBytes file, FileReach reach)
    {
        const int MostTail = 22 + ushort.MaxValue;
        var start = Math.Max(0, file.Length - MostTail);
        var tail = file.Peek(start, (int)(file.Length - start), MostTail);
        if (tail.LastIndexOf((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 5, 6]) is >= 0 and var found && tail.Length - found >= 22)
            reach.Ends();
        else
            reach.Lacks("the directory of the archive is missing");
    }
}
