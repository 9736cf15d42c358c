using System.IO.Compression;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>A text of a PNG: a keyword, and what it names, as it is (tEXt), compressed (zTXt), or one or the other (iTXt).</summary>
/// <param name="Content">The chunk's content.</param>
/// <param name="KeywordLength">Length of the keyword, with which the content begins.</param>
/// <param name="Start">Where in the content the text begins.</param>
/// <param name="IsPacked">True if it is compressed.</param>
internal readonly record struct PngText(ByteRange Content, int KeywordLength, long Start, bool IsPacked)
{
    /// <summary>Bytes that a packed text may be longer than what it holds.</summary>
    private const int MaxFrame = 4096;

    private const int MaxHead = 1024;
    private const int MaxKeyword = 79;

    /// <summary>Reads the head of a text; null where the chunk is none, or damaged.</summary>
    public static PngText? Read(PngChunk chunk, ByteRange content)
    {
        if (!chunk.Is("tEXt"u8) && !chunk.Is("zTXt"u8) && !chunk.Is("iTXt"u8))
            return null;
        Span<byte> head = stackalloc byte[MaxHead];
        head = head[..(int)Math.Min(head.Length, content.Length)];
        if (!content.TryRead(0, head) || head.IndexOf((byte)0) is not (> 0 and <= MaxKeyword and var end))
            return null;
        if (chunk.Is("tEXt"u8))
            return new PngText(content, end, end + 1, IsPacked: false);
        if (chunk.Is("zTXt"u8))
            return new PngText(content, end, end + 2, IsPacked: true);

        // A flag and a method, then language and translated keyword, mostly both empty, end with a NUL each.
        var start = end + 3;
        for (var i = 0; i < 2; i++)
        {
            if (start > head.Length || head[start..].IndexOf((byte)0) is not (>= 0 and var letters))
                return null;
            start += letters + 1;
        }

        return new PngText(content, end, start, IsPacked: head[end + 1] != 0);
    }

    /// <summary>What the text tells of the date, by its keyword; null if nothing.</summary>
    public string? DateSource
    {
        get
        {
            Span<byte> bytes = stackalloc byte[MaxKeyword];
            return PngDates.SourceOf(Keyword(bytes));
        }
    }

    /// <summary>Whether the keyword is this one.</summary>
    public bool Is(ReadOnlySpan<byte> keyword)
    {
        Span<byte> bytes = stackalloc byte[MaxKeyword];
        return Keyword(bytes).SequenceEqual(keyword);
    }

    /// <summary>The text as it lies in the file; packed, where it is.</summary>
    public ByteRange Stored => Content.Slice(Start, Content.Length - Start);

    /// <summary>The first bytes of the text, unpacked, and how many were read and written for them.</summary>
    public (byte[] Bytes, int Cost) Take(int most, List<string> warnings)
    {
        if (!IsPacked)
        {
            var text = Stored.ToArray(most);
            return (text, text.Length);
        }

        var packed = Stored.ToArray(most + MaxFrame);
        var bytes = Inflate(packed, most, warnings);
        return (bytes, packed.Length + bytes.Length);
    }

    /// <summary>
    /// What ImageMagick packs into a text: an empty line, a name, the length in decimal, then hexadecimal digits with blanks between
    /// them. The length is not always true, and what follows is left out.
    /// </summary>
    public static byte[] Profile(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '\n' || text[1..].IndexOf((byte)'\n') is not (>= 0 and var name))
            return [];
        text = text[(name + 2)..];
        if (text.IndexOf((byte)'\n') is not (> 0 and var line))
            return [];
        text = text[(line + 1)..];
        var bytes = new byte[text.Length / 2];
        var digits = 0;
        foreach (var letter in text)
        {
            if (letter is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
                continue;
            if (!char.IsAsciiHexDigit((char)letter) || digits == bytes.Length * 2)
                break;
            bytes[digits / 2] = (byte)(bytes[digits / 2] << 4 | (letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10));
            digits++;
        }

        return bytes[..(digits / 2)];
    }

    private ReadOnlySpan<byte> Keyword(Span<byte> bytes) => Content.TryRead(0, bytes[..KeywordLength]) ? bytes[..KeywordLength] : default;

    private static byte[] Inflate(byte[] data, int most, List<string> warnings)
    {
        using var packed = new MemoryStream(data, writable: false);
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        using var result = new MemoryStream();
        var buffer = new byte[Math.Min(most, 16 * 1024)];
        try
        {
            for (int count; (count = unpacked.Read(buffer, 0, (int)Math.Min(buffer.Length, most - result.Length))) > 0;)
                result.Write(buffer, 0, count);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The latter is zlib's, of a text that asks for a dictionary: it is no error of the medium, the bytes are in memory.
            warnings.Add("A compressed text of the PNG is damaged.");
        }

        return result.ToArray();
    }
}
