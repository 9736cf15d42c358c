using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Title, description, keywords, author, rights, place and dates out of an IPTC block (IIM 4.2): a flat list of datasets, each with its record, its number and its
/// length.
/// </summary>
internal sealed class IptcFacts
{
    private const int MaxBlock = 1 << 20;
    private const int MaxValues = 10_000;
    private const int MaxText = 1 << 16;
    private const int HeaderLength = 5;

    private const int CodedCharacterSet = 0x015a;
    internal const int ObjectName = 0x0205;
    internal const int Keyword = 0x0219;
    internal const int Byline = 0x0250;
    internal const int City = 0x025a;
    internal const int Sublocation = 0x025c;
    internal const int State = 0x025f;
    internal const int CountryCode = 0x0264;
    internal const int Country = 0x0265;
    internal const int Copyright = 0x0274;
    internal const int Caption = 0x0278;

    // The parts of ISO 8859 by the letter that ends their escape sequence in ISO 2022.
    private static readonly Dictionary<byte, int> Iso8859 = new()
    {
        [(byte)'B'] = 28592,
        [(byte)'L'] = 28595,
        [(byte)'G'] = 28596,
        [(byte)'F'] = 28597,
        [(byte)'H'] = 28598,
        [(byte)'M'] = 28599,
    };

    private readonly List<(int Id, byte[] Value)> _values = [];
    private Encoding? _encoding;

    public static ImageFacts Read(ByteRange block)
    {
        var iptc = new IptcFacts();
        iptc.ReadAll(block.ToArray(MaxBlock));
        return new()
        {
            Dates = IptcDates.Read(First),
            Title = First(ObjectName),
            Description = First(Caption),
            Keywords = [.. iptc.Texts(Keyword).Distinct(StringComparer.Ordinal)],
            Author = iptc.Texts(Byline).Any() ? string.Join(", ", iptc.Texts(Byline).Distinct(StringComparer.Ordinal)) : null,
            Rights = First(Copyright),
            Location = Words.Location(First(City), First(State), First(Country), First(CountryCode), First(Sublocation)),
        };

        string? First(int id) => iptc.Texts(id).FirstOrDefault();
    }

    private void ReadAll(byte[] block)
    {
        foreach ((int id, int start, int end, _) in Walk(block))
        {
            ReadOnlySpan<byte> value = block.AsSpan(start..end);
            if (id == CodedCharacterSet)
                _encoding = Find(value);
            else if (value.Length <= MaxText && (IsOwnersWord(id) || IptcDates.IsOf(id)) && _values.Count < MaxValues)
                _values.Add((id, value.ToArray()));
        }
    }

    /// <summary>The datasets of a block, with record and number as one, where the content of each begins and ends, and where its head stands.</summary>
    internal static IEnumerable<(int Id, int Start, int End, int Head)> Walk(byte[] block)
    {
        for (int at = 0; block.Length - at > HeaderLength && block[at] == 0x1c;)
        {
            int head = at, id = BinaryPrimitives.ReadUInt16BigEndian(block.AsSpan(at + 1)), length = BinaryPrimitives.ReadUInt16BigEndian(block.AsSpan(at + 3));
            at += HeaderLength;
            // Where it does not fit into fifteen bits, the length of the length stands here; longer than the block is none.
            if ((length > 0x7fff && !TryReadLength(block, ref at, length & 0x7fff, out length)) || length > block.Length - at)
                yield break;
            yield return (id, at, at + length, head);
            at += length;
        }
    }

    private static bool IsOwnersWord(int id) =>
        id is ObjectName or Keyword or Caption or Byline or City or Sublocation or State or CountryCode or Country or Copyright;

    private static bool TryReadLength(byte[] block, ref int at, int size, out int length)
    {
        length = 0;
        if (size is < 1 or > 4 || block.Length - at < size)
            return false;
        foreach (var digit in block.AsSpan(at, size))
            length = length << 8 | digit;
        at += size;
        return length >= 0;
    }

    private IEnumerable<string> Texts(int id) => _values.Where(value => value.Id == id)
        .Select(value => (_encoding?.GetString(value.Value) ?? TextBytes.Decode(value.Value)).Trim('\0', ' ', '\r', '\n', '\t'))
        .Where(text => text.Length > 0);

    /// <summary>
    /// The encoding that an escape sequence states; null where the texts have to tell it: it is often UTF-8 without saying so, and
    /// not always UTF-8 where that is said.
    /// </summary>
    private static Encoding? Find(ReadOnlySpan<byte> set) =>
        set is [0x1b, (byte)'-' or (byte)'.' or (byte)'/', var part] && Iso8859.TryGetValue(part, out var page) ? TextBytes.CodePage(page) : null;
}
