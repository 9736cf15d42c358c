using System.Text;
using static ImaLink.Tests.Media.Formats.Vectors;
using static ImaLink.Tests.Media.Metadata.XmpSamples;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Files with XMP packets that are put together out of what RDF has, in any order, and then damaged.</summary>
internal sealed class XmpMutator(Random random)
{
    private static readonly string[] Names =
    [
        "tiff:Model", "tiff:Orientation", "exif:DateTimeOriginal", "exif:GPSLatitude", "exif:GPSLongitude", "exif:ISOSpeedRatings", "exif:FNumber", "dc:title",
        "dc:subject", "dc:description", "lr:hierarchicalSubject", "digiKam:TagsList", "MicrosoftPhoto:Rating", "xmp:Rating", "xmpNote:HasExtendedXMP", "xmpMM:Pantry",
        "rdf:Bag", "rdf:Seq", "rdf:Alt", "rdf:li", "rdf:Description", "rdf:value", "rdf:RDF", "rdf:type", "rdf:_1", "nameless", "undeclared:name",
    ];

    private static readonly string[] Attributes =
    [
        "rdf:parseType='Resource'", "rdf:parseType='Literal'", "rdf:parseType='Collection'", "rdf:resource='x'", "rdf:about='x'", "rdf:ID='x'", "rdf:nodeID='x'",
        "xml:lang='x-default'", "xml:lang='de'", "xml:lang=''", "rdf:value='1'", "rdf:datatype='x'", "xmp:Rating='3'", "tiff:Model='m'", "a='b'",
    ];

    private static readonly string[] Texts =
        ["", " ", "5", "-1", "1/0", "51,19.98N", "51/1,19/1,588/10", "2020-05-05T10:00:00", "a|b", "&amp;", "&#0;", "<!-- -->", "<![CDATA[x]]>", "<?x y?>", "\u0001", "\uFFFF", "łódź"];

    public byte[] Next()
    {
        var packet = Encodings().GetBytes(Start + Description(Body(0), Some(Attributes, 2)) + (random.Next(4) == 0 ? Description(Body(0)) : "") + End);
        for (var i = random.Next(4); i > 0; i--)
            packet[random.Next(packet.Length)] = (byte)random.Next(256);
        if (random.Next(8) == 0)
            packet = packet[..random.Next(packet.Length)];
        return Riff("WEBP", RiffChunk("XMP ", packet));
    }

    private string Body(int depth)
    {
        var body = new StringBuilder();
        for (var i = random.Next(5); i > 0; i--)
        {
            var name = Names[random.Next(Names.Length)];
            var content = depth < 8 && random.Next(3) > 0 ? Body(depth + 1) : Texts[random.Next(Texts.Length)];
            body.Append('<').Append(name).Append(' ').Append(Some(Attributes, 2)).Append('>').Append(content).Append("</").Append(name).Append('>');
        }

        return body.ToString();
    }

    private string Some(string[] all, int most) =>
        string.Join(' ', Enumerable.Range(0, random.Next(most + 1)).Select(_ => all[random.Next(all.Length)]).Distinct());

    private Encoding Encodings() => random.Next(6) switch
    {
        0 => Encoding.Unicode,
        1 => Encoding.BigEndianUnicode,
        2 => Encoding.UTF32,
        _ => Encoding.UTF8,
    };
}
