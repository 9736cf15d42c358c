using System.IO.Compression;
using System.Text;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>A file of a few bytes for every container: 40 x 30 pixels, "Model X", 2024-10-18, and XMP.</summary>
internal static class ContainerSamples
{
    public const string Xmp = """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
          xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmp:Rating="4">
        <dc:subject><rdf:Bag><rdf:li>Peru</rdf:li><rdf:li>Condor</rdf:li></rdf:Bag></dc:subject>
        <lr:hierarchicalSubject><rdf:Bag><rdf:li>Places|Peru</rdf:li></rdf:Bag></lr:hierarchicalSubject>
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">A title</rdf:li></rdf:Alt></dc:title>
        <dc:description><rdf:Alt><rdf:li xml:lang="x-default">Words</rdf:li></rdf:Alt></dc:description>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        """;

    private static readonly byte[] Packet = Encoding.UTF8.GetBytes(Xmp);

    private static readonly byte[] XmpId =
        [0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC];

    private static readonly byte[] CanonId =
        [0x85, 0xC0, 0xB6, 0x87, 0x82, 0x0F, 0x11, 0xE0, 0x81, 0x11, 0xF4, 0xCE, 0x46, 0x2B, 0x6A, 0x48];

    /// <summary>EXIF of a picture whose size is the container's matter.</summary>
    public static byte[] Exif { get; } = new TiffBuilder().Ascii(0x0110, "Model X")
        .Pointer(0x8769, new TiffBuilder().Ascii(0x9003, "2024:10:18 14:30:52")).Build();

    public static byte[] Heic(byte[]? exif = null)
    {
        exif ??= Exif;
        byte[] block = [.. Big(6), .. "Exif\0\0"u8, .. exif];
        byte[] Build(int offset) => Join(
            Box("ftyp", Text("heic"), Big(0), Text("mif1")),
            FullBox(
                "meta", 0, FullBox("hdlr", 0, Big(0), Text("pict"), new byte[13]), FullBox("pitm", 0, Big16(1)),
                FullBox(
                    "iinf", 0, Big16(3), FullBox("infe", 2, Big16(1, 0), Text("hvc1"), [0]),
                    FullBox("infe", 2, Big16(2, 0), Text("Exif"), [0]),
                    FullBox("infe", 2, Big16(3, 0), Text("mime\0application/rdf+xml\0"))),
                FullBox(
                    "iloc", 0, [0x44, 0], Big16(2), Big16(2, 0, 1), Big(offset, block.Length), Big16(3, 0, 1),
                    Big(offset + block.Length, Packet.Length)),
                Box(
                    "iprp", Box("ipco", FullBox("ispe", 0, Big(8, 8)), FullBox("ispe", 0, Big(40, 30))),
                    FullBox("ipma", 0, Big(1), Big16(1), [1, 0x82]))),
            Box("mdat", block, Packet));
        return Build(Build(0).Length - block.Length - Packet.Length);
    }

    public static byte[] Movie(params byte[][] boxes) => Join(
        Box("ftyp", Text("qt  "), Big(0)),
        Box("moov", [FullBox("mvhd", 0, Big(unchecked((int)3_812_106_652), 0)), Track(), .. boxes]));

    /// <summary>A track of a film of 40 x 30, to be turned by a quarter.</summary>
    public static byte[] Track() => Box("trak", FullBox(
        "tkhd", 0, new byte[36], Big(0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000), Big(40, 30)));

    public static byte[] Keys(params (string Key, string Value)[] pairs) => Box(
        "meta", FullBox("hdlr", 0, Big(0), Text("mdta"), new byte[13]),
        FullBox("keys", 0, [Big(pairs.Length), .. pairs.Select(p => Join(Big(8 + p.Key.Length), Text("mdta" + p.Key)))]),
        Box("ilst", [.. pairs.Select((p, i) => Join(
            Big(24 + p.Value.Length, i + 1, 16 + p.Value.Length), Text("data"), Big(1, 0), Text(p.Value)))]));

    public static byte[] Cr3() => Join(
        Box("ftyp", Text("crx "), Big(1)),
        Box("moov", Box(
            "uuid", CanonId,
            Box("CMT1", new TiffBuilder().Short(0x0100, 40).Short(0x0101, 30).Ascii(0x0110, "Model X").Build()),
            Box("CMT2", new TiffBuilder().Ascii(0x9003, "2024:10:18 14:30:52").Build()),
            Box("CMT4", new TiffBuilder().Ascii(1, "S").Rational(2, TiffBuilder.Degrees(34, 30, 0))
                .Ascii(3, "E").Rational(4, TiffBuilder.Degrees(151, 0, 10)).Build())), Track()),
        Box("uuid", XmpId, Packet));

    public static byte[] Jxl(bool packed = false) => Join(
        Box("JXL ", [0x0D, 0x0A, 0x87, 0x0A]), Box("ftyp", Text("jxl "), Big(0), Text("jxl ")),
        packed ? Box("brob", Text("Exif"), Brotli(Join(Big(0), Exif))) : Box("Exif", Big(0), Exif),
        packed ? Box("brob", Text("xml "), Brotli(Packet)) : Box("xml ", Packet),
        Box("jxlc", JxlCodestream));

