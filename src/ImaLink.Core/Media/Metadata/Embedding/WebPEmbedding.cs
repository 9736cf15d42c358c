using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata.Embedding;

/// <summary>Puts XMP into a WebP (RFC 9649): a chunk at the end, which the one at the beginning tells of.</summary>
internal static class WebPEmbedding
{
    private const int LargestSide = 1 << 24, HeadLength = 8;
    private const byte HasXmp = 0x04, HasExif = 0x08, HasAlpha = 0x10;

    public static FileSplice? Put(ByteRange file, Insertion wanted, FactBlocks beside)
    {
        if (wanted.Said is not { Width: > 0 and <= LargestSide and var width, Height: > 0 and <= LargestSide and var height })
            return null;
        Span<byte> size = stackalloc byte[4];
        if (!file.TryRead(4, size))
            return null;
        long end = Math.Min(file.Length, 8L + BinaryPrimitives.ReadUInt32LittleEndian(size)), at = RiffChunk.First;
        byte[]? former = null, extended = null;
        bool hasAlpha = false, hasExif = wanted.Turn is not null;
        var kept = new List<RiffChunk>();
        for (; at < end && RiffChunk.Read(file, at) is { } chunk; at = chunk.End)
        {
            if (chunk.Start + chunk.Length > file.Length)
                return null;
            ByteRange content = file.Slice(chunk.Start, chunk.Length);
            if (chunk.Is("XMP "u8))
            {
                former ??= content.ToArray(XmpPacket.MaxLength);
                continue;
            }

            if (chunk.Is("VP8X"u8))
            {
                extended ??= content.ToArray((int)Math.Min(content.Length, 10));
                continue;
            }

            if (chunk.Is("EXIF"u8))
                beside.AddExif(content);
            if (wanted.IsBare && !(chunk.Is("ICCP"u8) || chunk.Is("ANIM"u8) || chunk.Is("ANMF"u8) || chunk.Is("ALPH"u8) || chunk.Is("VP8 "u8) || chunk.Is("VP8L"u8)))
                continue;
            hasExif |= chunk.Is("EXIF"u8);
            hasAlpha |= chunk.Is("ALPH"u8) || (chunk.Is("VP8L"u8) && content.ToArray(5) is [_, _, _, _, var flags] && (flags & 0x10) != 0);
            kept.Add(chunk);
        }

        byte[] xmp = wanted.Packet(wanted.IsBare ? null : former);
        if (extended is { Length: < 10 })
            return null;
        extended ??= [(byte)(hasAlpha ? HasAlpha : 0), 0, 0, 0, .. Pixels(width), .. Pixels(height)];
        extended[0] = (byte)((extended[0] & ~(HasXmp | HasExif)) | (xmp.Length > 0 ? HasXmp : 0) | (hasExif ? HasExif : 0));
        byte[] first = Chunk("VP8X"u8, extended), last = [.. wanted.Turn is { } turn ? Chunk("EXIF"u8, turn) : [], .. xmp.Length > 0 ? Chunk("XMP "u8, xmp) : []];
        // A last chunk may lack the byte that pads it.
        BinaryPrimitives.WriteUInt32LittleEndian(size, checked((uint)(4 + first.Length + kept.Sum(chunk => HeadLength + chunk.PaddedLength) + last.Length)));
        var result = new FileSplice(file);
        result.Write("RIFF"u8);
        result.Write(size);
        result.Write("WEBP"u8);
        result.Write(first);
        foreach (RiffChunk chunk in kept)
        {
            result.Copy(chunk.Start - HeadLength, Math.Min(chunk.End, file.Length));
            if (chunk.End > file.Length)
                result.Write([0]);
        }

        result.Write(last);
        if (!wanted.IsBare)
            result.Copy(Math.Min(Math.Max(end, at), file.Length), file.Length);
        return result;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content)
    {
        byte[] chunk = [.. name, 0, 0, 0, 0, .. content, .. (content.Length & 1) != 0 ? (byte[])[0] : []];
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(4), (uint)content.Length);
        return chunk;
    }

    private static byte[] Pixels(int count) => [(byte)(count - 1), (byte)((count - 1) >> 8), (byte)((count - 1) >> 16)];
}
