using System.Buffers;
using System.Text;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The characters of an XMP packet, which is in UTF-8, UTF-16 or UTF-32, with or without a byte order mark. Characters that XML does
/// not know become blanks: programs copy texts with NULs and bells out of EXIF, and every other reader overlooks them.
/// </summary>
internal sealed class XmpText : StreamReader
{
    // What XmlReader has to hold at once is a tag with its attributes; a text is no longer.
    private const int LongestTag = (4 << 20) - (1 << 16);

    // What XML does not know. Looking at each character by itself took a fifth of the time of a packet.
    private static readonly SearchValues<char> Unknown = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (char)code).Except(['\t', '\r', '\n']), '\uFFFE', '\uFFFF']);

    private int _tag;

    private XmpText(byte[] packet, int length, Encoding encoding)
        : base(new MemoryStream(packet, 0, length, writable: false), encoding, detectEncodingFromByteOrderMarks: false)
    {
    }

    /// <summary>Opens a packet at its first character of text; the zeros behind it are left out.</summary>
    public static XmpText Open(byte[] packet)
    {
        var encoding = Find(packet);
        var unit = encoding.GetByteCount("<");
        var length = packet.AsSpan().TrimEnd((byte)0).Length;
        var text = new XmpText(packet, Math.Min(packet.Length, (length + unit - 1) / unit * unit), encoding);
        while (text.Peek() is '\0' or '\uFEFF' or ' ' or '\t' or '\r' or '\n')
            text.Read();
        return text;
    }

    public override int Read(char[] buffer, int index, int count)
    {
        var read = base.Read(buffer, index, count);
        var text = buffer.AsSpan(index, read);
        var mark = text.LastIndexOfAny('<', '>');
        _tag = mark < 0 ? _tag + read : read - mark;
        if (_tag > LongestTag)
            throw new InvalidDataException($"The XMP packet has a part of more than {LongestTag} characters.");
        for (int at; (at = text.IndexOfAny(Unknown)) >= 0; text = text[(at + 1)..])
            text[at] = ' ';
        return read;
    }

    /// <summary>The encoding of a packet.</summary>
    public static Encoding EncodingOf(ReadOnlySpan<byte> packet) => Find(packet);

    /// <summary>
    /// A value without blanks around it, and without characters that XML does not know, or halves of one: they can be written as numbers.
    /// </summary>
    public static string Clean(string value) => (value.AsSpan().ContainsAny(Unknown) || value.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        ? string.Concat(value.EnumerateRunes().Select(rune => rune.IsBmp && Unknown.Contains((char)rune.Value) ? " " : rune.ToString()))
        : value).Trim();

    // Without a mark the zeros beside the first two characters tell; both are ASCII in every packet.
    private static Encoding Find(ReadOnlySpan<byte> packet) => packet switch
    {
        [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, > 0, 0, 0, 0, > 0, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        [0xFF, 0xFE, 0, 0, ..] or [> 0, 0, 0, 0, > 0, 0, 0, 0, ..] => Encoding.UTF32,
        [0xFE, 0xFF, ..] or [0, > 0, 0, > 0, ..] => Encoding.BigEndianUnicode,
        [0xFF, 0xFE, ..] or [> 0, 0, > 0, 0, ..] => Encoding.Unicode,
        _ => Encoding.UTF8,
    };
}
