using System.Text;
using ImaLink.Media.Metadata;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>XMP packets, and files of a few bytes that hold them.</summary>
internal static class XmpSamples
{
    public const string Start = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">""";

    public const string End = "</rdf:RDF></x:xmpmeta>";

    private const string Namespaces = """
        rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:exifEX="http://cipa.jp/exif/1.0/"
        xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
        xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:digiKam="http://www.digikam.org/ns/1.0/"
        xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"
        """;

    public static string Packet(string body, string attributes = "") => Start + Description(body, attributes) + End;

    public static string Description(string body, string attributes = "") =>
        $"<rdf:Description {Namespaces} {attributes}>{body}</rdf:Description>";

    public static string Bag(string name, params string[] items) => Array(name, "Bag", items);

    public static string Array(string name, string kind, params string[] items) =>
        $"<{name}><rdf:{kind}>{string.Concat(items.Select(item => $"<rdf:li>{item}</rdf:li>"))}</rdf:{kind}></{name}>";

    /// <summary>The facts of a packet of any length, in a file that says nothing else.</summary>
    public static ImageFacts Read(string packet) => Read(Encoding.UTF8.GetBytes(packet));

    public static ImageFacts Read(byte[] packet) => ReadFile(File(packet));

    public static byte[] File(byte[] packet) => Riff("WEBP", RiffChunk("XMP ", packet));

    public static ImageFacts ReadFile(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return FactReader.Read(stream, "");
    }

    /// <summary>A JPEG of nothing but headers, with a packet and further APP1 segments.</summary>
    public static byte[] Jpeg(string packet, params byte[][] segments)
    {
        var jpeg = TiffBuilder.Jpeg(null, app1: [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(packet)]);
        return [.. jpeg[..2], .. Join([.. segments.Select(segment => Segment(0xE1, segment))]), .. jpeg[2..]];
    }

    /// <summary>A part of an extended packet.</summary>
    public static byte[] Extension(string name, long length, long offset, byte[] part) =>
        [.. "http://ns.adobe.com/xmp/extension/\0"u8, .. Text(name), .. Big((int)length), .. Big((int)offset), .. part];
}
