using System.Text;
using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Which characters of a packet become blanks.</summary>
public sealed class XmpTextTests
{
    private static readonly string Every = string.Concat(Enumerable.Range(0, 0x10000).Where(code => code is < 0xD800 or > 0xDFFF).Select(code => (char)code));

    private static readonly string Known = string.Concat(Every.Select(character =>
        character is (< ' ' and not ('\t' or '\r' or '\n')) or '\uFFFE' or '\uFFFF' ? ' ' : character));

    public static TheoryData<string> Encodings => ["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Read_EveryCharacter_ThoseThatXmlDoesNotKnowBecomeBlanks(string encoding)
    {
        using var text = XmpText.Open(Encoding.GetEncoding(encoding).GetBytes("<x>" + Every));
        Assert.Equal("<x>" + Known, text.ReadToEnd(4096));
    }

    [Fact]
    public void Clean_EveryCharacter_ThoseThatXmlDoesNotKnowBecomeBlanks() => Assert.Equal($"a{Known}z", XmpText.Clean($"a{Every}z"));
}

file static class Reading
{
    // As XmlReader does: StreamReader.ReadToEnd would not ask for characters.
    public static string ReadToEnd(this TextReader text, int size)
    {
        var all = new StringBuilder();
        var buffer = new char[size];
        while (text.Read(buffer, 0, size) is > 0 and var read)
            all.Append(buffer, 0, read);
        return all.ToString();
    }
}
