using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata.Embedding;

/// <summary>Puts XMP into a PNG: an international text right behind the header.</summary>
internal static class PngEmbedding
{
    private const int HeadLength = 8;

    // What a picture needs to be shown as it is. All else may tell of whoever made it.
    private static readonly string[] Shown = ["gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "tRNS", "bKGD", "pHYs", "cICP", "mDCV", "cLLI", "acTL", "fcTL", "fdAT"];

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> Keyword => "XML:com.adobe.xmp\0"u8;

    // Not packed, in no language.
    private static ReadOnlySpan<byte> Head => "XML:com.adobe.xmp\0\0\0\0\0"u8;

    public static FileSplice? Put(ByteRange file, Insertion wanted, FactBlocks beside, List<string> warnings)
    {
        var chunks = new List<(string Name, long Start, long End)>();
        List<PngText> others = [], profiles = [];
        byte[]? former = null;
        int packets = 0;
        long at = PngChunk.First;
        while (PngChunk.Read(file with { IsSparse = true }, at) is { } chunk && chunk.End <= file.Length)
        {
            string name = NameOf(chunk);
            ByteRange content = file.Slice(chunk.Start, chunk.Length);
            if (name == "iTXt" && StartsWith(content, Keyword))
                (former, packets) = (former ?? (StartsWith(content, Head) ? content.Slice(Head.Length, content.Length).ToArray(XmpPacket.MaxLength) : []), packets + 1);
            else if (!wanted.IsBare || char.IsAsciiLetterUpper(name[0]) || Shown.Contains(name))
                chunks.Add((name, at, chunk.End));
            if (name == "eXIf")
                beside.AddExif(content);
            else if (PngText.Read(chunk, content) is { } text && !text.Is("XML:com.adobe.xmp"u8))
                (text.Is("Raw profile type xmp"u8) ? profiles : others).Add(text);
            at = chunk.End;
            if (name == "IEND")
                break;
        }

        // A packet that is compressed, or hidden in a text, is another program's, and stays; it would go on telling what is not said any more.
        if (chunks is not [("IHDR", _, _), ..] || chunks[^1].Name != "IEND" || (!wanted.IsBare && (former is { Length: 0 } || packets > 1 || profiles.Count > 0)))
            return null;
        var texts = new PngTexts(beside, warnings);
        others.ForEach(texts.Add);
        var result = new FileSplice(file);
        result.Copy(0, PngChunk.First);
        foreach ((string name, long start, long end) in chunks)
        {
            result.Copy(start, end);
            if (name != "IHDR")
                continue;
            if (wanted.Packet(wanted.IsBare ? null : former) is { Length: > 0 } xmp)
                result.Write(Chunk("iTXt"u8, [.. Head, .. xmp]));
            if (wanted.Turn is { } turn)
                result.Write(Chunk("eXIf"u8, turn));
        }

        if (!wanted.IsBare)
            result.Copy(at, file.Length);
        return result;
    }

    private static string NameOf(in PngChunk chunk)
    {
        Span<byte> name = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(name, chunk.Name);
        return Encoding.Latin1.GetString(name);
    }

    private static bool StartsWith(ByteRange content, ReadOnlySpan<byte> text)
    {
        Span<byte> start = stackalloc byte[text.Length];
        return content.TryRead(0, start) && start.SequenceEqual(text);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content)
    {
        byte[] chunk = [0, 0, 0, 0, .. name, .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(HeadLength + content.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }
}
