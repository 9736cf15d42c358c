using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Puts an XMP packet into a file in memory, where that leaves the picture alone: JPEG, PNG and WebP. What else the file holds stays, or goes with all other metadata. Whoever uses it proves
/// that the hothash is the same. Damaged files are left as they are.
/// </summary>
internal static class EmbeddedXmp
{
    private const int LongestSegment = ushort.MaxValue - 2;
    private const byte App0 = 0xE0, App1 = 0xE1, App2 = 0xE2, App14 = 0xEE, App15 = 0xEF, Comment = 0xFE, StartOfScan = 0xDA, EndOfImage = 0xD9;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> PngKeyword => "XML:com.adobe.xmp\0\0\0\0\0"u8;

    // What a picture needs to be shown as it is. All else may tell of whoever made it.
    private static readonly string[] PngShown = ["gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "tRNS", "bKGD", "pHYs", "cICP", "mDCV", "cLLI", "acTL", "fcTL", "fdAT"];

    private static readonly string[] WebPShown = ["VP8X", "ICCP", "ANIM", "ANMF", "ALPH", "VP8 ", "VP8L"];

    /// <summary>The file with the packet.</summary>
    /// <param name="file">The file.</param>
    /// <param name="packet">Makes the packet of the one that is there; null where there is none. An empty one is left out.</param>
    /// <param name="orientation">How the picture is turned: stays where all else goes.</param>
    /// <param name="isBare">Whether all other metadata goes.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <returns>Null where this cannot be done: a format of another kind, damage, or a packet that is too long.</returns>
    public static byte[]? Put(byte[] file, Func<byte[]?, byte[]> packet, int? orientation, bool isBare, int? width, int? height)
    {
        try
        {
            return file switch
            {
                [0xFF, 0xD8, ..] => PutJpeg(file, packet, orientation, isBare),
                _ when file.AsSpan().StartsWith(PngSignature) => PutPng(file, packet, orientation, isBare),
                [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PutWebP(file, packet, orientation, isBare, width, height),
                _ => null,
            };
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            return null; // it ends early
        }
    }

    private static byte[]? PutJpeg(byte[] bytes, Func<byte[]?, byte[]> packet, int? orientation, bool isBare)
    {
        ReadOnlySpan<byte> file = bytes;
        var before = new List<(byte Marker, byte[] Segment)>();
        byte[]? former = null;
        int at = 2;
        while (file[at] == 0xFF && file[at + 1] is not StartOfScan)
        {
            byte marker = file[at + 1];
            if (marker is 0xFF)
            {
                at++; // fill
                continue;
            }

            ReadOnlySpan<byte> segment = file.Slice(at, 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]));
            if (marker == App1 && segment[4..].StartsWith(XmpFacts.JpegHeader))
                former ??= segment[(4 + XmpFacts.JpegHeader.Length)..].ToArray();
            else if (isBare && marker == App0)
                before.AddRange(Jfif(segment));
            else if (!isBare || marker is not (>= App0 and <= App15 or Comment) || marker is App14 || (marker == App2 && segment[4..].StartsWith("ICC_PROFILE\0"u8)))
                before.Add((marker, segment.ToArray()));
            at += segment.Length;
        }

        if (file[at] != 0xFF)
            return null;
        // What stands in further segments would go on telling what is not said any more.
        if (!isBare && former is not null && former.AsSpan().IndexOf("HasExtendedXMP"u8) >= 0)
            return null;
        byte[] xmp = packet(isBare ? null : former);
        if (xmp.Length + XmpFacts.JpegHeader.Length > LongestSegment)
            return null;
        using var result = new MemoryStream(file.Length + xmp.Length);
        result.Write([0xFF, 0xD8]);
        int first = before.FindLastIndex(segment => segment.Marker == App0 || (segment.Marker == App1 && segment.Segment.AsSpan(4).StartsWith("Exif\0"u8))) + 1;
        before.Take(first).ToList().ForEach(segment => result.Write(segment.Segment));
        if (isBare && orientation is > 1 and <= 8)
            Segment(result, [.. "Exif\0\0"u8, .. Exif(orientation.Value)]);
        if (xmp.Length > 0)
            Segment(result, [.. XmpFacts.JpegHeader, .. xmp]);
        before.Skip(first).ToList().ForEach(segment => result.Write(segment.Segment));
        if (isBare)
            Scans(result, bytes, at);
        else
            result.Write(file[at..]);
        return result.ToArray();
    }

    /// <summary>JFIF's own segment without its thumbnail; others in its place are other programs' and cameras'.</summary>
    private static IEnumerable<(byte Marker, byte[] Segment)> Jfif(ReadOnlySpan<byte> segment)
    {
        const int length = 18;
        if (!segment[4..].StartsWith("JFIF\0"u8) || segment.Length < length)
            return [];
        byte[] bare = segment[..length].ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(bare.AsSpan(2), length - 2);
        bare[length - 2] = bare[length - 1] = 0; // width and height of the thumbnail
        return [(App0, bare)];
    }

    private static void Segment(MemoryStream jpeg, byte[] content)
    {
        Span<byte> head = [0xFF, App1, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(content.Length + 2));
        jpeg.Write(head);
        jpeg.Write(content);
    }