    /// <summary>Header of 9 bits for either side: 30 rows, no ratio, 40 columns.</summary>
    public static byte[] JxlCodestream => [0xFF, 0x0A, 0xE8, 0x00, 0x4E, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static byte[] Jp2() => Join(
        Box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]), Box("ftyp", Text("jp2 "), Big(0), Text("jp2 ")),
        Box("jp2h", Box("ihdr", Big(30, 40), [0, 3, 7, 7, 0, 0])),
        Box("uuid", Text("JpgTiffExif->JP2"), Exif), Box("uuid", XmpId, Packet), Box("jp2c", new byte[10]));

    public static byte[] WebP() => Riff(
        "WEBP", RiffChunk("VP8X", 0, 0, 0, 0, 39, 0, 0, 29, 0, 0), RiffChunk("VP8 ", new byte[20]),
        RiffChunk("EXIF", Exif), RiffChunk("XMP ", Packet));

    public static byte[] Avi(string date) => Riff(
        "AVI ", RiffChunk(
            "LIST", Join(
                Text("hdrl"), RiffChunk("avih", Join(new byte[32], Little(40, 30), new byte[16])),
                RiffChunk("IDIT", Text(date + "\n\0")))),
        RiffChunk("LIST", Join(Text("movi"), RiffChunk("00dc", 1, 2, 3))), RiffChunk("_PMX", Packet));

    public static byte[] Gif()
    {
        byte[] trailer = [1, .. Enumerable.Range(0, 256).Select(i => (byte)(255 - i)), 0];
        return Join(
            Text("GIF89a"), Little16(40, 30), [0x80, 0, 0, 0, 0, 0, 255, 255, 255],
            [0x21, 0xFF, 11], Text("XMP DataXMP"), Packet, trailer,
            [0x2C, 0, 0, 0, 0, 40, 0, 30, 0, 0, 2, 2, 0x4C, 1, 0, 0x3B]);
    }

    public static byte[] Psd() => Join(
        Text("8BPS"), Big16(1), new byte[6], Big16(3), Big(30, 40), Big16(8, 3), Big(0),
        Sized(Join(Resource(0x0422, Exif), Resource(0x0424, Packet))), Big(0));

    public static byte[] Resource(int id, byte[] content) => Join(
        Text("8BIM"), Big16(id), [0, 0], Big(content.Length), content, new byte[content.Length & 1]);

    public static byte[] Iptc(params (byte Id, string Value)[] sets) => Join(
        [.. sets.Select(set => Join([0x1C, 2, set.Id], Big16(set.Value.Length), Text(set.Value)))]);

    public static byte[] Mrw(byte[]? exif = null)
    {
        var segments = Join(
            Text("\0PRD"), Big(24), new byte[8], Big16(31, 41, 30, 40), new byte[8],
            Text("\0TTW"), Big((exif ?? Exif).Length), exif ?? Exif);
        return Join(Text("\0MRM"), Big(segments.Length), segments, new byte[20]);
    }

    public static byte[] Raf(byte[] jpeg) => Join(
        Text("FUJIFILMCCD-RAW 0201FF383501"), new byte[56], Big(0x94, jpeg.Length), new byte[56], jpeg);

    public static byte[] Crw(byte[]? jpeg = null, int rotation = 0)
    {
        var records = new List<(int Tag, byte[] Content)>
        {
            (0x080A, Text("Canon\0Model X\0")), (0x180E, Little(1_729_261_852, 0, 0)),
            (0x1810, Little(40, 30, 0, rotation)), (0x2007, jpeg ?? [1, 2, 3, 4]),
        };
        var heap = Join([.. records.Select(record => record.Content)]);
        var (entries, at) = (new List<byte>(), 0);
        foreach (var (tag, content) in records)
        {
            entries.AddRange([.. Little16(tag), .. Little(content.Length, at)]);
            at += content.Length;
        }

        return Join(
            Text("II"), Little(14), Text("HEAPCCDR"), heap, Little16(records.Count), [.. entries], Little(heap.Length));
    }

    public static byte[] X3f(byte[]? jpeg = null)
    {
        (string Name, string Value)[] properties =
            [("CAMMANUF", "SIGMA"), ("CAMMODEL", "Model X"), ("TIME", "1729261852"), ("ISO", "100"), ("FLENGTH", "30")];
        var texts = new StringBuilder();
        var table = new List<byte>();
        foreach (var (name, value) in properties)
        {
            table.AddRange(Little(texts.Length, texts.Length + name.Length + 1));
            texts.Append(name).Append('\0').Append(value).Append('\0');
        }

        var header = Join(Text("FOVb"), Little16(2, 2), new byte[20], Little(40, 30, 0), new byte[200]);
        var image = Join(Text("SECi"), Little(0x20000, 2, 18, 40, 30, 0), jpeg ?? [1, 2, 3]);
        var section = Join(
            Text("SECp"), Little(0x20000, properties.Length, 0, 0, texts.Length), [.. table],
            Encoding.Unicode.GetBytes(texts.ToString()));
        var directory = header.Length + image.Length + section.Length;
        return Join(
            header, image, section, Text("SECd"), Little(0x20000, 2), Little(header.Length, image.Length), Text("IMA2"),
            Little(header.Length + image.Length, section.Length), Text("PROP"), Little(directory));
    }

    private static byte[] Sized(byte[] content) => Join(Big(content.Length), content);

    private static byte[] Brotli(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.Fastest))
            stream.Write(bytes);
        return packed.ToArray();
    }
}