    /// <summary>Writes the picture's scans, up to its end, without what is noted between them: other pictures and films behind it have metadata of their own.</summary>
    private static void Scans(MemoryStream result, byte[] file, int scan)
    {
        long at = scan;
        int written = scan;
        ByteRange source = ByteRange.Of(file);
        while (JpegCodes.TryNextMarker(source, ref at, out byte marker))
        {
            if (marker == EndOfImage)
            {
                result.Write(file.AsSpan(written..(int)at));
                return;
            }

            if (JpegCodes.StandsAlone(marker))
                continue;
            int start = (int)at - 2;
            if (!JpegCodes.SkipSegment(source, marker, ref at))
                break;
            if (marker is >= App0 and <= App15 or Comment)
            {
                result.Write(file.AsSpan(written..start));
                written = (int)at;
            }
        }

        result.Write(file.AsSpan(written));
    }

    private static byte[]? PutPng(byte[] bytes, Func<byte[]?, byte[]> packet, int? orientation, bool isBare)
    {
        ReadOnlySpan<byte> file = bytes;
        var chunks = new List<(string Name, int Start, int Length)>();
        byte[]? former = null;
        int at = (int)PngChunk.First;
        ByteRange source = ByteRange.Of(bytes);
        while (PngChunk.Read(source, at) is { } chunk && chunk.End <= file.Length)
        {
            string name = Encoding.Latin1.GetString(file.Slice(at + 4, 4));
            ReadOnlySpan<byte> content = file.Slice((int)chunk.Start, (int)chunk.Length);
            if (name == "iTXt" && content.StartsWith("XML:com.adobe.xmp\0"u8))
                former ??= content.StartsWith(PngKeyword) ? content[PngKeyword.Length..].ToArray() : [];
            else if (!isBare || char.IsAsciiLetterUpper(name[0]) || PngShown.Contains(name))
                chunks.Add((name, at, (int)chunk.End - at));
            at = (int)chunk.End;
            if (name == "IEND")
                break;
        }

        if (chunks is not [("IHDR", _, _), ..] || chunks[^1].Name != "IEND" || former is { Length: 0 })
            return null; // a compressed packet is another program's, and stays
        using var result = new MemoryStream(file.Length);
        result.Write(PngSignature);
        foreach ((string name, int start, int length) in chunks)
        {
            result.Write(file.Slice(start, length));
            if (name != "IHDR")
                continue;
            if (packet(isBare ? null : former) is { Length: > 0 } xmp)
                Chunk(result, "iTXt", [.. PngKeyword, .. xmp]);
            if (isBare && orientation is > 1 and <= 8)
                Chunk(result, "eXIf", Exif(orientation.Value));
        }

        if (!isBare)
            result.Write(file[at..]);
        return result.ToArray();
    }

    private static void Chunk(MemoryStream png, string name, byte[] content)
    {
        byte[] named = [.. Encoding.Latin1.GetBytes(name), .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, (uint)content.Length);
        png.Write(number);
        png.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(named));
        png.Write(number);
    }

    private static byte[]? PutWebP(byte[] bytes, Func<byte[]?, byte[]> packet, int? orientation, bool isBare, int? width, int? height)
    {
        if (width is not (> 0 and <= 1 << 24) || height is not (> 0 and <= 1 << 24))
            return null;
        ReadOnlySpan<byte> file = bytes;
        var chunks = new List<(string Name, byte[] Content)>();
        int end = checked((int)Math.Min(file.Length, 8L + BinaryPrimitives.ReadUInt32LittleEndian(file[4..])));
        ByteRange source = ByteRange.Of(bytes);
        for (long at = RiffChunk.First; at < end && RiffChunk.Read(source, at) is { } chunk; at = chunk.End)
            chunks.Add((Encoding.Latin1.GetString(file.Slice((int)at, 4)), file.Slice((int)chunk.Start, (int)chunk.Length).ToArray()));

        byte[]? former = chunks.Find(chunk => chunk.Name == "XMP ").Content, extended = chunks.Find(chunk => chunk.Name == "VP8X").Content;
        bool hasAlpha = chunks.Exists(chunk => chunk.Name == "ALPH" || (chunk.Name == "VP8L" && chunk.Content.Length > 4 && (chunk.Content[4] & 0x10) != 0));
        chunks.RemoveAll(chunk => chunk.Name is "XMP " or "VP8X" || (isBare && !WebPShown.Contains(chunk.Name)));
        if (isBare && orientation is > 1 and <= 8)
            chunks.Add(("EXIF", Exif(orientation.Value)));
        byte[] xmp = packet(isBare ? null : former);
        if (xmp.Length > 0)
            chunks.Add(("XMP ", xmp));
        extended ??= [(byte)(hasAlpha ? 0x10 : 0), 0, 0, 0, .. Size(width.Value), .. Size(height.Value)];
        extended[0] = (byte)((extended[0] & ~0x0C) | (xmp.Length > 0 ? 0x04 : 0) | (chunks.Exists(chunk => chunk.Name == "EXIF") ? 0x08 : 0));
        chunks.Insert(0, ("VP8X", extended));
        using var result = new MemoryStream(file.Length);
        result.Write("RIFF\0\0\0\0WEBP"u8);
        Span<byte> number = stackalloc byte[4];
        foreach ((string name, byte[] content) in chunks)
        {
            result.Write(Encoding.Latin1.GetBytes(name));
            BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)content.Length);
            result.Write(number);
            result.Write(content);
            if ((content.Length & 1) != 0)
                result.WriteByte(0);
        }

        byte[] written = result.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(written.AsSpan(4), (uint)(written.Length - 8));
        return isBare || end == file.Length ? written : [.. written, .. file[end..]];

        static byte[] Size(int pixels) => [(byte)(pixels - 1), (byte)((pixels - 1) >> 8), (byte)((pixels - 1) >> 16)];
    }

    /// <summary>EXIF that says how the picture is turned, and nothing else.</summary>
    private static byte[] Exif(int orientation) => [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
}
